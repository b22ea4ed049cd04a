using System.Text;
using System.Text.RegularExpressions;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Text;

namespace KnowledgePlatform.Parsers.Html;

/// <summary>Finds the character set of a page: what the bytes prove, then what the page declares, then what is likely.</summary>
internal static partial class HtmlCharset
{
    private const int DeclarationWithin = 4096;

    /// <summary>The page's text, cut at the limit.</summary>
    public static string Read(SourceFile file, DocumentSink sink, out bool whole)
    {
        var most = (int)Math.Min(Math.Min(file.Length, sink.Limits.MaxTextLength * 4), Array.MaxLength);
        whole = most == file.Length;
        var bytes = file.Head(most);
        var (text, guessed) = TextDecoder.Decode(bytes);
        if (!guessed)
        {
            return text;
        }

        var declared = Declaration().Match(Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, DeclarationWithin)));
        if (declared.Success && Known(declared.Groups[1].Value) is { } encoding)
        {
            return encoding.GetString(bytes);
        }

        sink.Skip(null, "The page does not say in which character set it is written; it was guessed, so accented letters may be wrong.", unread: false);
        return text;
    }

    private static Encoding? Known(string name)
    {
        try
        {
            // As browsers do: what calls itself Latin-1 is Windows-1252.
            return Encoding.GetEncoding(name.ToLowerInvariant() is "iso-8859-1" or "us-ascii" or "latin1" ? "windows-1252" : name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"<meta[^>]{0,300}?charset\s*=\s*[""']?\s*([a-z0-9_:\-]{2,40})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Declaration();
}
