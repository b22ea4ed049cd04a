using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Recordings;

public sealed class RecordingFormatTests
{
    [Theory]
    [InlineData("RIFF\u0024\0\0\0WAVEfmt ")]
    [InlineData("ID3\u0003\0\0\0\0\0\u0023TSSE")]
    [InlineData("\0\0\0\u001CftypM4A \0\0\u0002\0")]
    [InlineData("\0\0\0\u0018ftypmp42\0\0\0\0")]
    [InlineData("OggS\0\u0002\0\0\0\0")]
    [InlineData("fLaC\0\0\0\u0022")]
    public void Recording_is_known_by_its_content_whatever_it_is_called(string start)
    {
        var read = Read.Bytes(Encoding.Latin1.GetBytes(start + new string('\0', 50)), "minutes.txt");
        Assert.Equal((DocumentKind.Recording, ParseCodes.NeedsTranscription), (read.Info?.Kind, read.Outcome.Code));
    }

    [Fact]
    public void Mp3_without_a_tag_is_known_by_two_frames_that_follow_each_other()
    {
        // MPEG 1 layer III, 128 kbit/s at 44,100: frames of 417 bytes.
        var file = new byte[1_000];
        "\u00FF\u00FB\u0090\u0064".Select((c, i) => (c, i)).ToList().ForEach(one => (file[one.i], file[417 + one.i]) = ((byte)one.c, (byte)one.c));
        Assert.Equal(DocumentKind.Recording, Read.Bytes(file, "hearing").Info?.Kind);

        file[417] = 0;
        Assert.NotEqual(DocumentKind.Recording, Read.Bytes(file, "hearing.mp3").Info?.Kind);
    }

    [Theory]
    [InlineData("ID3 is the tag of a recording, says this note.")]
    [InlineData("OggS begins this note, which is a text all the same.")]
    public void Text_that_begins_with_the_letters_of_a_format_stays_a_text(string text) =>
        Assert.Equal(DocumentKind.Text, Read.Bytes(Encoding.UTF8.GetBytes(text), "note.mp3").Info?.Kind);

    [Fact]
    public void Photograph_of_the_MP4_family_is_no_recording()
    {
        var outcome = Read.Bytes(Encoding.Latin1.GetBytes("\0\0\0\u0018ftypheic\0\0\0\0" + new string('\0', 50)), "photo.heic").Outcome;
        Assert.Equal(ParseCodes.FormatNotSupported, outcome.Code);
        Assert.Contains("HEIC", outcome.Sentence, StringComparison.Ordinal);
    }
}
