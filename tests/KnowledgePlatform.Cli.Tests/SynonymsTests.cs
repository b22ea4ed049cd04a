using System.Text.Json;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Cli.Tests;

public sealed class SynonymsTests(CommandLine kp) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Shipped_lists_are_there_from_the_start_and_are_given_out_as_they_were_shipped()
    {
        var listed = JsonSerializer.Deserialize<JsonElement>((await kp.RunAsync("synonyms", "list", "--json")).Output).EnumerateArray().ToList();
        Assert.Equal(["Clinical, English", "Legal, English"], listed.Where(list => list.GetProperty("name").GetString() != "Ward").Select(list => list.GetProperty("name").GetString()));
        var exported = await kp.RunAsync("synonyms", "export", "legal, english");
        Assert.Equal((await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "synonyms", "legal-en.txt"), TestContext.Current.CancellationToken)), exported.Output);
    }

    [Fact]
    public async Task File_is_taken_in_under_its_name_and_a_line_that_cannot_be_read_is_named()
    {
        var file = Path.Combine(kp.Data, "ward.txt");
        await File.WriteAllTextAsync(file, "name: Ward\nlanguages: en\na, b\n", TestContext.Current.CancellationToken);
        Assert.Equal("Ward: 1 entries", (await kp.RunAsync("synonyms", "import", file)).Output.Trim());
        await File.WriteAllTextAsync(file, "name: Ward\na, b\nalone\n", TestContext.Current.CancellationToken);
        var refused = await kp.RunAsync("synonyms", "import", file);
        Assert.Equal(1, refused.Status);
        Assert.StartsWith("kp: Line 2 cannot be read", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("name: Ward\nlanguages: en\na, b\n", (await kp.RunAsync("synonyms", "export", "Ward")).Output);
    }
}
