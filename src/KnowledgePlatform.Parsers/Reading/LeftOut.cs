using System.Globalization;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Counts what a reader of a document might see, or its author left in it, and that is not read as text.</summary>
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

    /// <summary>Comments in the margin.</summary>
    public int Comments { get; set; }

    /// <summary>Files within the document.</summary>
    public int EmbeddedFiles { get; set; }

    /// <summary>True when programs are in it.</summary>
    public bool HasMacros { get; set; }

    /// <summary>Says it, one sentence each.</summary>
    /// <param name="sink">Who is told.</param>
    /// <param name="page">The page that it is about, null for the whole file.</param>
    public void Report(DocumentSink sink, int? page = null)
    {
        Say(Pictures, "{0} picture(s) or drawing(s): text inside them is not read.");
        Say(HiddenRuns, "{0} piece(s) of hidden text were left out, as a reader does not see them.");
        Say(Deletions, "{0} tracked deletion(s) were left out; tracked insertions were read as text.");
        Say(AlternativeParts, "{0} part(s) inserted from a file of another format were not read.");
        Say(Comments, "{0} comment(s) in the margin were not read.");
        Say(EmbeddedFiles, "{0} embedded file(s) were not read; upload them on their own.");
        Say(HasMacros ? 1 : 0, "The document contains macros; they were neither run nor read.");

        void Say(int count, string sentence)
        {
            if (count > 0)
            {
                sink.Skip(page, string.Format(CultureInfo.InvariantCulture, sentence, count), unread: false);
            }
        }
    }
}
