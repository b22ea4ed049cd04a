using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>A tracked change of text.</summary>
/// <param name="What">What was done, as a remark begins.</param>
/// <param name="Author">By whom, or null.</param>
/// <param name="Date">When, or null.</param>
/// <param name="Text">The words inserted or deleted.</param>
internal sealed record WordChange(string What, string? Author, DateTime? Date, string Text)
{
    /// <summary>The change of a run: w:ins, w:del, w:moveFrom, w:moveTo (ECMA-376 Part 1, 17.13.5).</summary>
    public static WordChange Of(RunTrackChangeType element, string text) => new(WhatOf(element), element.Author?.Value, Remarks.DateOf(element.Date), text);

    /// <summary>The change that inserts or deletes a whole row.</summary>
    public static WordChange OfRow(TrackChangeType mark, string text) => new(mark is Deleted ? "Row deleted" : "Row inserted", mark.Author?.Value, Remarks.DateOf(mark.Date), text);

    /// <summary>Words that a change takes away, which stand in elements of their own.</summary>
    public static string TextOf(OpenXmlElement element) => string.Concat(element.Descendants().Select(part => part switch
    {
        DeletedText deleted => deleted.Text,
        DocumentFormat.OpenXml.Wordprocessing.Text text => text.Text,
        TabChar or Break or CarriageReturn => " ",
        NoBreakHyphen => "-",
        _ => "",
    }));

    /// <summary>The two as one when the second goes on where the first ends: programs cut runs at every change of formatting.</summary>
    public WordChange? Join(WordChange next) => (What, Author) == (next.What, next.Author) ? this with { Text = Text + next.Text } : null;

    /// <summary>As a reader sees it.</summary>
    public override string ToString() => Remarks.Of(What, Author, Date, null, Text);

    private static string WhatOf(RunTrackChangeType element) => element switch
    {
        DeletedRun => "Deleted",
        MoveFromRun => "Moved away",
        MoveToRun => "Moved here",
        _ => "Inserted",
    };
}
