using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Comments by their ids; each is given once.</summary>
internal sealed class WordComments
{
    private readonly Dictionary<string, Comment> _left = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, (bool IsReply, bool IsDone)> _threads = new(StringComparer.OrdinalIgnoreCase);

    public WordComments(MainDocumentPart main)
    {
        foreach (var comment in main.WordprocessingCommentsPart?.Comments?.Elements<Comment>() ?? [])
        {
            if (comment.Id?.Value is { } id && _left.TryAdd(id, comment))
            {
                _order.Add(id);
            }
        }

        foreach (var thread in main.WordprocessingCommentsExPart?.CommentsEx?.Elements<DocumentFormat.OpenXml.Office2013.Word.CommentEx>() ?? [])
        {
            if (thread.ParaId?.Value is { } last)
            {
                _threads[last] = (thread.ParaIdParent is not null, thread.Done?.Value == true);
            }
        }
    }

    /// <summary>The comment as a remark; null when there is none of that id, or it was given before.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="on">The words that it is about.</param>
    /// <param name="textOf">Text of one of its paragraphs.</param>
    public string? Take(string? id, string? on, Func<Paragraph, string> textOf)
    {
        if (id is null || !_left.Remove(id, out var comment))
        {
            return null;
        }

        var paragraphs = comment.Descendants<Paragraph>().ToList();
        // A thread is named by the last paragraph of its comment (MS-DOCX 2.5.3.3).
        var thread = _threads.GetValueOrDefault(paragraphs.LastOrDefault()?.ParagraphId?.Value ?? "");
        var what = (thread.IsReply ? "Reply" : "Comment") + (thread.IsDone ? " (resolved)" : "");
        return Remarks.Of(what, comment.Author?.Value, Remarks.DateOf(comment.Date), on, string.Join(' ', paragraphs.Select(textOf)));
    }

    /// <summary>Ids of those that no paragraph refers to.</summary>
    public IReadOnlyList<string> Left => [.. _order.Where(_left.ContainsKey)];
}
