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
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        var document = (await archive.UploadAsync(program, "a.txt", "The rent is due.")).GetProperty("documentId").GetGuid();
        address = address.Replace("COLLECTION", archive.Address, StringComparison.Ordinal).Replace("DOCUMENT", $"/api/v1/documents/{document}", StringComparison.Ordinal);
        body = body.Replace("LONG", JsonSerializer.Serialize(new { name = "Long " + Guid.NewGuid(), description = new string('x', 1001) }), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body.Length > 0 ? new StringContent(body, Encoding.UTF8, "application/json") : null };
        using var answer = await program.SendAsync(request, Token);
        await Archive.AssertProblemAsync(answer, HttpStatusCode.BadRequest, code);
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
