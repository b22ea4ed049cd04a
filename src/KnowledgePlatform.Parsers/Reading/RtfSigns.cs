using System.Text;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Finds where Rich Text begins: some programs write a byte order mark or blank lines before it.</summary>
internal static class RtfSigns
{
    /// <summary>Bytes that are looked through.</summary>
    public const int Within = 256;

    /// <summary>True for Rich Text.</summary>
    public static bool LooksLikeRichText(ReadOnlySpan<byte> head) => head[StartOf(head)..].StartsWith("{\\rtf"u8);

    /// <summary>Where its first brace is; 0 when it is not there.</summary>
    public static int StartOf(ReadOnlySpan<byte> head)
    {
        var start = head.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        while (start < Math.Min(head.Length, Within) && head[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        return start < head.Length && head[start] == '{' ? start : 0;
    }
}
