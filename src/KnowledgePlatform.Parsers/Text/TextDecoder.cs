using System.Text;
using UtfUnknown;

namespace KnowledgePlatform.Parsers.Text;

/// <summary>Finds the character set of bytes: byte order mark, then UTF-8 by its own rules, then UTF-16 by its zeros, then statistics.</summary>
internal static class TextDecoder
{
    private const int SampleLength = 256 * 1024;
    private const float EnoughConfidence = 0.5f;

    // A stray bell or backspace in a short note; more of them, or bytes that are not UTF-8, are no text.
    private const int FewControls = 2;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    static TextDecoder() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text, and whether its character set was only guessed.</summary>
    public static (string Text, bool Guessed) Decode(byte[] bytes)
    {
        var (encoding, preamble, guessed) = Detect(bytes);
        return (encoding.GetString(bytes, preamble, bytes.Length - preamble), guessed);
    }

    /// <summary>The start of a text, good enough to look for signs of a format in it.</summary>
    public static string DecodeHead(byte[] head)
    {
        var (encoding, preamble, _) = Detect(head);
        return encoding.GetString(head, preamble, head.Length - preamble);
    }

    /// <summary>True when the bytes may be text in some character set.</summary>
    public static bool LooksLikeText(byte[] head)
    {
        if (ByteOrderMark(head) is not null || Utf16WithoutMark(head) is not null)
        {
            return true;
        }

        var controls = head.Count(b => b < 0x20 && b is not (0x09 or 0x0A or 0x0C or 0x0D or 0x1B) || b == 0x7F);
        return (controls <= head.Length / 500 || (controls <= FewControls && IsUtf8(head))) && !(head.Contains((byte)0) && controls > 3);
    }

    private static (Encoding Encoding, int Preamble, bool Guessed) Detect(byte[] bytes)
    {
        if (ByteOrderMark(bytes) is { } marked)
        {
            return (marked.Encoding, marked.Length, false);
        }

        if (IsUtf8(bytes))
        {
            return (Encoding.UTF8, 0, false);
        }

        if (Utf16WithoutMark(bytes) is { } wide)
        {
            return (wide, 0, true);
        }

        var found = CharsetDetector.DetectFromBytes(bytes, 0, Math.Min(bytes.Length, SampleLength)).Detected;
        return (found is { Encoding: not null, Confidence: >= EnoughConfidence } ? found.Encoding : Encoding.GetEncoding(1252), 0, true);
    }

    private static (Encoding Encoding, int Length)? ByteOrderMark(ReadOnlySpan<byte> b) => b switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (new UTF32Encoding(bigEndian: false, byteOrderMark: true), 4),
        [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ => null,
    };

    private static bool IsUtf8(byte[] bytes)
    {
        if (bytes.AsSpan().Contains((byte)0))
        {
            return false;
        }

        try
        {
            // A head may end within a character: its last three bytes prove nothing.
            StrictUtf8.GetCharCount(bytes, 0, WholeCharacters(bytes));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static int WholeCharacters(byte[] bytes)
    {
        var end = bytes.Length;
        while (end > 0 && bytes.Length - end < 3 && (bytes[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        return end > 0 && bytes[end - 1] >= 0xC0 ? end - 1 : bytes.Length;
    }

    private static UnicodeEncoding? Utf16WithoutMark(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..(Math.Min(bytes.Length, 4096) & ~1)];
        // A few bytes with zeros among them are no sign of anything: "MZ\0\0" begins a program.
        if (sample.Length < 16)
        {
            return null;
        }

        int even = 0, odd = 0;
        for (var i = 0; i < sample.Length; i += 2)
        {
            even += sample[i] == 0 ? 1 : 0;
            odd += sample[i + 1] == 0 ? 1 : 0;
        }

        var many = sample.Length / 2 * 2 / 5;
        return odd > many && even <= 1 ? new UnicodeEncoding(false, false)
            : even > many && odd <= 1 ? new UnicodeEncoding(true, false) : null;
    }
}
