using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;
using UglyToad.PdfPig.Tokens;

namespace KnowledgePlatform.Parsers.Protection;

/// <summary>Writes an encrypted PDF anew without encryption: the same objects under the same numbers, their strings and streams decrypted.</summary>
internal static class PdfUnlocking
{
    private static readonly NameToken CrossReference = NameToken.Create("XRef");
    private static readonly NameToken ObjectStream = NameToken.Create("ObjStm");

    /// <summary>Hands out the unprotected PDF, or nothing when it opens without a password.</summary>
    public static void Unlock(SourceFile file, string password, DocumentSink sink)
    {
        if (OpensWithout(file, sink.Limits))
        {
            return;
        }

        using var document = Open(file, sink.Limits, password);
        // Beside the document itself this is what takes memory; the limit on the child's memory bounds both.
        using var content = new MemoryStream();
        Write(document, content);
        content.Position = 0;
        Unlocking.HandOut(sink, content);
    }

    private static bool OpensWithout(SourceFile file, ParseLimits limits)
    {
        try
        {
            using var document = Open(file, limits, "");
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private static PdfDocument Open(SourceFile file, ParseLimits limits, string password)
    {
        try
        {
            return PdfDocument.Open(
                file.Path, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, MaxStackDepth = limits.MaxDepth, Password = password });
        }
        catch (PdfDocumentEncryptedException)
        {
            throw Unlocking.Wrong();
        }
    }

    private static void Write(PdfDocument document, Stream output)
    {
        var structure = document.Structure;
        var encryption = (structure.Trailer.EncryptionToken as IndirectReferenceToken)?.Data;
        var writer = new PdfObjectWriter(output);
        foreach (var reference in structure.CrossReferenceTable.ObjectOffsets.Keys.Where(reference => encryption is null || !encryption.Value.Equals(reference)))
        {
            // What hung in object streams stands on its own now.
            if (Find(structure, reference) is { } data && !(data is StreamToken stream && IsContainer(stream)))
            {
                writer.Write(reference, data);
            }
        }

        if (writer.IsEmpty)
        {
            throw Unlocking.Unsupported();
        }

        writer.End(structure.Trailer.Root, (structure.Trailer.Info as IndirectReferenceToken)?.Data);
    }

    // An object that is listed and missing, or broken, is missing in the copy as well: readers take it for null in both.
    private static IToken? Find(Structure structure, IndirectReference reference)
    {
        try
        {
            return structure.GetObject(reference)?.Data;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static bool IsContainer(StreamToken stream) =>
        stream.StreamDictionary.TryGet(NameToken.Type, out NameToken type) && (type.Equals(CrossReference) || type.Equals(ObjectStream));
}
