using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>
/// The documents that a file of questions or a person names: by id, file name, file name without its ending, or title, in this order, among those that the caller may open.
/// </summary>
internal sealed class NamedTargets
{
    private readonly DatabaseSession _session;
    private readonly Dictionary<string, List<Document>> _byId, _byFile, _byStem, _byTitle;
    private readonly Dictionary<Guid, List<string>> _passages = [];

    private NamedTargets(DatabaseSession session, IReadOnlyList<Document> documents)
    {
        _session = session;
        _byId = Keyed(documents, document => document.Id.ToString());
        _byFile = Keyed(documents, document => document.FileName ?? "");
        _byStem = Keyed(documents, document => Path.GetFileNameWithoutExtension(document.FileName ?? ""));
        _byTitle = Keyed(documents, document => document.Title);
    }

    /// <summary>Reads what is called by one of the names.</summary>
    public static async Task<NamedTargets> ReadAsync(DatabaseSession session, IEnumerable<string> names, CancellationToken cancellationToken) => new(
        session,
        await session.QueryAsync<Document>(
            """
            select d.id, d.collection_id, d.title, v.file_name from documents d left join document_versions v on v.id = d.current_version_id
            where d.id::text = any (@names) or lower(d.title) = any (@names) or lower(v.file_name) = any (@names) or lower(regexp_replace(v.file_name, '\.[^.]*$', '')) = any (@names)
            """,
            new { names = names.Select(name => name.Trim().ToLowerInvariant()).Distinct().ToArray() }, cancellationToken).ConfigureAwait(false));

    /// <summary>The document.</summary>
    /// <exception cref="RefusedException"><c>document_not_found</c>, <c>document_ambiguous</c>.</exception>
    public (Guid Id, Guid Collection) Find(string name)
    {
        var key = name.Trim().ToLowerInvariant();
        var found = new[] { _byId, _byFile, _byStem, _byTitle }.Select(names => names.GetValueOrDefault(key)).FirstOrDefault(there => there is not null);
        return found switch
        {
            null => throw new RefusedException(RefusalKind.NotFound, "document_not_found", $"There is no document with the file name or title \"{name}\", or it is not open to you."),
            { Count: > 1 } => throw new RefusedException(
                RefusalKind.Conflict, "document_ambiguous", $"{found.Count} documents are called \"{name}\": name the one that is meant by its file name, or by the id in its address."),
            _ => (found[0].Id, found[0].CollectionId),
        };
    }

    /// <summary>Whether the words begin in a passage of the document.</summary>
    public async Task<bool> HoldsAsync(Guid document, string answer, CancellationToken cancellationToken)
    {
        if (!_passages.TryGetValue(document, out var passages))
        {
            var texts = await _session.QueryAsync<string>("select text from chunks where document_id = @document", new { document }, cancellationToken).ConfigureAwait(false);
            _passages[document] = passages = [.. texts.Select(AnswerWords.Solid)];
        }

        var key = AnswerWords.Key(answer);
        return passages.Exists(passage => AnswerWords.Holds(passage, key));
    }

    private static Dictionary<string, List<Document>> Keyed(IEnumerable<Document> documents, Func<Document, string> name) =>
        documents.GroupBy(document => name(document).ToLowerInvariant()).Where(same => same.Key.Length > 0).ToDictionary(same => same.Key, same => same.ToList());

    private sealed record Document(Guid Id, Guid CollectionId, string Title, string? FileName);
}
