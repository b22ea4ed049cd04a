namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Reads one format.</summary>
internal interface IDocumentReader
{
    /// <summary>Hands everything that a reader of the document sees to <paramref name="sink"/>, in reading order.</summary>
    /// <exception cref="RefusedException">The document is not read, and why.</exception>
    /// <exception cref="LimitReachedException">Thrown by the sink; readers let it pass.</exception>
    void Read(SourceFile file, DocumentSink sink);
}
