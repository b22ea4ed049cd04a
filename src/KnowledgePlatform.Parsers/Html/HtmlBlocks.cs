using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Html;

/// <summary>Walks a tree of elements and writes what a reader sees as blocks.</summary>
internal sealed class HtmlBlocks(PartWriter parts, ParseLimits limits)
{
    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "template", "head", "title", "svg", "math", "object", "embed", "iframe", "canvas", "audio", "video", "select", "datalist",
        "textarea", "input", "button", "noframes",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "header", "hr", "legend", "main", "nav", "p", "section", "summary", "table", "tbody", "tfoot", "thead",
    };

    private readonly StringBuilder _line = new();
    private readonly ListMarkers _lists = new();
    private bool _brokeLine;

    /// <summary>Writes the element's content.</summary>
    public void Write(IElement element)
    {
        Walk(element, 0);
        EndLine();
    }

    /// <summary>Writes a piece of HTML that stands in another text.</summary>
    public void WriteFragment(string html)
    {
        HtmlNesting.Check(html, limits.MaxHtmlDepth);
        using var document = new HtmlParser().ParseDocument(html);
        if (document.Body is { } body)
        {
            Write(body);
        }
    }

    private void Walk(INode parent, int depth)
    {
        if (depth >= limits.MaxDepth)
        {
            // Deeper than any page that people wrote: its text is kept, its structure is not.
            _line.Append(parent.TextContent);
            return;
        }

        for (var node = parent.FirstChild; node is not null; node = node.NextSibling)
        {
            if (node is IText text)
            {
                _brokeLine &= string.IsNullOrWhiteSpace(text.Data);
                _line.Append(text.Data);
            }
            else if (node is IElement element && IsSeen(element))
            {
                WriteElement(element, depth + 1);
            }
        }
    }

    private void WriteElement(IElement element, int depth)
    {
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                EndLine();
                parts.Add(BlockKind.Heading, element.LocalName[1] - '0', FlatText(element));
                break;
            case "br":
                BreakLine();
                break;
            case "pre":
                WritePreformatted(element);
                break;
            case "tr":
                EndLine();
                WriteRow(element);
                break;
            case "ol" or "ul" or "menu":
                EndLine();
                _lists.Open(element);
                Walk(element, depth);
                EndLine();
                _lists.Close();
                break;
            case "li":
                EndLine();
                _lists.Item(element);
                Walk(element, depth);
                EndLine();
                _lists.EndItem();
                break;
            case var name when Blocks.Contains(name):
                EndLine();
                Walk(element, depth);
                EndLine();
                break;
            default:
                Walk(element, depth);
                break;
        }
    }

    // Two in a row part paragraphs, one is a space.
    private void BreakLine()
    {
        if (_brokeLine)
        {
            EndLine();
        }

        _line.Append(' ');
        _brokeLine = true;
    }

    private void WritePreformatted(IElement element)
    {
        EndLine();
        foreach (var line in element.TextContent.ReplaceLineEndings("\n").Split('\n'))
        {
            _line.Append(line);
            EndLine();
        }
    }

    private void WriteRow(IElement row)
    {
        var cells = row.Children.Where(cell => cell.LocalName is "td" or "th" && IsSeen(cell)).Select(cell => TextCleaner.Line(FlatText(cell))).ToList();
        parts.Add(cells.Count > 1 ? BlockKind.TableRow : BlockKind.Paragraph, 0, string.Join('\t', cells));
    }

    private void EndLine()
    {
        _brokeLine = false;
        var text = TextCleaner.Line(_line.ToString());
        _line.Clear();
        if (text.Length > 0)
        {
            var marker = _lists.TakeMarker();
            parts.Add(marker.Length > 0 ? BlockKind.ListItem : BlockKind.Paragraph, 0, marker + text);
        }
    }

    private static string FlatText(IElement element)
    {
        var text = new StringBuilder();
        var stack = new Stack<INode>();
        stack.Push(element);
        while (stack.TryPop(out var node))
        {
            if (node is IText data)
            {
                text.Append(data.Data);
            }
            else if (node is IElement child && (child == element || IsSeen(child)))
            {
                // Block elements and breaks part words; so does the end of one, seen at its next sibling.
                _ = Blocks.Contains(child.LocalName) || child.LocalName is "br" or "li" or "td" or "th" or "tr" ? text.Append(' ') : text;
                for (var last = child.LastChild; last is not null; last = last.PreviousSibling)
                {
                    stack.Push(last);
                }
            }
        }

        return text.ToString();
    }

    private static bool IsSeen(IElement element)
    {
        if (Dropped.Contains(element.LocalName) || element.HasAttribute("hidden"))
        {
            return false;
        }

        var style = element.GetAttribute("style");
        return style is null || !style.Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase);
    }
}
