using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Footnotes and endnotes by their numbers.</summary>
internal sealed class WordNotes(MainDocumentPart main)
{
    private readonly Dictionary<long, Footnote> _footnotes = Index(main.FootnotesPart?.Footnotes?.Elements<Footnote>());
    private readonly Dictionary<long, Endnote> _endnotes = Index(main.EndnotesPart?.Endnotes?.Elements<Endnote>());

    /// <summary>The note that is referred to, or null when it is missing.</summary>
    public OpenXmlElement? Of(FootnoteEndnoteReferenceType reference) => reference is EndnoteReference
        ? _endnotes.GetValueOrDefault(reference.Id?.Value ?? 0)
        : _footnotes.GetValueOrDefault(reference.Id?.Value ?? 0);

    /// <summary>Its number.</summary>
    public string MarkOf(FootnoteEndnoteReferenceType reference) => (reference.Id?.Value ?? 0).ToString(CultureInfo.InvariantCulture);

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
