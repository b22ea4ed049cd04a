using System.Text.Json;
using Xunit;

namespace KnowledgePlatform.Cli.Tests.Evaluation;

/// <summary>kp eval on a small folder: by the real ingestion, the real search, as an operator calls it.</summary>
public sealed class EvalCommandTests : IAsyncLifetime
{
    private readonly CommandLine _kp = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("kp-eval-test-").FullName;

    public async ValueTask InitializeAsync()
    {
        await _kp.InitializeAsync();
        Write("corpus.jsonl",
            """{"id": "lease", "title": "Lease of Birch Street", "text": "The tenant pays a monthly rent of EUR 900. The rent is due on the third day of each month."}""",
            """{"id": "dose", "title": "Discharge letter", "text": "The patient takes 5 mg of amlodipine every morning. Blood pressure is checked after two weeks."}""",
            """{"id": "garden", "title": "Garden rules", "text": "Hedges are cut in autumn. Bonfires are not allowed."}""");
        Write("queries.jsonl", """{"id": "q1", "text": "How high is the monthly rent?"}""", """{"id": "q2", "text": "How much amlodipine does the patient take?"}""");
        Write("qrels.tsv", "query-id\tcorpus-id\tscore", "q1\tlease\t1", "q2\tdose\t1");
        Write("answers.jsonl",
            """{"query_id": "q1", "doc_id": "lease", "answers": [{"text": "EUR 900", "start": 34}]}""",
            """{"query_id": "q2", "doc_id": "dose", "answers": [{"text": "5 mg", "start": 18}]}""");
        Write("unanswerable.jsonl", """{"id": "u1", "text": "Who won the football cup in 1974?"}""", """{"id": "u2", "text": "At which temperature does tungsten boil?"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _kp.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task Ranking_quotations_and_refusals_of_a_folder_are_measured_and_its_collection_is_taken_away_again()
    {
        var ranking = await JsonAsync("retrieval");
        Assert.Equal((1.0, 1.0, 1.0), (ranking.GetProperty("ndcg10").GetDouble(), ranking.GetProperty("hit1").GetDouble(), ranking.GetProperty("hit10").GetDouble()));

        var quotes = await JsonAsync("quotes");
        Assert.Equal((1.0, 1.0, 1.0), (quotes.GetProperty("first").GetDouble(), quotes.GetProperty("first3").GetDouble(), quotes.GetProperty("first5").GetDouble()));

        var refusal = await JsonAsync("refusal");
        Assert.Equal((2, 2, 1.0), (refusal.GetProperty("answerable").GetInt32(), refusal.GetProperty("unanswerable").GetInt32(), refusal.GetProperty("auc").GetDouble()));
        Assert.Equal((1.0, 1.0), (refusal.GetProperty("answered").GetDouble(), refusal.GetProperty("refused").GetDouble()));

        Assert.Equal(0, await _kp.Database.OwnerAsync<long>("select count(*) from collections"));
    }

    [Fact]
    public async Task Folder_without_unanswerable_questions_asks_the_same_ones_as_if_their_documents_were_not_there()
    {
        File.Delete(Path.Combine(_folder, "unanswerable.jsonl"));

        var refusal = await JsonAsync("refusal");

        Assert.Equal((2, 1.0), (refusal.GetProperty("unanswerable").GetInt32(), refusal.GetProperty("refused").GetDouble()));
    }

    [Fact]
    public async Task Labelled_claims_give_a_table_of_label_against_verdict()
    {
        Write("claims.jsonl",
            """{"sentence": "The monthly rent is EUR 900.", "passages": ["The tenant pays a monthly rent of EUR 900."], "label": "supported"}""",
            """{"sentence": "The monthly rent is EUR 950.", "passages": ["The tenant pays a monthly rent of EUR 900."], "label": "contradicted"}""",
            """{"sentence": "The landlord lives in Lima.", "passages": ["The tenant pays a monthly rent of EUR 900."], "label": "unsupported"}""");

        var table = Json(await _kp.RunAsync("eval", "claims", Path.Combine(_folder, "claims.jsonl"), "--json"));

        Assert.Equal(1, table.GetProperty("supported").GetProperty("supported").GetInt32());
        Assert.Equal(1, table.GetProperty("contradicted").GetProperty("contradicted").GetInt32());
        Assert.Equal(1, table.GetProperty("unsupported").GetProperty("unsupported").GetInt32());
    }

    [Fact]
    public async Task Claim_with_an_unknown_label_is_named_by_its_line()
    {
        Write("claims.jsonl", """{"sentence": "The rent is EUR 900.", "passages": [], "label": "true"}""");

        var outcome = await _kp.RunAsync("eval", "claims", Path.Combine(_folder, "claims.jsonl"));

        Assert.Equal(1, outcome.Status);
        Assert.Contains("claims.jsonl, line 1: label \"true\" is none of supported, contradicted, unsupported", outcome.Errors, StringComparison.Ordinal);
    }

    private async Task<JsonElement> JsonAsync(string what) => Json(await _kp.RunAsync("eval", what, _folder, "--json"));

    private static JsonElement Json(Outcome outcome)
    {
        Assert.True(outcome.Status == 0, outcome.Errors);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);
}
