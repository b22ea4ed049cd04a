using System.Globalization;
using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Html;
using KnowledgePlatform.Parsers.Reading;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace KnowledgePlatform.Parsers.Markdown;

/// <summary>Turns a Markdown tree into blocks. Markdig bounds the nesting of what it parses, so plain recursion is safe.</summary>
internal sealed class MarkdownBlocks(PartWriter parts, ParseLimits limits)
{
    private string _marker = "";

    /// <summary>Writes a block and all it holds.</summary>
    public void Write(Markdig.Syntax.Block block)
    {
        switch (block)
        {
            case YamlFrontMatterBlock or LinkReferenceDefinitionGroup or BlankLineBlock or ThematicBreakBlock:
                break;
            case HeadingBlock heading:
                parts.Add(BlockKind.Heading, heading.Level, InlineText(heading.Inline));
                break;
            case HtmlBlock html:
                new HtmlBlocks(parts, limits).WriteFragment(Lines(html));
                break;
            case CodeBlock code:
                WriteLines(code);
                break;
            case LeafBlock leaf:
                WriteText(InlineText(leaf.Inline));
                break;
            case Table table:
                WriteTable(table);
                break;
            case ListBlock list:
                WriteList(list);
                break;
            case Footnote footnote:
                parts.Add(BlockKind.Footnote, 0, $"{FootnoteMark(footnote)} {FlatText(footnote)}");
                break;
            case ContainerBlock container:
                foreach (var child in container)
                {
                    Write(child);
                }

                break;
        }
    }

    private void WriteText(string text)
    {
        parts.Add(_marker.Length > 0 ? BlockKind.ListItem : BlockKind.Paragraph, 0, _marker + text);
        _marker = "";
    }

    private void WriteLines(CodeBlock code)
    {
        for (var i = 0; i < code.Lines.Count; i++)
        {
            WriteText(code.Lines.Lines[i].ToString());
        }
    }

    private void WriteList(ListBlock list)
    {
        foreach (var item in list.OfType<ListItemBlock>())
        {
            _marker = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{item.Order}{list.OrderedDelimiter} ") : "\u2022 ";
            foreach (var child in item)
            {
                Write(child);
            }

            _marker = "";
        }
    }

    private void WriteTable(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            parts.Add(BlockKind.TableRow, 0, string.Join('\t', row.OfType<TableCell>().Select(cell => TextCleaner.Line(FlatText(cell)))));
        }
    }

    private static string Lines(HtmlBlock html) => html.Lines.ToString();

    private static string FlatText(ContainerBlock container) =>
        string.Join(' ', container.Descendants<LeafBlock>().Select(leaf => InlineText(leaf.Inline)));

    private static string InlineText(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        if (inlines is not null)
        {
            foreach (var inline in inlines)
            {
                Append(text, inline);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Inline inline)
    {
        _ = inline switch
        {
            LiteralInline literal => text.Append(literal.Content.AsSpan()),
            CodeInline code => text.Append(code.Content),
            HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
            AutolinkInline link => text.Append(link.Url),
            LineBreakInline => text.Append(' '),
            TaskList task => text.Append(task.Checked ? "\u2611" : "\u2610"),
            FootnoteLink { IsBackLink: false } link => text.Append(FootnoteMark(link.Footnote)),
            HtmlInline { Tag: "<br>" or "<br/>" or "<br />" } => text.Append(' '),
            ContainerInline container => text.Append(InlineText(container)),
            _ => text,
        };
    }

    private static string FootnoteMark(Footnote footnote) => Superscript.Of(footnote.Order);
}
