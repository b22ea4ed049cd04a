using KnowledgePlatform.Cli.Commands;
using Xunit;

namespace KnowledgePlatform.Cli.Tests;

public sealed class FilePasswordTests(CommandLine kp) : IClassFixture<CommandLine>
{
    [Theory]
    [InlineData("parse", "/etc/hostname")]
    [InlineData("ingest", "/etc/hostname", "--collection", "Locked")]
    public async Task Password_on_the_command_line_is_refused_and_not_repeated(params string[] command)
    {
        var outcome = await kp.RunAsync([.. command, "--password", "hunter2"]);
        Assert.NotEqual(0, outcome.Status);
        Assert.Contains("--password-file", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", outcome.Output + outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_is_the_first_line_of_its_file()
    {
        var file = Path.Combine(kp.Data, "password");
        await File.WriteAllTextAsync(file, "Gr\u00FCn & 4 spaces \nnot this\n", TestContext.Current.CancellationToken);
        Assert.Equal("Gr\u00FCn & 4 spaces ", CommonOptions.Read(null, new FileInfo(file)));
        Assert.Null(CommonOptions.Read(null, null));
    }

    [Fact]
    public async Task File_of_the_password_that_is_missing_is_named()
    {
        var outcome = await kp.RunAsync("parse", "/etc/hostname", "--password-file", "/no/such/file");
        Assert.Equal(1, outcome.Status);
        Assert.Contains("/no/such/file", outcome.Errors, StringComparison.Ordinal);
    }
}
