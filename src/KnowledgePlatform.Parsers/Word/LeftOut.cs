using DocumentFormat.OpenXml.Packaging;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Counts what a reader of the document might see and that is not read as text.</summary>
internal sealed class LeftOut
{
    /// <summary>Pictures, drawings, charts.</summary>
    public int Pictures { get; set; }

    /// <summary>Runs of text that the document hides.</summary>
    public int HiddenRuns { get; set; }

    /// <summary>Runs of text that a tracked change deletes.</summary>
    public int Deletions { get; set; }

    /// <summary>Parts brought in from a file of another format.</summary>
    public int AlternativeParts { get; set; }

    /// <summary>Says it, one sentence each.</summary>
    public void Report(WordprocessingDocument package, DocumentSink sink)
    {
        var main = package.MainDocumentPart!;
        Say(sink, Pictures, "{0} picture(s) or drawing(s): text inside them is not read.");
        Say(sink, HiddenRuns, "{0} piece(s) of hidden text were left out, as a reader does not see them.");
        Say(sink, Deletions, "{0} tracked deletion(s) were left out; tracked insertions were read as text.");
        Say(sink, AlternativeParts, "{0} part(s) inserted from a file of another format were not read.");
        Say(sink, main.WordprocessingCommentsPart?.Comments?.ChildElements.Count ?? 0, "{0} comment(s) in the margin were not read.");
        Say(sink, main.EmbeddedPackageParts.Count() + main.EmbeddedObjectParts.Count(), "{0} embedded file(s) were not read; upload them on their own.");
        Say(sink, main.VbaProjectPart is null ? 0 : 1, "The document contains macros; they were neither run nor read.");
    }

    private static void Say(DocumentSink sink, int count, string sentence)
    {
        if (count > 0)
        {
            sink.Skip(null, string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, count), unread: false);
        }
    }
}
