using System.Text.RegularExpressions;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Tells an HTML page from plain text that merely mentions a tag.</summary>
internal static partial class HtmlSigns
{
    /// <summary>True when the text opens as a page does, or has a page's extension and any tag.</summary>
    public static bool LooksLikeHtml(string head, string extension) =>
        Opening().IsMatch(head) || (extension is ".html" or ".htm" or ".xhtml" && AnyTag().IsMatch(head));

    [GeneratedRegex(@"\A\s*(?:<\?xml[^>]{0,500}>\s*)?(?:<!--.{0,5000}?-->\s*){0,20}<(?:!doctype\s+html|html|head|body)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Opening();

    [GeneratedRegex(@"<[a-z][a-z0-9]{0,15}[\s/>]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AnyTag();
}
