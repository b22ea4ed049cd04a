using System.Text.RegularExpressions;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>Headers and footers of sheets hold codes for fonts, places and fields (ECMA-376 Part 1, 18.3.1.46); what is left is their text.</summary>
internal static partial class HeaderText
{
    /// <summary>The text without its codes.</summary>
    public static string Plain(string coded) => Codes().Replace(coded, match => match.Value is "&&" ? "&" : " ").Trim();

    [GeneratedRegex("""&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Za-z&])""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Codes();
}
