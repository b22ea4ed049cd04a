using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Child;

/// <summary>The real child, started and held in check by the real client.</summary>
public class ParserChildTests
{
    private static readonly ParsingOptions Default = new() { ParserPath = ParserProgram.Used };

    private static byte[] Plain() => new PdfBuilder().Page(page => page.Text(72, 700, 12, "What it says")).Build();

    private static async Task<ParseResult> ParseAsync(byte[] document, ParsingOptions? options = null)
    {
        using var file = new TemporaryFile(document);
        return await new ParserClient(options ?? Default).ParseAsync(file.Path, "document.pdf", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_document_is_read_by_the_child_as_by_the_readers_in_this_process()
    {
        var read = await ParseAsync(Plain());

        Assert.Equal("What it says", read.Text());
        Assert.Equal(Read.Bytes(Plain(), "document.pdf").BoxOf("says"), read.BoxOf("says"));
    }

    [Theory]
    [MemberData(nameof(ParserProgramTests.Programs), MemberType = typeof(ParserProgramTests))]
    public async Task A_document_nested_to_overflow_the_stack_ends_only_its_child_with_a_clear_outcome(string program)
    {
        // PdfPig issue 1394: arrays within arrays once ended the process.
        var nested = new string('[', 2_000_000) + new string(']', 2_000_000);
        var documents = new[]
        {
            new PdfBuilder { CatalogEntries = "/Deep " + nested }.Build(),
            new PdfBuilder().Page(page => page.Raw(nested + " TJ").Text(72, 700, 12, "After")).Build(),
        };

        foreach (var document in documents)
        {
            var read = await ParseAsync(document, Default with { ParserPath = program });

            Assert.True(read.Outcome.Status is ParseStatus.Refused or ParseStatus.Partial or ParseStatus.Completed, read.Outcome.ToString());
        }

        Assert.Equal(ParseCodes.Ok, (await ParseAsync(Plain())).Outcome.Code);
    }

    [Theory]
    [InlineData("/PageLabels")]
    [InlineData("/AcroForm")]
    [InlineData("/Names")]
    [InlineData("/Outlines")]
    public async Task An_object_that_stands_for_itself_ends_only_its_child_and_is_said_to_go_in_a_circle(string entry)
    {
        // PdfPig looks for what it stands for until the stack is full.
        var document = new PdfBuilder().Page(page => page.Text(72, 700, 12, "What it says"));
        var self = document.Add("");
        document.Replace(self, $"{self} 0 R");
        document.CatalogEntries = $"{entry} {self} 0 R";

        var read = await ParseAsync(document.Build());

        Assert.True(read.Outcome.Code is ParseCodes.Ok or ParseCodes.PagesSkipped || (read.Outcome.Code == ParseCodes.NestedTooDeeply && read.Outcome.Status != ParseStatus.Crashed), read.Outcome.ToString());
    }

    [Fact]
    public async Task A_form_that_draws_itself_without_end_is_stopped()
    {
        var document = new PdfBuilder();
        var form = document.AddStream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /Fm0 6 0 R >> >>", []);
        document.Page(page =>
        {
            page.Resources = $"/XObject << /Fm0 {form} 0 R >>";
            page.Text(72, 700, 12, "Before").Raw("/Fm0 Do");
        });

        var read = await ParseAsync(document.Build(), Default with { TimeLimit = TimeSpan.FromSeconds(30) });

        Assert.NotEqual(ParseStatus.Crashed, read.Outcome.Status);
    }

    [Fact]
    public async Task A_document_that_takes_too_long_is_stopped_at_the_time_limit_and_what_was_read_stands()
    {
        // Each page draws a form that draws ten forms that draw ten forms: a billion letters.
        var document = new PdfBuilder().Page(page => page.Text(72, 700, 12, "First"));
        for (var i = 0; i < 12; i++)
        {
            document.Page(page => page.Text(72, 700, 12, $"Page {i}"));
        }

        var inner = document.AddStream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font 3 0 R >>", "BT /F1 12 Tf 9 9 Td (laughter) Tj ET"u8.ToArray());
        for (var depth = 0; depth < 10; depth++)
        {
            inner = document.AddStream($"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F {inner} 0 R >> >>",
                Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("/F Do ", 10))));
        }

        document.Page(page =>
        {
            page.Resources = $"/XObject << /F {inner} 0 R >>";
            page.Raw("/F Do");
        });

        using var file = new TemporaryFile(document.Build());
        var time = new FakeTimeProvider();
        var first = new TaskCompletionSource<string>();
        var reading = new ParserClient(Default, time).ParseAsync(
            file.Path,
            "document.pdf",
            (page, _) =>
            {
                first.TrySetResult(page.Text);
                return ValueTask.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        Assert.Equal("First", await first.Task);
        do
        {
            time.Advance(Default.TimeLimit);
        }
        while (await Task.WhenAny(reading, Task.Delay(10, TestContext.Current.CancellationToken)) != reading);

        var summary = await reading;
        Assert.Equal((ParseStatus.TimedOut, ParseCodes.TimedOut), (summary.Outcome.Status, summary.Outcome.Code));
        Assert.Contains("120 seconds", summary.Outcome.Sentence, StringComparison.Ordinal);
        Assert.True(summary.PageCount > 0);
    }

    [Theory]
    [MemberData(nameof(ParserProgramTests.Programs), MemberType = typeof(ParserProgramTests))]
    public async Task A_document_that_needs_too_much_memory_is_stopped_at_the_memory_limit(string program)
    {
        // One stream of 600 MB out of 600 KB.
        var document = new PdfBuilder();
        var bomb = document.AddStream("/Filter /FlateDecode", Deflated(600 << 20));
        var page = document.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {bomb} 0 R >>");
        document.PageTree = $"/Kids [{page} 0 R] /Count 1";

        var read = await ParseAsync(document.Build(), Default with { ParserPath = program, MemoryLimitBytes = 128L << 20 });

        Assert.Equal(ParseStatus.OutOfMemory, read.Outcome.Status);
        Assert.Contains("128 MiB", read.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_output_than_is_accepted_is_dropped()
    {
        var read = await ParseAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("some words of text\n\n", 5_000))), Default with { MaxOutputBytes = 50_000 });

        Assert.Equal(ParseStatus.TooMuchOutput, read.Outcome.Status);
        Assert.NotEmpty(read.Pages);
    }

    [Fact]
    public async Task A_cancelled_reading_ends_at_once()
    {
        using var file = new TemporaryFile(Plain());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ParserClient(Default).ParseAsync(file.Path, "document.pdf", cancelled.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_sandbox_that_is_set_to_nothing_is_none(string sandbox)
    {
        Assert.Equal("What it says", (await ParseAsync(Plain(), Default with { SandboxPath = sandbox })).Text());
    }

    [Fact]
    public async Task A_parser_that_is_missing_is_an_outcome_and_no_exception()
    {
        Assert.Equal(ParseCodes.NotStarted, (await ParseAsync(Plain(), Default with { ParserPath = "/nowhere/KnowledgePlatform.Parsers.dll" })).Outcome.Code);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_refused()
    {
        var read = await new ParserClient(Default).ParseAsync("/nowhere/document.pdf", "document.pdf", TestContext.Current.CancellationToken);

        Assert.Equal(ParseCodes.NotReadable, read.Outcome.Code);
    }

    [Fact]
    public async Task Many_documents_are_read_at_once()
    {
        var reads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ParseAsync(Plain())));

        Assert.All(reads, read => Assert.Equal("What it says", read.Text()));
    }

    private static byte[] Deflated(int zeros)
    {
        using var packed = new MemoryStream();
        using (var deflate = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = new byte[1 << 20];
            for (var i = 0; i < zeros >> 20; i++)
            {
                deflate.Write(block);
            }
        }

        return packed.ToArray();
    }
}
