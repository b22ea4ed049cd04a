using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Cli.Tests;

/// <summary>kp reembed with two real models: the shipped one under two names of a manifest, with other prefixes.</summary>
public sealed class ReembedTests(CommandLine kp) : IClassFixture<CommandLine>
{
    private const string Shipped = "multilingual-e5-small";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_is_changed_and_changed_back_by_the_steps_of_the_handbook()
    {
        kp.Settings["Embeddings__ModelsFolder"] = await ModelsAsync(kp);
        var file = Path.Combine(kp.Data, "lease.txt");
        await File.WriteAllTextAsync(file, "The tenant pays the rent by the third day of each month.", Token);
        Assert.Equal(0, (await kp.RunAsync("ingest", file, "-c", "Reembed", "--wait")).Status);
        Assert.Contains("nothing is embedded anew; multilingual-e5-small is in force, as configured", (await kp.RunAsync("reembed", "--status")).Output, StringComparison.Ordinal);
        Assert.StartsWith("kp: Embeddings:Next:Model is not set", (await kp.RunAsync("reembed")).Errors, StringComparison.Ordinal);

        kp.Settings["Embeddings__Next__Model"] = Shipped;
        Assert.Contains("Embeddings:Next:Model and Embeddings:Model are both", (await kp.RunAsync("reembed")).Errors, StringComparison.Ordinal);
        kp.Settings["Embeddings__Next__Model"] = "unknown";
        Assert.Contains("lists no file of model 'unknown'", (await kp.RunAsync("reembed")).Errors, StringComparison.Ordinal);
        kp.Settings["Embeddings__Next__Model"] = "turned";
        (kp.Settings["Embeddings__Next__QueryPrefix"], kp.Settings["Embeddings__Next__PassagePrefix"]) = ("passage: ", "query: ");

        Assert.StartsWith("kp: There are no vectors of 'turned'", (await kp.RunAsync("reembed", "--switch")).Errors, StringComparison.Ordinal);
        var filled = await kp.RunAsync("reembed", "--threads", "1", "--json");
        Assert.Equal("", string.Join('\n', filled.Errors.Split('\n').Where(line => line.StartsWith("kp:", StringComparison.Ordinal))));
        Assert.Matches(@"1 of 1 passages, \d+\.\d a second", filled.Errors);
        AssertModels(filled.Output, Shipped, ("multilingual-e5-small", 0), ("turned", 0));
        var before = await SimilarityAsync();

        await File.WriteAllTextAsync(file = Path.Combine(kp.Data, "note.txt"), "The deposit is three rents.", Token);
        Assert.Equal(0, (await kp.RunAsync("ingest", file, "-c", "Reembed", "--wait")).Status);
        AssertModels((await kp.RunAsync("reembed", "--status", "--json")).Output, Shipped, ("multilingual-e5-small", 0), ("turned", 1));
        // What came in meanwhile is made up for.
        AssertModels((await kp.RunAsync("reembed", "--switch", "--json")).Output, "turned", ("turned", 0), ("multilingual-e5-small", 0));
        var after = await SimilarityAsync();
        Assert.NotEqual(before, after);
        Assert.InRange(after, 0.7, 1);

        AssertModels((await kp.RunAsync("reembed", "--back", "--json")).Output, Shipped, ("multilingual-e5-small", 0), ("turned", 0));
        Assert.Equal(before, await SimilarityAsync());
        Assert.Contains("taken away: the vectors of turned", (await kp.RunAsync("reembed", "--drop")).Output, StringComparison.Ordinal);
        Assert.StartsWith("kp: There are no vectors but those in force", (await kp.RunAsync("reembed", "--drop")).Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await kp.RunAsync("reembed", "--drop", "--switch")).Status);
    }

    private async Task<double> SimilarityAsync()
    {
        var found = await kp.RunAsync("search", "When is the rent due?", "-c", "Reembed", "--json");
        return JsonDocument.Parse(found.Output).RootElement.EnumerateArray().Single(hit => hit.GetProperty("title").GetString() == "lease").GetProperty("similarity").GetDouble();
    }

    private static void AssertModels(string output, string inForce, params (string Model, long Missing)[] models)
    {
        var status = JsonDocument.Parse(output).RootElement;
        Assert.Equal(inForce, status.GetProperty("inForce").GetString());
        Assert.Equal(models, status.GetProperty("models").EnumerateArray().Select(model => (model.GetProperty("model").GetString()!, model.GetProperty("missing").GetInt64())));
    }

    // The same files under both names.
    internal static async Task<string> ModelsAsync(CommandLine kp)
    {
        var shipped = Path.Combine(Repository.Root, "deploy", "models");
        var folder = Directory.CreateDirectory(Path.Combine(kp.Data, "two-models")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder, Shipped), Path.Combine(shipped, Shipped));
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(shipped, "manifest.json"), Token))!;
        var files = manifest["files"]!.AsArray();
        foreach (var file in files.Where(file => file!["model"]!.GetValue<string>() == Shipped).Select(file => file!.DeepClone()).ToList())
        {
            file["model"] = "turned";
            files.Add(file);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "manifest.json"), manifest.ToJsonString(), Token);
        return folder;
    }
}
