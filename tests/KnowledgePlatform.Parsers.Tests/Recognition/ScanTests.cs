using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Core.Recognition;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Options;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Recognition;

/// <summary>Pictures of our own sample pages, read by the real Tesseract, against the text layer that they were made from.</summary>
public sealed class ScanTests : IDisposable
{
    private static readonly string Lib = Path.Combine(Repository.Root, "deploy", "lib");
    private readonly string _folder = Directory.CreateTempSubdirectory("kp-scan-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("commercial-lease", 2, 0.97)]
    [InlineData("contrato-resonancia", 1, 0.95)]
    // Superscripts, µ and single letters beside rules of the tables are not always right.
    [InlineData("laboratory-report", 1, 0.88)]
    public async Task Picture_of_a_page_gives_its_words_where_they_stand(string sample, int number, double least)
    {
        var original = (await ReadAsync(Sample(sample), sample + ".pdf")).Pages[number - 1];
        var read = await ReadAsync(await PictureAsync(sample, number), "scan.png");
        Assert.Equal((DocumentKind.Picture, ParseStatus.Completed), (read.Info!.Kind, read.Outcome.Status));
        var page = Assert.Single(read.Pages);

        var (expected, found) = (Words(original), Words(page));
        var right = expected.GroupBy(word => word).Sum(group => Math.Min(group.Count(), found.Count(word => word == group.Key)));
        Assert.InRange((double)right / expected.Count, least, 1);
        Assert.InRange(page.Confidences!.Average(one => one), 85, 100);

        // The picture has the proportions of the page: each word that occurs once lies where the text layer has it.
        var scale = original.Width / page.Width;
        var once = original.Words.GroupBy(word => Text(original, word)).Where(group => group.Count() == 1 && group.Key.Length > 3).ToDictionary(group => group.Key, group => group.Single().Box);
        var seen = page.Words.GroupBy(word => Text(page, word)).Where(group => group.Count() == 1 && once.ContainsKey(group.Key)).ToList();
        Assert.True(seen.Count > 20);
        var near = seen.Count(group => IsNear(once[group.Key], group.Single().Box, scale));
        Assert.InRange((double)near / seen.Count, 0.97, 1);
    }

    [Fact]
    public async Task Row_of_a_ruled_table_is_one_row_of_the_page()
    {
        var page = (await ReadAsync(await PictureAsync("laboratory-report", 1), "scan.png")).Pages[0];
        var rows = page.Blocks.Where(block => block.Kind == BlockKind.TableRow).Select(block => page.Text.Substring(block.Start, block.Length)).ToList();
        Assert.Contains(rows, row => row.StartsWith("Haemoglobin\t71", StringComparison.Ordinal) && row.EndsWith("130-170\t102", StringComparison.Ordinal));
        Assert.Contains("Glucose\t7.9\tmmol/L\trandom, under 11.1\t-", rows);
    }

    [Fact]
    public async Task Spanish_page_is_read_with_its_accents()
    {
        var read = await ReadAsync(await PictureAsync("contrato-resonancia", 1), "escaneo.png");
        Assert.Contains("ó", read.Pages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_with_a_text_layer_is_never_sent_to_the_recogniser()
    {
        var read = await ReadAsync(Sample("commercial-lease"), "lease.pdf", "/bin/false");
        Assert.Equal(ParseStatus.Completed, read.Outcome.Status);
        Assert.All(read.Pages, page => Assert.Null(page.Confidences));
    }

    [Theory]
    [InlineData("/bin/false", "damaged or too large")]
    [InlineData("/nowhere/recognize-page", "damaged or too large")]
    public async Task Page_that_cannot_be_recognised_is_listed_with_the_reason(string program, string reason)
    {
        var read = await ReadAsync(await PictureAsync("commercial-lease", 1), "scan.png", program);
        Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
        Assert.Contains(reason, Assert.Single(read.Skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(Assert.Single(read.Pages).Words);
    }

    [Fact]
    public async Task Without_a_recogniser_a_picture_is_refused_in_words()
    {
        var read = await new ParserClient(Options()).ParseAsync(await PictureAsync("commercial-lease", 1), "scan.png", Token);
        Assert.Equal((ParseStatus.Refused, ParseCodes.NoTextLayer), (read.Outcome.Status, read.Outcome.Code));
    }

    [Fact]
    public async Task Picture_with_more_pixels_than_are_allowed_is_not_looked_at()
    {
        // 35,000 x 35,000: only the header is there, and only that is read.
        var file = Path.Combine(_folder, "bomb.png");
        await File.WriteAllBytesAsync(
            file, [0x89, .. "PNG\r\n\u001A\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0x88, 0xB8, 0, 0, 0x88, 0xB8, 8, 2, 0, 0, 0, 0xE4, 0xF0, 0x4C, 0x0B, 0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82], Token);
        var read = await ReadAsync(file, "bomb.png", "/bin/false");
        Assert.Contains("35,000 x 35,000 pixels", Assert.Single(read.Skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(read.Pages);
    }

    private static ParsingOptions Options() => new() { ParserPath = ParserProgram.Used };

    private static Task<ParseResult> ReadAsync(string file, string name, string? program = null)
    {
        var options = Microsoft.Extensions.Options.Options.Create(new RecognitionOptions { Program = program ?? Path.Combine(Lib, "recognize-page") });
        var recognizer = new PageRecognizer(options, new LanguageDetector(Microsoft.Extensions.Options.Options.Create(new LanguageOptions())));
        return new ParserClient(Options(), null, recognizer).ParseAsync(file, name, Token);
    }

    private static string Sample(string name) => Path.Combine(Repository.Root, "deploy", "samples", "documents", name + ".pdf");

    private Task<string> PictureAsync(string sample, int page) => SamplePage.RenderAsync(sample, page, _folder, Token);

    private static List<string> Words(ParsedPage page) => [.. page.Text.Replace('–', '-').Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)];

    private static string Text(ParsedPage page, ParserProtocol.Word word) => page.Text.Substring(word.Start, word.Length);

    private static bool IsNear(Box expected, Box found, float scale)
    {
        var (x, y) = ((found.Left + found.Right) / 2 * scale, (found.Top + found.Bottom) / 2 * scale);
        return x >= expected.Left - 2 && x <= expected.Right + 2 && y >= expected.Top - 3 && y <= expected.Bottom + 3;
    }
}
