using System.Text.RegularExpressions;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace KnowledgePlatform.Parsers.Markdown;

/// <summary>What the lines before a Markdown text say about it.</summary>
internal static partial class FrontMatter
{
    /// <summary>The title, or null.</summary>
    public static string? Title(MarkdownDocument document)
    {
        if (document.FirstOrDefault() is not YamlFrontMatterBlock block)
        {
            return null;
        }

        for (var i = 0; i < block.Lines.Count; i++)
        {
            if (TitleLine().Match(block.Lines.Lines[i].ToString()) is { Success: true } match)
            {
                return match.Groups[1].Value.Trim().Trim('"', '\'');
            }
        }

        return null;
    }

    [GeneratedRegex(@"\Atitle\s*:\s*(.{1,1000})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TitleLine();
}
