using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Tests.Documents;

/// <summary>Looks at what was read as a test speaks of it.</summary>
internal static class ParsedPages
{
    /// <summary>The text of all pages, a line feed between them.</summary>
    public static string Text(this ParseResult result) => string.Join('\n', result.Pages.Select(page => page.Text));

    /// <summary>Blocks as "Kind: text", a heading with its level: "Heading2: text".</summary>
    public static string[] Blocks(this ParseResult result) =>
        [.. result.Pages.SelectMany(page => page.Blocks.Select(block =>
            $"{block.Kind}{(block.Level > 0 ? block.Level : "")}: {page.Text.Substring(block.Start, block.Length)}"))];

    /// <summary>Texts of the blocks of one kind.</summary>
    public static string[] Of(this ParseResult result, BlockKind kind) =>
        [.. result.Pages.SelectMany(page => page.Blocks.Where(block => block.Kind == kind).Select(block => page.Text.Substring(block.Start, block.Length)))];

    /// <summary>Words of the first page.</summary>
    public static string[] Words(this ParseResult result) =>
        [.. result.Pages[0].Words.Select(word => result.Pages[0].Text.Substring(word.Start, word.Length))];

    /// <summary>The box of the first word with this text.</summary>
    public static Box BoxOf(this ParseResult result, string text, int page = 0) =>
        result.Pages[page].Words.First(word => result.Pages[page].Text.Substring(word.Start, word.Length) == text).Box;

    /// <summary>All reasons why something was left out.</summary>
    public static string Reasons(this ParseResult result) => string.Join('\n', result.Skipped.Select(skipped => skipped.Reason));
}
