using System.Text.Json;
using Xunit;

namespace KnowledgePlatform.Cli.Tests;

/// <summary>kp search on documents that kp ingest took in.</summary>
public sealed class SearchTests(CommandLine kp) : IClassFixture<CommandLine>, IAsyncLifetime
{
    private static readonly SemaphoreSlim Once = new(1);
    private static bool _taken;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Once.WaitAsync(Token);
        try
        {
            if (!_taken)
            {
                var folder = Directory.CreateTempSubdirectory("kp-search-").FullName;
                await File.WriteAllTextAsync(Path.Combine(folder, "note.txt"), "The invoice is paid in [March], says the note of the clinic.", Token);
                await File.WriteAllTextAsync(Path.Combine(folder, "letter.eml"), "From: Anna Weber <weber@example.org>\r\nDate: Sun, 03 Mar 2024 10:00:00 +0000\r\nSubject: Invoice\r\n\r\nPlease pay the invoices by April.\r\n", Token);
                Assert.Equal(0, (await kp.RunAsync("ingest", Path.Combine(folder, "note.txt"), "-c", "Search", "--wait", "--tag", "Ledger", "--tag", "2026")).Status);
                Assert.Equal(0, (await kp.RunAsync("ingest", Path.Combine(folder, "letter.eml"), "-c", "Search", "--wait")).Status);
                Directory.Delete(folder, true);
                _taken = true;
            }
        }
        finally
        {
            Once.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("letter", "--type", "mail")]
    [InlineData("letter", "--author", "anna weber")]
    [InlineData("letter", "--to", "2024-12-31")]
    [InlineData("note", "--from", "2024-12-31")]
    [InlineData("note", "--tag", "ledger")]
    [InlineData("note letter", "--language", "en")]
    [InlineData("letter note", "--sort", "oldest")]
    [InlineData("note letter", "--sort", "newest")]
    [InlineData("", "--language", "de")]
    public async Task Filter_narrows_and_sort_orders_what_is_found(string titles, string option, string value)
    {
        var outcome = await kp.RunAsync("search", "invoice", option, value, "--json");
        Assert.Equal(0, outcome.Status);
        var found = JsonDocument.Parse(outcome.Output).RootElement.EnumerateArray().Select(hit => hit.GetProperty("title").GetString()!).ToList();
        Assert.Equal(titles, string.Join(' ', option == "--language" ? [.. found.OrderDescending(StringComparer.Ordinal)] : found));
    }

    [Fact]
    public async Task Table_shows_document_type_day_author_and_the_words_as_they_stand()
    {
        var outcome = await kp.RunAsync("search", "paying invoices");
        Assert.Equal(0, outcome.Status);
        foreach (var part in new[] { "letter", "mail, 2024-03-03", "Anna Weber", "Please pay", "invoices", "note", "paid in [March]", "page 1" })
        {
            Assert.Contains(part, outcome.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--type", "exe", "There is no such type of documents")]
    [InlineData("--from", "yesterday", "A day is written as year, month and day")]
    [InlineData("--sort", "length", "The order is one of best, newest, oldest and title")]
    [InlineData("--language", "German", "A language is given by its code")]
    public async Task What_is_no_filter_is_named_in_one_line(string option, string value, string says)
    {
        var outcome = await kp.RunAsync("search", "invoice", option, value);
        Assert.Equal(1, outcome.Status);
        Assert.StartsWith("kp: " + says, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }
}
