using System.Text.Json;

namespace KnowledgePlatform.Benchmarks;

/// <summary>Texts to measure with.</summary>
/// <param name="Source">Where they come from, printed with the figures.</param>
/// <param name="Texts">The texts.</param>
internal sealed record Passages(string Source, IReadOnlyList<string> Texts)
{
    private const string Usual = "shared/corpora/retrieval/xquad_en/corpus.jsonl";

    /// <summary>Reads a BEIR corpus: the one named, or the usual one beside the repository, or else texts made here.</summary>
    public static Passages Load(string? corpus, int count)
    {
        var path = corpus ?? Beside();
        if (path is null)
        {
            return new Passages("made here", [.. Enumerable.Range(0, count).Select(Make)]);
        }

        var texts = File.ReadLines(path).Take(count).Select(line =>
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("text").GetString()!;
        });
        return new Passages(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))!, [.. texts]);
    }

    private static string? Beside()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, Usual);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    // Three to seventeen sentences: 60 to 350 tokens.
    private static string Make(int i) => string.Join(' ', Enumerable.Range(0, 3 + (i * 7 % 15)).Select(s =>
        $"Clause {i}.{s}: the tenant shall pay the rent of EUR {1_000 + (i * 37) + s} to the account named in schedule {s + 1} no later than day {1 + ((i + s) % 28)}."));
}
