using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Portal.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Hosting;

/// <summary>The description that programs are generated from says what the calls really take.</summary>
public sealed class OpenApiTests(RunningPortal portal)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/collections/{collection}/documents")]
    [InlineData("/api/v1/documents/{id}/versions")]
    public async Task Upload_is_described_as_a_form_of_files_or_the_bytes_of_one(string path)
    {
        var body = (await ReadAsync()).GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody");
        Assert.True(body.GetProperty("required").GetBoolean());
        var content = body.GetProperty("content");
        Assert.Equal(["multipart/form-data", "application/octet-stream"], content.EnumerateObject().Select(type => type.Name));
        var field = content.GetProperty("multipart/form-data").GetProperty("schema").GetProperty("properties").GetProperty("file");
        Assert.Equal(("array", "binary"), (field.GetProperty("type").GetString(), field.GetProperty("items").GetProperty("format").GetString()));
        Assert.Equal("binary", content.GetProperty("application/octet-stream").GetProperty("schema").GetProperty("format").GetString());
    }

    [Fact]
    public async Task Every_call_that_needs_a_scope_says_which()
    {
        var paths = (await ReadAsync()).GetProperty("paths");
        foreach (var (path, method, scope) in new[] { ("/api/v1/collections", "get", "read"), ("/api/v1/ask", "post", "ask"), ("/api/v1/audit", "get", "admin") })
        {
            var call = paths.GetProperty(path).GetProperty(method);
            Assert.EndsWith($"Needs the scope {scope}.", call.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.True(call.GetProperty("responses").TryGetProperty("401", out _) && call.GetProperty("responses").TryGetProperty("403", out _));
        }

        Assert.DoesNotContain(
            paths.EnumerateObject().Where(path => !path.Name.Contains("/health", StringComparison.Ordinal)).SelectMany(path => path.Value.EnumerateObject()),
            call => !call.Value.GetProperty("responses").TryGetProperty("403", out _));
    }

    [Fact]
    public async Task Field_of_a_request_is_required_only_where_the_call_fails_without_it()
    {
        var document = await ReadAsync();
        var required = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, schema) in BodiesOf(document))
        {
            required[name] = schema.TryGetProperty("required", out var fields) ? string.Join(' ', fields.EnumerateArray()) : "";
        }

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["BudgetChange"] = "", ["ChosenEntry"] = "", ["CollectionChange"] = "", ["DocumentChange"] = "title", ["GivenPassword"] = "password", ["GivenRole"] = "role", ["GivenTag"] = "tag", ["ModelChange"] = "", ["NewBudget"] = "amount", ["NewCollection"] = "name", ["NewModel"] = "name url", ["NewSynonyms"] = "name entries", ["NewTitle"] = "title", ["PublicPrice"] = "name promptPrice completionPrice", ["Question"] = "question",
                ["GivenForce"] = "version reason", ["NewQuestionSet"] = "name", ["NewRun"] = "", ["NewSearchSettings"] = "reason", ["NewSetQuestion"] = "text document", ["QuestionSetChange"] = "",
                ["Rated"] = "", ["Search"] = "query", ["SynonymChange"] = "",
            },
            required);
    }

    [Fact]
    public async Task Body_of_a_request_has_no_fields_but_those_described()
    {
        Assert.All(BodiesOf(await ReadAsync()), body => Assert.False(body.Schema.GetProperty("additionalProperties").GetBoolean(), body.Name));
    }

    private static IEnumerable<(string Name, JsonElement Schema)> BodiesOf(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from call in path.Value.EnumerateObject()
        where call.Value.TryGetProperty("requestBody", out _)
        from type in call.Value.GetProperty("requestBody").GetProperty("content").EnumerateObject()
        where type.Name == "application/json"
        let name = type.Value.GetProperty("schema").GetProperty("$ref").GetString()!.Split('/')[^1]
        select (name, document.GetProperty("components").GetProperty("schemas").GetProperty(name));

    private async Task<JsonElement> ReadAsync()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        return await program.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token);
    }
}
