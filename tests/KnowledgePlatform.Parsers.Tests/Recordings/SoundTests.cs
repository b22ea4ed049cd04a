using KnowledgePlatform.Core.Transcription;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Recordings;

/// <summary>What comes of a recording before any model hears it.</summary>
public sealed class SoundTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 8, "gIDA/w==", new[] { 0f, 0f, 0.5f, 0.992f })]
    [InlineData(1, 16, "AAD/fwCA", new[] { 0f, 1f, -1f })]
    [InlineData(1, 24, "AAAAAABAAADA", new[] { 0f, 0.5f, -0.5f })]
    [InlineData(1, 32, "AAAAAAAAAEA=", new[] { 0f, 0.5f })]
    [InlineData(3, 32, "AAAAPwAAgL8=", new[] { 0.5f, -1f })]
    [InlineData(6, 8, "1VWqKg==", new[] { 0.0002f, -0.0002f, 0.984f, -0.984f })]
    [InlineData(7, 8, "/3+AAA==", new[] { 0f, 0f, 0.980f, -0.980f })]
    public async Task Every_way_to_keep_samples_in_a_WAV_file_is_understood(int code, int bits, string samples, float[] expected)
    {
        var decoded = await DecodeAsync(Sounds.Wave(code, 1, 16_000, bits, Convert.FromBase64String(samples)));
        Assert.Equal(expected.Length, decoded.Length);
        Assert.All(expected, (value, i) => Assert.InRange(decoded[i] / 32_767f, value - 0.001f, value + 0.001f));
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(11_025)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public async Task Sound_of_any_rate_keeps_its_length_and_its_pitch(int rate)
    {
        var decoded = await DecodeAsync(Sounds.Tone(2, rate));
        Assert.InRange(decoded.Length, 31_990, 32_010);
        var crossings = decoded.Zip(decoded.Skip(1)).Count(pair => pair.First < 0 && pair.Second >= 0);
        Assert.InRange(crossings, 878, 882);
        Assert.InRange(decoded.Max(), 19_000, 20_001);
    }

    [Fact]
    public async Task Channels_are_heard_together()
    {
        var decoded = await DecodeAsync(Sounds.Wave(1, 2, 16_000, 16, Sounds.Bytes<short>([1000, 3000, -200, 200])));
        Assert.Equal([2000, 0], decoded.Select(sample => (int)sample));
    }

    [Fact]
    public async Task Recorder_that_was_cut_off_did_not_know_the_length_and_its_sound_is_read_to_the_end() =>
        Assert.Equal(3, (await DecodeAsync(Sounds.Wave(1, 1, 16_000, 16, Sounds.Bytes<short>([1, 2, 3]), uint.MaxValue))).Length);

    [Theory]
    [InlineData(30, ParseCodes.Damaged)] // within its format
    [InlineData(50, ParseCodes.Damaged)] // before its samples
    [InlineData(58, ParseCodes.NoText)] // with none
    public async Task Wave_file_without_samples_says_so(int length, string code)
    {
        var (summary, _, _) = await Transcribed.ReadAsync(Sounds.Tone(1)[..length], new TranscriptionOptions { Url = "http://127.0.0.1:1" });
        Assert.Equal((ParseStatus.Refused, code), (summary.Outcome.Status, summary.Outcome.Code));
        Assert.EndsWith(code == ParseCodes.NoText ? "holds no sound." : "its sound could not be read.", summary.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_lie_in_a_file_that_nobody_finds_even_when_the_worker_is_killed()
    {
        using var file = new TemporaryFile(Sounds.Tone(1));
        await using var sound = await SoundDecoder.DecodeAsync(file.Path, new TranscriptionOptions(), Token);
        Assert.Equal(16_000, sound.Count);
        Assert.Contains(new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos(), open => open.LinkTarget is { } target && target.Contains("/kp-sound-", StringComparison.Ordinal));
        Assert.DoesNotContain(
            new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos(), open => open.LinkTarget is { } target && target.Contains("/kp-sound-", StringComparison.Ordinal) && File.Exists(target));
    }

    [Fact]
    public async Task Without_ffmpeg_the_reason_says_what_the_uploader_and_the_operator_can_do()
    {
        var (summary, _, _) = await Transcribed.ReadAsync([.. "OggS\0"u8, .. new byte[100]], new TranscriptionOptions { Url = "http://127.0.0.1:1" });
        Assert.Equal(ParseCodes.NeedsDecoder, summary.Outcome.Code);
        Assert.Contains("ask the administrator to install ffmpeg", summary.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("m4a")]
    [InlineData("ogg")]
    [InlineData("flac")]
    public async Task Recordings_of_other_formats_are_decoded_by_ffmpeg_in_its_sandbox(string format)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ffmpeg"), "ffmpeg is not installed on this machine: recordings other than WAV were not tried.");
        await using var peer = new TranscriptionPeer(_ => (200, TranscriptionPeer.Verbose((0, 2, " Heard."))));
        var (summary, pages, _) = await Transcribed.ReadAsync(await EncodeAsync(Sounds.Tone(3, 44_100), format), new TranscriptionOptions { Url = peer.Url, Decoder = Transcribed.Decoder });

        Assert.True(summary.Outcome.Status == ParseStatus.Completed, summary.Outcome.Sentence);
        Assert.Equal("0:00–0:03", Assert.Single(pages).Label);
    }

    [Fact]
    public async Task Recording_that_ffmpeg_cannot_decode_is_damaged()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ffmpeg"), "ffmpeg is not installed on this machine: recordings other than WAV were not tried.");
        var (summary, _, _) = await Transcribed.ReadAsync([.. "OggS\0"u8, .. new byte[100]], new TranscriptionOptions { Url = "http://127.0.0.1:1", Decoder = Transcribed.Decoder });
        Assert.Equal(ParseCodes.Damaged, summary.Outcome.Code);
    }

    private static async Task<short[]> DecodeAsync(byte[] wave)
    {
        using var file = new TemporaryFile(wave);
        await using var sound = await SoundDecoder.DecodeAsync(file.Path, new TranscriptionOptions(), Token);
        var bytes = await sound.PieceAsync(0, sound.Count, int.MaxValue, Token);
        return [.. bytes.Chunk(2).Select(pair => BitConverter.ToInt16(pair))];
    }

    private static async Task<byte[]> EncodeAsync(byte[] wave, string format)
    {
        using var file = new TemporaryFile(wave);
        var encoded = $"{file.Path}.{format}";
        try
        {
            using var ffmpeg = System.Diagnostics.Process.Start("/usr/bin/ffmpeg", ["-v", "error", "-i", file.Path, encoded]);
            await ffmpeg.WaitForExitAsync(Token);
            return await File.ReadAllBytesAsync(encoded, Token);
        }
        finally
        {
            File.Delete(encoded);
        }
    }
}
