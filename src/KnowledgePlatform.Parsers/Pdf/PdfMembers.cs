using KnowledgePlatform.Parsers.Reading;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Hands out the files embedded in a PDF (ISO 32000-1, 7.11.4).</summary>
internal static class PdfMembers
{
    /// <summary>To be called after the pages: a file that unpacks to more than there is memory must not cost them.</summary>
    public static void HandOut(PdfDocument document, DocumentSink sink)
    {
        var files = Files(document, sink);
        if (files.Count > 0 && sink.Members is null)
        {
            sink.Skip(null, $"{files.Count:N0} embedded file(s) were not read; upload them on their own.", unread: false);
            return;
        }

        foreach (var file in files)
        {
            sink.Members!.Add(string.IsNullOrWhiteSpace(file.FileSpecification) ? file.Name : file.FileSpecification, file.Stream.Data.Length, () => new MemoryStream(file.Memory.ToArray(), writable: false));
        }
    }

    private static IReadOnlyList<EmbeddedFile> Files(PdfDocument document, DocumentSink sink)
    {
        try
        {
            return document.Advanced.TryGetEmbeddedFiles(out var files) ? files : [];
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or ParentGoneException))
        {
            sink.Skip(null, $"The list of files embedded in the PDF is damaged ({FaultWords.Of(fault)}); they were not taken out.", unread: true);
            return [];
        }
    }
}
