using KnowledgePlatform.Core.Transcription;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Recordings;

/// <summary>Recordings by way of a server, whose answers are written down here.</summary>
public sealed class ServerTranscriptionTests
{
    private static readonly string Said = TranscriptionPeer.Verbose((0.0, 3.32, " The hearing began at nine."), (3.32, 7.5, " The landlord said that"), (7.5, 9, " the roof was repaired."));

    [Fact]
    public async Task Segments_become_paragraphs_that_keep_their_seconds()
    {
        await using var peer = new TranscriptionPeer(_ => (200, Said));
        var (summary, pages, _) = await Transcribed.ReadAsync(Sounds.Tone(9.5), new TranscriptionOptions { Url = peer.Url, ApiKey = "secret", Language = "en" });

        Assert.Equal((ParseStatus.Completed, DocumentKind.Recording, 1), (summary.Outcome.Status, summary.Info!.Kind, summary.PageCount));
        var page = Assert.Single(pages);
        Assert.Equal("The hearing began at nine.\nThe landlord said that\nthe roof was repaired.", page.Text);
        Assert.Equal("0:00–0:09", page.Label);
        Assert.Equal([(0f, 3.32f), (3.32f, 7.5f), (7.5f, 9f)], page.Words.Select(word => (word.Box.Left, word.Box.Right)));
        Assert.Equal(page.Blocks.Select(block => (block.Start, block.Length)), page.Words.Select(word => (word.Start, word.Length)));

        var (path, authorization, form) = Assert.Single(peer.Requests);
        Assert.Equal(("/v1/audio/transcriptions", "Bearer secret"), (path, authorization));
        Assert.Matches("name=\"?response_format\"?\r\n\r\nverbose_json", form);
        Assert.Matches("name=\"?language\"?\r\n\r\nen\r\n", form);
        Assert.Contains("RIFF", form, StringComparison.Ordinal);
        Assert.DoesNotContain("hearing", form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_recorded_of_the_server_of_whisper_cpp_is_understood()
    {
        // Debian's whisper-server 1.9.5 with the model of ScriptedModel.
        var recorded = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "KnowledgePlatform.Parsers.Tests", "Recordings", "whisper-server-1.9.5.json"), TestContext.Current.CancellationToken);
        await using var peer = new TranscriptionPeer(_ => (200, recorded));
        var (_, pages, _) = await Transcribed.ReadAsync(Sounds.Tone(6.5), new TranscriptionOptions { Url = peer.Url });

        Assert.Equal("The landlord shall repair the roof.\nThe tenant pays on the first.", Assert.Single(pages).Text);
        Assert.Equal([(0f, 3f), (3f, 6f)], pages[0].Words.Select(word => (word.Box.Left, word.Box.Right)));
    }

    [Fact]
    public async Task Long_recording_is_cut_in_its_pauses_and_the_seconds_run_on()
    {
        await using var peer = new TranscriptionPeer(_ => (200, TranscriptionPeer.Verbose((1, 2, " A word."))));
        // A minute and a half with a pause at 52 seconds.
        var sound = Sounds.Tone(90.5, 8_000, at => at is > 51.5 and < 52.5 ? 0 : 1);
        var (_, pages, progress) = await Transcribed.ReadAsync(sound, new TranscriptionOptions { Url = peer.Url, PieceMinutes = 1 });

        Assert.Equal(["0:00–0:51", "0:51–1:30"], pages.Select(page => page.Label));
        Assert.InRange(pages[1].Words[0].Box.Left, 52.5, 53);
        Assert.Contains("Transcribed up to 0:51 of 1:30.", progress);
    }

