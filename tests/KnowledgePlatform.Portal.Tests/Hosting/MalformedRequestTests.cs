using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Hosting;

/// <summary>What no program should send gets an answer that says so, never a fault of the server.</summary>
public sealed class MalformedRequestTests(RunningPortal portal)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string> Requests => new()
    {
        { "POST", "/api/v1/ask", """{"question":"What\u0000 is it?"}""", "text_invalid" },
        { "POST", "/api/v1/ask", "{}", "question_empty" },
        { "POST", "/api/v1/ask", "null", "invalid" },
        { "POST", "/api/v1/search", """{"query":"What\u0000 is it?"}""", "text_invalid" },
        { "POST", "/api/v1/search", "{}", "query_empty" },
        { "POST", "/api/v1/search", """{"query":"rent","collections":[null]}""", "invalid" },
        { "POST", "/api/v1/search", """{"query":"\ud800"}""", "invalid" },
        { "POST", "/api/v1/collections", "{}", "name_missing" },
        { "POST", "/api/v1/collections", """{"name":"a\u0000b"}""", "text_invalid" },
        { "POST", "/api/v1/collections", "LONG", "description_too_long" },
        { "PATCH", "COLLECTION", """{"name":"a\u0000b"}""", "text_invalid" },
        { "PATCH", "COLLECTION", "LONG", "description_too_long" },
        { "PATCH", "DOCUMENT", "{}", "title_invalid" },
        { "PATCH", "DOCUMENT", """{"title":"a\u0000b"}""", "text_invalid" },
        { "PATCH", "DOCUMENT", """{"title":7}""", "invalid" },
        { "GET", "COLLECTION/documents?search=%00", "", "text_invalid" },
        { "GET", "COLLECTION/documents?offset=99999999999", "", "invalid" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Malformed_request_is_answered_with_a_code(string method, string address, string body, string code)
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask, ApiScopes.Manage);
        var document = (await archive.UploadAsync(program, "a.txt", "The rent is due.")).GetProperty("documentId").GetGuid();
        address = address.Replace("COLLECTION", archive.Address, StringComparison.Ordinal).Replace("DOCUMENT", $"/api/v1/documents/{document}", StringComparison.Ordinal);
        body = body.Replace("LONG", JsonSerializer.Serialize(new { name = "Long " + Guid.NewGuid(), description = new string('x', 1001) }), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body.Length > 0 ? new StringContent(body, Encoding.UTF8, "application/json") : null };
        using var answer = await program.SendAsync(request, Token);
        await Archive.AssertProblemAsync(answer, HttpStatusCode.BadRequest, code);
    }

    public static TheoryData<string, string, string, string, string> Explained => new()
    {
        { "GET", "COLLECTION/documents?limit=-1", "", "limit_out_of_range", "limit is 1 to 500." },
        { "GET", "COLLECTION/documents?limit=501", "", "limit_out_of_range", "limit is 1 to 500." },
        { "GET", "COLLECTION/documents?offset=-5", "", "offset_out_of_range", "offset is 0 or more." },
        { "GET", "COLLECTION/documents?limit=many", "", "invalid", "'many' is no value for limit." },
        { "GET", "/api/v1/conversations?limit=0", "", "limit_out_of_range", "limit is 1 to 500." },
        { "POST", "/api/v1/search", """{"query":"rent","limit":101}""", "limit_out_of_range", "limit is 1 to 100." },
        { "POST", "/api/v1/search", """{"query":"rent","limit":"few"}""", "invalid", "limit must be a whole number." },
        { "POST", "/api/v1/search", """{"query":"rent","collections":["Leases"]}""", "invalid", "collections must be a list of ids." },
        { "POST", "/api/v1/search", """{"query":"rent","top":3}""", "unknown_field", "There is no field 'top' here; there are: query, collections, limit, types, from, to, languages, authors, tags, sort, facets." },
        { "POST", "/api/v1/ask", """{"query":"rent"}""", "unknown_field", "There is no field 'query' here; there are: question, collections, conversation." },
        { "POST", "/api/v1/collections", """{"name":"a","colour.of":"red"}""", "unknown_field", "There is no field 'colour.of' here; there are: name, description." },
        { "PATCH", "COLLECTION", """{"title":"a"}""", "unknown_field", "There is no field 'title' here; there are: name, description, embeddingProfile." },
        { "PATCH", "DOCUMENT", """{"name":"a"}""", "unknown_field", "There is no field 'name' here; there are: title." },
        { "PATCH", "DOCUMENT", """{"title":7}""", "invalid", "title must be text." },
        { "PATCH", "/api/v1/conversations/11111111-1111-1111-1111-111111111111", """{"name":"a"}""", "unknown_field", "There is no field 'name' here; there are: title." },
        { "PUT", "COLLECTION/grants/users/11111111-1111-1111-1111-111111111111", """{"role":"boss"}""", "invalid", "role must be one of reader, contributor, manager." },
        { "PUT", "COLLECTION/grants/users/11111111-1111-1111-1111-111111111111", """{"role":3}""", "invalid", "role must be one of reader, contributor, manager." },
        { "PUT", "COLLECTION/grants/groups/11111111-1111-1111-1111-111111111111", "{}", "role_missing", "Say which role to give: reader, contributor or manager." },
        { "PUT", "/api/v1/answers/11111111-1111-1111-1111-111111111111/rating", """{"stars":5}""", "unknown_field", "There is no field 'stars' here; there are: rating, comment." },
        { "POST", "/api/v1/collections", """{"name":""", "invalid", "The body is no JSON: it cannot be read beyond line 1, byte 8." },
        { "POST", "/api/v1/collections", """["a"]""", "invalid", "The body must be a JSON object." },
        { "POST", "/api/v1/collections", "null", "invalid", "The request needs a JSON object as its body." },
        { "POST", "/api/v1/collections", "NAME", "name_too_long", "The name has 5,000 characters; the limit is 100." },
    };

    [Theory]
    [MemberData(nameof(Explained))]
    public async Task Refused_request_says_in_the_callers_words_what_is_wrong(string method, string address, string body, string code, string words)
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask, ApiScopes.Manage);
        var document = (await archive.UploadAsync(program, "a.txt", "The rent is due.")).GetProperty("documentId").GetGuid();
        address = address.Replace("COLLECTION", archive.Address, StringComparison.Ordinal).Replace("DOCUMENT", $"/api/v1/documents/{document}", StringComparison.Ordinal);
        body = body.Replace("NAME", JsonSerializer.Serialize(new { name = new string('x', 5000) }), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body.Length > 0 ? new StringContent(body, Encoding.UTF8, "application/json") : null };
        using var answer = await program.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((code, words), (problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task File_whose_name_is_only_an_ending_is_titled_by_it()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var document = (await archive.UploadAsync(program, ".pdf", "No PDF at all.")).GetProperty("documentId").GetGuid();
        Assert.Equal(".pdf", (await program.GetFromJsonAsync<JsonElement>($"/api/v1/documents/{document}", Token)).GetProperty("title").GetString());
    }
}
