using System.Collections;
using System.Globalization;
using System.Reflection;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Models;
using KnowledgePlatform.Core.Retrieval.Diversity;
using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using KnowledgePlatform.Core.Retrieval.Tuning;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>What a search depends on, by the names that an operator sets it by: so that two runs can be laid side by side.</summary>
public sealed class RunSnapshots(
    Embedders embedders, IOptions<EmbeddingOptions> embeddings, IOptions<RetrievalOptions> retrieval, IOptions<SynonymOptions> synonyms, IOptions<DiversityOptions> diversity,
    IOptions<RerankerOptions> reranker)
{
    /// <summary>What changes by itself while people work; a run is not another for it.</summary>
    private static readonly HashSet<string> Contents = ["Contents:Documents", "Contents:Passages"];

    private static readonly HashSet<string> Tuned =
    [
        .. new[] { nameof(SearchTuning.LexicalWeight), nameof(SearchTuning.NeighbourWeight), nameof(SearchTuning.Neighbours), nameof(SearchTuning.NamedDocumentWeight), nameof(SearchTuning.LeastTitleShare) }
            .Select(name => "Retrieval:" + name),
        "Retrieval:Reranker:Weight", "Synonyms", "Near-duplicates", "Reranker",
    ];

    /// <summary>What is in force now for the caller of the session.</summary>
    public async Task<SortedDictionary<string, string>> TakeAsync(DatabaseSession session, SearchTuning tuning, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(tuning);
        // What the lists say, not their number of changes: that grows at every start too.
        var (documents, passages, lists, access, inForce) = await session.ReadAsync<(long, long, string, string, string?)>(
            """
            select count(*), coalesce(sum(v.chunk_count), 0)::bigint,
                   (select encode(sha256(convert_to(coalesce(string_agg(concat_ws(E'\n', languages::text, entries), E'\f' order by languages, entries), ''), 'UTF8')), 'hex')
                    from synonym_lists where enabled),
                   coalesce(current_setting('kp.only_collections', true), ''),
                   (select name from embedding_models where in_force)
            from documents d join document_versions v on v.id = d.current_version_id
            """, null, cancellationToken).ConfigureAwait(false);
        var model = embedders.ForSearch(inForce).Model;
        var taken = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(taken, "Retrieval", tuning.Over(retrieval.Value));
        Add(taken, "Retrieval:Synonyms", synonyms.Value);
        Add(taken, "Retrieval:Diversity", diversity.Value);
        Add(taken, "Retrieval:Reranker", reranker.Value);
        taken["Retrieval:Reranker:Weight"] = Text(tuning.RerankerWeight);
        taken["Synonyms"] = tuning.Synonyms ? "on" : "off";
        taken["Synonyms:Sha256"] = lists;
        taken["Near-duplicates"] = tuning.NearDuplicates ? "on" : "off";
        taken["Reranker"] = reranker.Value is { Url.Length: 0, Folder.Length: 0 } ? "none" : tuning.Reranker ? "on" : "off";
        taken["Embeddings:Model"] = model;
        taken["Embeddings:Sha256"] = Checksum(model) ?? "unknown";
        taken["Embeddings:MaxTokens"] = Text(model == embeddings.Value.Next.Model ? embeddings.Value.Next.MaxTokens : embeddings.Value.MaxTokens);
        taken["Program"] = typeof(RunSnapshots).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        taken["Program:Schema"] = SchemaVersion.Own;
        taken["Access"] = access.Length == 0 ? "all that may be opened" : access;
        taken["Contents:Documents"] = Text(documents);
        taken["Contents:Passages"] = Text(passages);
        return taken;
    }

    /// <summary>Names whose values differ, with both values; null where one has none.</summary>
    /// <param name="before">Of the one run.</param>
    /// <param name="after">Of the other.</param>
    /// <param name="withContents">False leaves out how many documents there were.</param>
    public static IReadOnlyList<SettingDifference> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after, bool withContents = true)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return
        [
            .. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal).Where(name => withContents || !Contents.Contains(name))
                .Select(name => new SettingDifference(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name))).Where(difference => difference.Before != difference.After),
        ];
    }

    /// <summary>What has to be the same in two runs for their difference to be that of the search settings: models, program, synonyms and all that is configuration alone.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Surroundings(IReadOnlyDictionary<string, string> snapshot) =>
        snapshot.Where(pair => !Contents.Contains(pair.Key) && !Tuned.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private string? Checksum(string model)
    {
        try
        {
            return OnnxEmbeddingGenerator.Manifest(embeddings.Value, model).Files
                .FirstOrDefault(file => file.Model == model && file.Path.EndsWith(".onnx", StringComparison.Ordinal))?.Sha256;
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    // Secrets stay where they are.
    private static void Add(SortedDictionary<string, string> taken, string section, object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != nameof(RerankerOptions.ApiKey)))
        {
            if (property.GetValue(options) is { } value and (not IEnumerable or string))
            {
                taken[$"{section}:{property.Name}"] = Text(value);
            }
        }
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A setting that two runs do not share.</summary>
public sealed record SettingDifference(string Name, string? Before, string? After);
