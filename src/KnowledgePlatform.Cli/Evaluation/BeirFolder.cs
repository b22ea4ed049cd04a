using System.Globalization;
using System.Text.Json;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>A document of a test collection.</summary>
public sealed record BeirDocument(string Id, string Title, string Text);

/// <summary>A question of a test collection.</summary>
public sealed record BeirQuery(string Id, string Text);

/// <summary>A test collection in BEIR's layout: corpus.jsonl, queries.jsonl, qrels.tsv (Thakur et al. 2021).</summary>
public sealed class BeirFolder
{
    private BeirFolder(IReadOnlyList<BeirDocument> documents, IReadOnlyList<BeirQuery> queries, IReadOnlyDictionary<string, Dictionary<string, int>> judgements)
    {
        Documents = documents;
        Queries = queries;
        Judgements = judgements;
    }

    /// <summary>All documents.</summary>
    public IReadOnlyList<BeirDocument> Documents { get; }

    /// <summary>The questions that have a judgement.</summary>
    public IReadOnlyList<BeirQuery> Queries { get; }

    /// <summary>Relevance by question id and document id.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, int>> Judgements { get; }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="FileNotFoundException">One of the three files is missing.</exception>
    /// <exception cref="FormatException">A line is not what the layout says; the message names file and line.</exception>
    public static BeirFolder Read(string folder)
    {
        var documents = Lines(folder, "corpus.jsonl", json => new BeirDocument(Text(json, "id"), Text(json, "title", ""), Text(json, "text"))).ToList();
        var judgements = ReadJudgements(Path.Combine(folder, "qrels.tsv"));
        var queries = Lines(folder, "queries.jsonl", json => new BeirQuery(Text(json, "id"), Text(json, "text")))
            .Where(query => judgements.ContainsKey(query.Id)).ToList();
        return new BeirFolder(documents, queries, judgements);
    }

    /// <summary>The folder when it is a test collection, else those within it that are.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static IReadOnlyList<string> In(string folder)
    {
        IReadOnlyList<string> folders = IsOne(folder) ? [folder] : [.. Directory.GetDirectories(folder).Where(IsOne).Order(StringComparer.Ordinal)];
        return folders.Count > 0 ? folders : throw new FileNotFoundException($"{folder} holds no corpus.jsonl");

        static bool IsOne(string one) => File.Exists(Path.Combine(one, "corpus.jsonl"));
    }

    /// <summary>The questions of unanswerable.jsonl, which no document of the folder answers; null when it has no such file.</summary>
    /// <exception cref="FormatException">A line is not what the layout says; the message names file and line.</exception>
    public static IReadOnlyList<BeirQuery>? Unanswerable(string folder) => File.Exists(Path.Combine(folder, "unanswerable.jsonl"))
        ? [.. Lines(folder, "unanswerable.jsonl", json => new BeirQuery(Text(json, "id"), Text(json, "text")))]
        : null;

    private static Dictionary<string, Dictionary<string, int>> ReadJudgements(string path)
    {
        var judgements = new Dictionary<string, Dictionary<string, int>>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var parts = line.Split('\t');
            if (parts.Length != 3 || !int.TryParse(parts[2], NumberStyles.Integer, CultureInfo.InvariantCulture, out var grade))
            {
                if (number > 1 && line.Length > 0)
                {
                    throw new FormatException($"{path}, line {number}: expected query id, document id and grade, separated by tabs");
                }

                continue; // the heading
            }

            if (!judgements.TryGetValue(parts[0], out var ofQuery))
            {
                judgements[parts[0]] = ofQuery = [];
            }

            ofQuery[parts[1]] = grade;
        }

        return judgements;
    }

    /// <summary>The lines of a JSON lines file, each read by <paramref name="read"/>; a line that it cannot read is named in the error.</summary>
    internal static IEnumerable<T> Lines<T>(string folder, string name, Func<JsonElement, T> read)
    {
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(folder, name)))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            T item;
            try
            {
                using var json = JsonDocument.Parse(line);
                item = read(json.RootElement);
            }
            catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new FormatException($"{name}, line {number}: {error.Message}", error);
            }

            yield return item;
        }
    }

    // Some sets name the id "_id".
    private static string Text(JsonElement json, string name, string? missing = null)
    {
        if (json.TryGetProperty(name, out var value) || json.TryGetProperty("_" + name, out value))
        {
            return value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString() ?? "";
        }

        return missing ?? throw new KeyNotFoundException($"\"{name}\" is missing");
    }
}
