using System.Text.Json;
using Xunit;

namespace KnowledgePlatform.Cli.Tests;

/// <summary>kp reembed that is killed, not asked to end.</summary>
public sealed class ReembedKilledTests(CommandLine kp) : IClassFixture<CommandLine>
{
    private const int Passages = 400;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_run_loses_a_batch_at_most_and_the_next_one_goes_on_at_once()
    {
        kp.Settings["Embeddings__ModelsFolder"] = await ReembedTests.ModelsAsync(kp);
        kp.Settings["Embeddings__Next__Model"] = "turned";
        await kp.Database.OwnerAsync<object>($"""
            insert into embedding_models (name, dimensions) values ('multilingual-e5-small', 384);
            with c as (insert into collections (name) values ('Killed') returning id),
            d as (insert into documents (collection_id, title) select id, 'Lease' from c returning id, collection_id),
            v as (insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, state)
                  select id, collection_id, 1, 'lease.txt', sha256('a'), 1, 'published' from d returning id, document_id, collection_id)
            insert into chunks (version_id, document_id, collection_id, ordinal, heading_path, context, text, language, token_count, first_page, pieces, boxes, embedding_model_id, embedding)
            select v.id, v.document_id, v.collection_id, n, '', 'Lease', repeat('The tenant of unit ' || n || ' pays the rent. ', 10), 'en', 1, 1, array[1,0,4], array[]::real[], m.id,
                   array_fill(0.05, array[384])::halfvec
            from v, embedding_models m, generate_series(1, {Passages}) n returning true
            """);

        using (var process = kp.Start("reembed", "--threads", "1"))
        {
            var output = process.StandardOutput.ReadToEndAsync(Token);
            while (await process.StandardError.ReadLineAsync(Token) is { } line && !line.Contains(" passages, ", StringComparison.Ordinal))
            {
            }

            process.Kill();
            await process.WaitForExitAsync(Token);
            Assert.NotEqual(0, process.ExitCode);
            await output;
        }

        var made = await kp.Database.OwnerAsync<long>("select count(*) from chunk_vectors");
        Assert.InRange(made, 64, Passages - 1);
        var resumed = await kp.RunAsync("reembed", "--json");
        Assert.Equal(0, resumed.Status);
        Assert.All(JsonDocument.Parse(resumed.Output).RootElement.GetProperty("models").EnumerateArray(), model => Assert.Equal(0, model.GetProperty("missing").GetInt64()));
        Assert.Equal(Passages, await kp.Database.OwnerAsync<long>("select count(*) from chunk_vectors"));
    }
}
