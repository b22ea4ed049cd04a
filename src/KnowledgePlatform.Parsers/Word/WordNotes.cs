using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Footnotes and endnotes by their numbers.</summary>
internal sealed class WordNotes(MainDocumentPart main)
{
    private readonly Dictionary<long, Footnote> _footnotes = Index(main.FootnotesPart?.Footnotes?.Elements<Footnote>());
    private readonly Dictionary<long, Endnote> _endnotes = Index(main.EndnotesPart?.Endnotes?.Elements<Endnote>());

    private readonly Dictionary<long, int> _footnoteNumbers = [];
    private readonly Dictionary<long, int> _endnoteNumbers = [];

    /// <summary>The note that is referred to, or null when it is missing.</summary>
    public OpenXmlElement? Of(FootnoteEndnoteReferenceType reference) => reference is EndnoteReference
        ? _endnotes.GetValueOrDefault(reference.Id?.Value ?? 0)
        : _footnotes.GetValueOrDefault(reference.Id?.Value ?? 0);

    /// <summary>
    /// Its mark as a reader sees it: notes are numbered in the order in which the text refers to them, whatever their ids (LibreOffice begins
    /// with 2); endnotes count apart, in Roman numerals.
    /// </summary>
    public string MarkOf(FootnoteEndnoteReferenceType reference)
    {
        var numbers = reference is EndnoteReference ? _endnoteNumbers : _footnoteNumbers;
        var id = reference.Id?.Value ?? 0;
        if (!numbers.TryGetValue(id, out var number))
        {
            numbers[id] = number = numbers.Count + 1;
        }

        return reference is EndnoteReference ? $"[{Numerals.Roman(number)}]" : Superscript.Of(number);
    }

    private static Dictionary<long, T> Index<T>(IEnumerable<T>? notes)
        where T : FootnoteEndnoteType
    {
        var index = new Dictionary<long, T>();
        foreach (var note in notes ?? [])
        {
            index[note.Id?.Value ?? 0] = note;
        }

        return index;
    }
}
