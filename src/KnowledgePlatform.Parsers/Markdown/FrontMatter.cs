using System.Text.RegularExpressions;
using Markdig.Extensions.Yaml;
using KnowledgePlatform.Parsers.Reading;
using Markdig.Syntax;

namespace KnowledgePlatform.Parsers.Markdown;

/// <summary>What the lines before a Markdown text say about it.</summary>
internal static partial class FrontMatter
{
    /// <summary>The title, or null.</summary>
    public static string? Title(MarkdownDocument document) => Value(document, TitleLine());

    /// <summary>Who wrote it and on what day.</summary>
    public static Origin OriginOf(MarkdownDocument document) => Origin.Of(Value(document, AuthorLine()), Value(document, DateLine()));

    private static string? Value(MarkdownDocument document, Regex line)
    {
        if (document.FirstOrDefault() is not YamlFrontMatterBlock block)
        {
            return null;
        }

        for (var i = 0; i < block.Lines.Count; i++)
        {
            if (line.Match(block.Lines.Lines[i].ToString()) is { Success: true } match)
            {
                return match.Groups[1].Value.Trim().Trim('"', '\'');
            }
        }

        return null;
    }

    [GeneratedRegex(@"\Aauthor\s*:\s*(.{1,1000})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AuthorLine();

    [GeneratedRegex(@"\Adate\s*:\s*(.{1,1000})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DateLine();

    [GeneratedRegex(@"\Atitle\s*:\s*(.{1,1000})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TitleLine();
}
