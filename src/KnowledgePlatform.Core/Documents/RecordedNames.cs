using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Documents;

/// <summary>What a document was called when something happened to it: an audit event outlives the document, and its id says nothing to whoever reads it then.</summary>
/// <param name="Title">The document's title.</param>
/// <param name="FileName">Name of the newest version's file, or of the version that was acted on.</param>
/// <param name="Collection">Name of its collection.</param>
internal sealed record RecordedNames(string Title, string FileName, string Collection)
{
    private const string Named = """
        select d.title, v.file_name, c.name as collection
        from documents d join document_versions v on v.document_id = d.id join collections c on c.id = d.collection_id
        """;

    /// <summary>Names of a document, or null when the caller does not see it. To be called before what removes it.</summary>
    public static Task<RecordedNames?> OfDocumentAsync(DatabaseSession session, Guid document, CancellationToken cancellationToken) =>
        session.FindAsync<RecordedNames>(Named + " where d.id = @document order by v.number desc limit 1", new { document }, cancellationToken);

    /// <summary>Names of a version, or null when the caller does not see it.</summary>
    public static Task<RecordedNames?> OfVersionAsync(DatabaseSession session, Guid version, CancellationToken cancellationToken) =>
        session.FindAsync<RecordedNames>(Named + " where v.id = @version", new { version }, cancellationToken);
}