    [Fact]
    public async Task Piece_that_was_transcribed_before_a_restart_is_not_sent_again()
    {
        await using var peer = new TranscriptionPeer(_ => (200, TranscriptionPeer.Verbose((1, 2, " A word."))));
        var sound = Sounds.Tone(90.5, 8_000, at => at is > 51.5 and < 52.5 ? 0 : 1);
        var settings = new TranscriptionOptions { Url = peer.Url, PieceMinutes = 1 };
        var (_, first, _) = await Transcribed.ReadAsync(sound, settings);
        var (_, again, _) = await Transcribed.ReadAsync(sound, settings, new Dictionary<int, ParsedPage> { [1] = first[0] });

        Assert.Equal(3, peer.Requests.Count);
        Assert.Equal(first.Select(page => page.Text), again.Select(page => page.Text));
    }

    [Fact]
    public async Task Silence_is_sent_nowhere_since_models_make_up_words_for_it()
    {
        await using var peer = new TranscriptionPeer(_ => (200, Said));
        var (summary, _, _) = await Transcribed.ReadAsync(Sounds.Tone(3, loudness: _ => 0), new TranscriptionOptions { Url = peer.Url });

        Assert.Empty(peer.Requests);
        Assert.Equal((ParseCodes.NoText, "No speech was recognised in the recording."), (summary.Outcome.Code, summary.Outcome.Sentence));
    }

    [Fact]
    public async Task What_comes_after_the_longest_time_is_named_as_left_out()
    {
        await using var peer = new TranscriptionPeer(_ => (200, Said));
        var (summary, pages, _) = await Transcribed.ReadAsync(Sounds.Tone(63, 8_000), new TranscriptionOptions { Url = peer.Url, MaxMinutes = 1 });

        Assert.Equal((ParseStatus.Partial, ParseCodes.LimitReached), (summary.Outcome.Status, summary.Outcome.Code));
        Assert.Contains("longer than 1 minutes (Transcription:MaxMinutes)", Assert.Single(summary.Skipped).Reason, StringComparison.Ordinal);
        Assert.Equal("0:00–1:00", Assert.Single(pages).Label);
    }

    [Theory]
    [InlineData(401, ParseStatus.Refused, "refused the key (Transcription:ApiKey)")]
    [InlineData(302, ParseStatus.Refused, "sends on to another address, which is not followed")]
    [InlineData(503, ParseStatus.Crashed, "is not ready, or too busy")]
    [InlineData(500, ParseStatus.Crashed, "failed (HTTP 500)")]
    public async Task Fault_of_the_server_says_who_can_mend_it_and_whether_it_may_pass(int status, ParseStatus outcome, string sentence)
    {
        await using var peer = new TranscriptionPeer(_ => (status, """{"error":{"message":"The hearing began"}}"""));
        var (summary, _, _) = await Transcribed.ReadAsync(Sounds.Tone(2), new TranscriptionOptions { Url = peer.Url });

        Assert.Equal(outcome, summary.Outcome.Status);
        Assert.Contains(sentence, summary.Outcome.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("hearing", summary.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>", "does not speak OpenAI's protocol")]
    [InlineData("{}", "does not speak OpenAI's protocol")]
    public async Task Server_of_another_kind_is_told_apart(string body, string sentence)
    {
        await using var peer = new TranscriptionPeer(_ => (200, body));
        var (summary, _, _) = await Transcribed.ReadAsync(Sounds.Tone(2), new TranscriptionOptions { Url = peer.Url });
        Assert.Contains(sentence, summary.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_the_server_makes_up_breaks_the_document()
    {
        const string Wild = """{"text":"x","segments":[{"start":-5,"end":1e300,"text":" One\u0000 two\u202e.\n three "},{"start":4,"text":7},17,{"start":1,"end":0,"text":" four"},{"start":3,"end":4,"text":"[BLANK_AUDIO]"}]}""";
        await using var peer = new TranscriptionPeer(_ => (200, Wild));
        var (_, pages, _) = await Transcribed.ReadAsync(Sounds.Tone(5), new TranscriptionOptions { Url = peer.Url });

        Assert.Equal("One two. three\nfour", Assert.Single(pages).Text);
        Assert.Equal([(0f, 5f), (1f, 1f)], pages[0].Words.Select(word => (word.Box.Left, word.Box.Right)));
    }
}
