using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using KnowledgePlatform.Parsers.Reading;
using Drawing = DocumentFormat.OpenXml.Drawing;
using Modern = DocumentFormat.OpenXml.Office2021.PowerPoint.Comment;

namespace KnowledgePlatform.Parsers.Slides;

/// <summary>Comments on slides with their authors: those of PowerPoint up to 2019, and those since, which have answers.</summary>
internal sealed class SlideComments
{
    private readonly Dictionary<uint, string> _authors = [];
    private readonly Dictionary<string, string> _modernAuthors = new(StringComparer.OrdinalIgnoreCase);

    public SlideComments(PresentationPart presentation)
    {
        foreach (var author in presentation.CommentAuthorsPart?.CommentAuthorList?.Elements<CommentAuthor>() ?? [])
        {
            _authors.TryAdd(author.Id?.Value ?? 0, author.Name?.Value ?? "");
        }

        foreach (var author in presentation.authorsPart?.AuthorList?.Elements<Modern.Author>() ?? [])
        {
            _modernAuthors.TryAdd(author.Id?.Value ?? "", author.Name?.Value ?? "");
        }
    }

    /// <summary>The comments on a slide as remarks, in the order of the file, each followed by its answers.</summary>
    public IEnumerable<string> Of(SlidePart slide)
    {
        foreach (var comment in slide.SlideCommentsPart?.CommentList?.Elements<Comment>() ?? [])
        {
            yield return Remarks.Of("Comment", _authors.GetValueOrDefault(comment.AuthorId?.Value ?? 0), Remarks.DateOf(comment.DateTime), null, comment.Text?.Text ?? "");
        }

        foreach (var comment in slide.commentParts.SelectMany(part => part.CommentList?.Elements<Modern.Comment>() ?? []))
        {
            var state = comment.Status is { HasValue: true } status && status.Value == Modern.CommentStatus.Resolved ? " (resolved)" : "";
            yield return Of("Comment" + state, comment.AuthorId?.Value, Remarks.DateOf(comment.Created), comment.GetFirstChild<Modern.TextBodyType>());
            foreach (var reply in comment.Descendants<Modern.CommentReply>())
            {
                yield return Of("Reply" + state, reply.AuthorId?.Value, Remarks.DateOf(reply.Created), reply.GetFirstChild<Modern.TextBodyType>());
            }
        }
    }

    private string Of(string what, string? author, DateTime? date, Modern.TextBodyType? body) =>
        Remarks.Of(what, _modernAuthors.GetValueOrDefault(author ?? ""), date, null, string.Join(' ', body?.Descendants<Drawing.Paragraph>().Select(SlideText.TextOf) ?? []));
}
