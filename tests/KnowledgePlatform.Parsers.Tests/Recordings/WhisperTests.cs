using KnowledgePlatform.Core.Transcription;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Recordings;

/// <summary>The real Whisper.net in the real child. The model is scripted: see <see cref="ScriptedModel"/>.</summary>
public sealed class WhisperTests
{
    private const string Bubblewrap = "/usr/bin/bwrap";
    private static readonly string[] Script = ["The landlord shall repair the roof.", "The tenant pays on the first."];

    [Fact]
    public async Task Without_model_and_server_the_reason_says_what_the_operator_can_do()
    {
        var (summary, _, _) = await Transcribed.ReadAsync(Sounds.Tone(1), new TranscriptionOptions());
        Assert.Equal((ParseStatus.Refused, ParseCodes.NeedsTranscription), (summary.Outcome.Status, summary.Outcome.Code));
        Assert.Contains(
            "cannot be transcribed here: no Whisper model is set up (Transcription:Model) and no transcription server (Transcription:Url)", summary.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Model_that_the_operator_put_in_place_gives_segments_with_their_seconds(bool inSandbox)
    {
        using var model = new TemporaryFile(ScriptedModel.Build(Script));
        // Six seconds and a half: the model says its two sentences once, three seconds each.
        var (summary, pages, _) = await Transcribed.ReadAsync(Sounds.Tone(6.5), new TranscriptionOptions { Model = model.Path }, sandbox: inSandbox ? Bubblewrap : null);

        Assert.Equal((ParseStatus.Completed, ParseCodes.Ok), (summary.Outcome.Status, summary.Outcome.Code));
        var page = Assert.Single(pages);
        Assert.Equal(string.Join('\n', Script), page.Text);
        Assert.Equal([(0f, 3f), (3f, 6f)], page.Words.Select(word => (word.Box.Left, word.Box.Right)));
    }

    [Fact]
    public async Task Model_that_is_not_there_is_named()
    {
        var (summary, _, _) = await Transcribed.ReadAsync(Sounds.Tone(1), new TranscriptionOptions { Model = "/nowhere/ggml-large-v3.bin" });
        Assert.Equal(ParseCodes.NeedsTranscription, summary.Outcome.Code);
        Assert.Contains("the Whisper model ggml-large-v3.bin (Transcription:Model) does not exist", summary.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)] // empty
    [InlineData(40)] // within its numbers
    [InlineData(64_500)] // within its words
    [InlineData(5_000_000)] // within its weights
    public async Task Model_that_is_cut_off_ends_no_more_than_the_child(int length)
    {
        using var model = new TemporaryFile(ScriptedModel.Build(Script)[..length]);
        var (summary, pages, _) = await Transcribed.ReadAsync(Sounds.Tone(1), new TranscriptionOptions { Model = model.Path });

        // Without its numbers whisper.cpp computes with what lay in the memory: how it ends is chance, that it ends there is not.
        Assert.Empty(pages);
        Assert.True(summary.Outcome.Status is ParseStatus.Refused or ParseStatus.Crashed, summary.Outcome.Sentence);
        Assert.Matches("the Whisper model kp-parsers-[0-9a-f]+ \\(Transcription:Model\\)|needs more memory than is allowed", summary.Outcome.Sentence);
    }

    [Fact]
    public async Task Model_without_weights_must_not_pass_for_silence()
    {
        var whole = ScriptedModel.Build(Script);
        using var model = new TemporaryFile(whole[..whole.AsSpan().IndexOf("encoder.positional_embedding"u8)][..^20]);
        var (summary, _, _) = await Transcribed.ReadAsync(Sounds.Tone(1), new TranscriptionOptions { Model = model.Path });
        Assert.Contains("cannot be used, it holds no weights", summary.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_model_cannot_be_used()
    {
        using var model = new TemporaryFile(File.ReadAllBytes(Path.Combine(Repository.Root, "README.md")));
        var (summary, _, _) = await Transcribed.ReadAsync(Sounds.Tone(1), new TranscriptionOptions { Model = model.Path });
        Assert.Contains("cannot be used, whisper.cpp", summary.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operator_hears_of_the_model_before_anybody_uploads_a_recording()
    {
        using var good = new TemporaryFile(ScriptedModel.Build(Script));
        using var bad = new TemporaryFile("no model"u8.ToArray());
        Assert.Equal("none: recordings are refused", await Transcribed.CheckAsync(new TranscriptionOptions()));
        Assert.Contains("loaded; WAV only, ffmpeg is not installed", await Transcribed.CheckAsync(new TranscriptionOptions { Model = good.Path }), StringComparison.Ordinal);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Transcribed.CheckAsync(new TranscriptionOptions { Model = bad.Path }));
        Assert.Contains("cannot be used", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_that_needs_more_memory_than_it_may_take_is_stopped()
    {
        using var model = new TemporaryFile(ScriptedModel.Build(Script));
        // Less than nothing, for the runtime is granted 160 MiB on top, and this model needs no more.
        var (summary, _, _) = await Transcribed.ReadAsync(Sounds.Tone(6.5), new TranscriptionOptions { Model = model.Path, MemoryLimitBytes = -(100L << 20) });
        Assert.Contains("needs more memory than is allowed", summary.Outcome.Sentence, StringComparison.Ordinal);
    }
}
