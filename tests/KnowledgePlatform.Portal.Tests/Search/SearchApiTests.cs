using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Search;

/// <summary>Searching with filters and tagging by REST, as a program with a key does it.</summary>
public sealed class SearchApiTests(RunningPortal portal, FiledLetters letters)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Documents_of_one_type_and_time_are_found_with_their_author_their_day_and_the_words_marked()
    {
        var filed = await letters.FileAsync(portal);
        using var program = await filed.ProgramAsync();
        var found = await FindAsync(program, new { query = "paying invoices", types = new[] { "mail" }, from = "2024-01-01" });
        var hit = Assert.Single(found.GetProperty("passages").EnumerateArray());
        Assert.Equal(filed.Mail, hit.GetProperty("documentId").GetGuid());
        // The day on which she wrote it, where she was; in UTC it was the next one.
        Assert.Equal(("mail", "Dr. Anna Weber", "2024-03-03"), (hit.GetProperty("type").GetString(), hit.GetProperty("author").GetString(), hit.GetProperty("date").GetString()));
        var text = hit.GetProperty("text").GetString()!;
        var marks = hit.GetProperty("marks").EnumerateArray().Select(number => number.GetInt32()).Chunk(2).Select(mark => text.Substring(mark[0], mark[1])).ToList();
        Assert.Equal(["payments", "pay", "invoice"], marks[^3..]);
        Assert.Equal(JsonValueKind.Null, found.GetProperty("facets").ValueKind);
    }

    [Theory]
    [InlineData("newest", 0, 1)]
    [InlineData("oldest", 1, 0)]
    [InlineData("title", 0, 1)]
    public async Task Order_is_the_one_asked_for(string sort, params int[] order)
    {
        var filed = await letters.FileAsync(portal);
        using var program = await filed.ProgramAsync();
        var found = await FindAsync(program, new { query = "terms of payment", types = new[] { "mail" }, sort });
        var mails = new[] { filed.Mail, filed.Old };
        Assert.Equal(order.Select(i => mails[i]), found.GetProperty("passages").EnumerateArray().Select(hit => hit.GetProperty("documentId").GetGuid()));
    }

    [Fact]
    public async Task Address_finds_what_the_body_finds_and_counts_documents_by_value()
    {
        var filed = await letters.FileAsync(portal);
        using var program = await filed.ProgramAsync();
        var read = await program.GetFromJsonAsync<JsonElement>(
            $"/api/v1/search?query=payment&collection={filed.Archive.Id}&type=eml&type=txt&language=de&sort=oldest&limit=3&facets=true", Token);
        Assert.Equal(filed.German, Assert.Single(read.GetProperty("passages").EnumerateArray()).GetProperty("documentId").GetGuid());
        var languages = read.GetProperty("facets").GetProperty("languages").EnumerateArray().Select(count => (count.GetProperty("value").GetString(), count.GetProperty("documents").GetInt64()));
        Assert.Equal([("en", 3), ("de", 1)], languages);
        Assert.Equal(["txt"], read.GetProperty("facets").GetProperty("types").EnumerateArray().Select(count => count.GetProperty("value").GetString()));
        Assert.Equal(filed.Archive.Name, read.GetProperty("facets").GetProperty("collections")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("""{ "query": "rent", "types": ["exe"] }""", "type_unknown")]
    [InlineData("""{ "query": "\"\" - *" }""", "query_empty")]
    [InlineData("""{ "query": "-rent -\"notice period\"" }""", "query_only_excludes")]
    [InlineData("""{ "query": "rent\u0000" }""", "text_invalid")]
    [InlineData("""{ "query": "rent", "tags": ["a\u0000b"] }""", "text_invalid")]
    [InlineData("""{ "query": "rent", "from": "27.11.2026" }""", "date_invalid")]
    [InlineData("""{ "query": "rent", "from": "2026-11-27", "to": "2026-11-26" }""", "dates_reversed")]
    [InlineData("""{ "query": "rent", "languages": ["German"] }""", "language_invalid")]
    [InlineData("""{ "query": "rent", "sort": "length" }""", "sort_unknown")]
    [InlineData("""{ "query": "rent", "limit": 0 }""", "limit_out_of_range")]
    [InlineData("""{ "query": "rent", "collections": [] }""", "collections_empty")]
    public async Task Unfit_filter_is_refused_by_name(string body, string code)
    {
        using var program = await (await letters.FileAsync(portal)).ProgramAsync();
        using var response = await program.PostAsync("/api/v1/search", new StringContent(body, null, "application/json"), Token);
        await Archive.AssertProblemAsync(response, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Search_is_recorded_with_its_filter()
    {
        using var program = await (await letters.FileAsync(portal)).ProgramAsync();
        var words = "recorded " + Guid.NewGuid();
        await FindAsync(program, new { query = words, types = new[] { "msg" }, from = "2024-01-01" });
        var detail = JsonDocument.Parse(await portal.Database.OwnerAsync<string>($"select detail::text from audit_events where action = 'passages.search' and detail->>'query' = '{words}'")).RootElement;
        Assert.Equal(("mail", "2024-01-01"), (detail.GetProperty("filter").GetProperty("types")[0].GetString(), detail.GetProperty("filter").GetProperty("from").GetString()));
        Assert.Single(detail.GetProperty("documents").EnumerateArray());
    }

    [Fact]
    public async Task Tag_is_given_and_taken_by_who_may_add_documents_and_narrows_the_search_of_who_may_read()
    {
        var filed = await letters.FileAsync(portal);
        using var manager = await filed.ProgramAsync();
        using var reader = await filed.Archive.ProgramAsync(await filed.Archive.AddPersonAsync(CollectionRole.Reader));
        using var stranger = await filed.Archive.ProgramAsync(await filed.Archive.AddPersonAsync(null));
        var tags = $"/api/v1/documents/{filed.Old}/tags";
        foreach (var (program, code) in new[] { (reader, "document_not_found"), (stranger, "document_not_found") })
        {
            await Archive.AssertProblemAsync(await program.PostAsJsonAsync(tags, new { tag = "Audit 2026" }, Token), HttpStatusCode.NotFound, code);
        }

        await Archive.AssertProblemAsync(await manager.PostAsJsonAsync(tags, new { tag = new string('x', 51) }, Token), HttpStatusCode.BadRequest, "tag_invalid");
        using (var given = await manager.PostAsJsonAsync(tags, new { tag = " Audit  2026 " }, Token))
        {
            Assert.Equal("Audit 2026", Assert.Single((await given.Content.ReadFromJsonAsync<JsonElement>(Token)).EnumerateArray()).GetProperty("tag").GetString());
        }

        // The same one in another case is the same one.
        using (await manager.PostAsJsonAsync(tags, new { tag = "AUDIT 2026" }, Token))
        {
            Assert.Single((await reader.GetFromJsonAsync<JsonElement>(tags, Token)).EnumerateArray());
        }

        var found = await FindAsync(reader, new { query = "payment", tags = new[] { "audit 2026" } });
        Assert.Equal(filed.Old, Assert.Single(found.GetProperty("passages").EnumerateArray()).GetProperty("documentId").GetGuid());
        await Archive.AssertProblemAsync(await reader.DeleteAsync(tags + "?tag=audit%202026", Token), HttpStatusCode.NotFound, "tag_not_found");
        Assert.Equal(HttpStatusCode.NoContent, (await manager.DeleteAsync(tags + "?tag=audit%202026", Token)).StatusCode);
        Assert.Empty((await FindAsync(reader, new { query = "payment", tags = new[] { "audit 2026" } })).GetProperty("passages").EnumerateArray());
        Assert.Equal(2, await portal.Database.OwnerAsync<long>($"select count(*) from audit_events where subject_id = '{filed.Old}' and action in ('document.tag', 'document.untag')"));
    }

    private static async Task<JsonElement> FindAsync(HttpClient program, object body)
    {
        using var response = await program.PostAsJsonAsync("/api/v1/search", body, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Token);
    }
}
