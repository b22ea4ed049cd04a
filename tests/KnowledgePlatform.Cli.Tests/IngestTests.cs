using Xunit;

namespace KnowledgePlatform.Cli.Tests;

public sealed class IngestTests(CommandLine kp) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task File_over_the_limit_is_named_and_the_others_are_taken()
    {
        var folder = Directory.CreateTempSubdirectory("kp-ingest-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a-large.txt"), new string('x', 2000), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "b-small.txt"), "The fee is due in March.", TestContext.Current.CancellationToken);
        kp.Settings["Files__MaxBytes"] = "1000";
        var outcome = await kp.RunAsync("ingest", folder, "--collection", "Limits");
        Directory.Delete(folder, true);
        Assert.Equal(1, outcome.Status);
        Assert.Contains("a-large.txt was not taken: the file is larger than the limit", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("b-small.txt", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_out_of_its_range_is_named_with_its_range()
    {
        kp.Settings["Parsing__Limits__MaxPages"] = "0";
        var outcome = await kp.RunAsync("parse", "/etc/hostname");
        Assert.Equal(1, outcome.Status);
        Assert.Contains("MaxPages", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }
}
