using System.Text.Json;
using Xunit;

namespace KnowledgePlatform.Cli.Tests;

public sealed class QuestionSetsTests(CommandLine kp) : IClassFixture<CommandLine>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Set_is_taken_in_and_gate_says_nothing_until_there_are_two_runs_and_ends_with_1_when_the_second_is_worse()
    {
        var folder = Directory.CreateDirectory(Path.Combine(kp.Data, "documents")).FullName;
        for (var i = 0; i < 8; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"clause{i}.txt"), $"The clause about {Word(i)} obliges the tenant to tell the landlord of {Word(i)} at once.", Token);
        }

        var ingested = await kp.RunAsync("ingest", folder, "--collection", "Clauses", "--wait");
        Assert.True(ingested.Status == 0, ingested.Errors);
        var questions = Path.Combine(kp.Data, "questions.jsonl");
        await File.WriteAllLinesAsync(
            questions, Enumerable.Range(0, 8).Select(i => $$"""{"query_id": "{{i}}", "text": "Whom does the tenant tell of {{Word(i)}}?", "doc_id": "clause{{i}}", "answers": [{"text": "obliges the tenant"}]}"""), Token);
        Assert.Equal("Clauses: 8 added, 0 kept, 0 taken out", (await kp.RunAsync("question-sets", "import", "Clauses", questions)).Output.Trim());
        Assert.Equal(8, (await kp.RunAsync("question-sets", "export", "clauses")).Output.Trim().Split('\n').Length);

        var first = await kp.RunAsync("gate", "Clauses", "--json");
        Assert.True(first.Status == 0, first.Errors);
        Assert.Contains("the first run with these settings", first.Errors, StringComparison.Ordinal);
        Assert.Equal(1, JsonSerializer.Deserialize<JsonElement>(first.Output).GetProperty("figures").GetProperty("hit5").GetDouble());
        var same = await kp.RunAsync("gate", "Clauses");
        Assert.True(same.Status == 0, same.Errors);
        Assert.Contains("8 questions in both; difference 0 ", same.Output, StringComparison.Ordinal);

        var version = await kp.RunAsync("search-settings", "add", "lexicalWeight=0.4", "synonyms=false", "--reason", "fewer words");
        Assert.Equal("version 1", version.Output.Trim());
        Assert.Equal("kp: 'no' is no value of synonyms", (await kp.RunAsync("search-settings", "add", "synonyms=no", "--reason", "x")).Errors.Trim());
        Assert.Equal("in force: version 1", (await kp.RunAsync("search-settings", "use", "1", "--reason", "tried")).Output.Trim());
        Assert.Contains("*   1", (await kp.RunAsync("search-settings", "list")).Output, StringComparison.Ordinal);
        Assert.Equal("in force: as configured", (await kp.RunAsync("search-settings", "use", "0", "--reason", "back")).Output.Trim());

        // As after an upgrade that broke what it reads.
        await kp.Database.OwnerAsync<object>("update chunks set embedding = array_fill(0.05, array[384])::halfvec, text = 'nothing', context = 'nothing'; select true");
        var worse = await kp.RunAsync("gate", "Clauses");
        Assert.True(worse.Status == 1, worse.Output + worse.Errors);
        Assert.Contains("worse: 8", worse.Output, StringComparison.Ordinal);

        var unknown = await kp.RunAsync("gate", "Deeds");
        Assert.Equal((1, "kp: there is no question set named 'Deeds'; kp question-sets list shows them"), (unknown.Status, unknown.Errors.Trim()));
    }

    private static string Word(int i) => new[] { "rats", "leaks", "keys", "noise", "mould", "fire", "guests", "parking" }[i];
}
