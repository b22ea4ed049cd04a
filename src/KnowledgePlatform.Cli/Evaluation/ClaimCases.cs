using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Chunking;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>A sentence, the passages it is said of, and whether it is true of them.</summary>
/// <param name="Kind">What was done to it, such as "number" or "paraphrase".</param>
/// <param name="IsTrue">True when the first passage says it.</param>
/// <param name="Sentence">The sentence.</param>
/// <param name="Original">The sentence of the passage that it was made of.</param>
/// <param name="Passages">The passage it stands in, then passages of other documents.</param>
internal sealed record ClaimCase(string Kind, bool IsTrue, string Sentence, string Original, IReadOnlyList<string> Passages);

/// <summary>Makes cases out of the English documents and questions of test collections: the same from the same seed.</summary>
internal static partial class ClaimCases
{
    private const int Around = 2;
    private const int Distractors = 4;
    private const int ShortestSentence = 40;
    private const int LongestSentence = 350;

    /// <summary>Cases of all kinds, <paramref name="perKind"/> of each where the collections have so many.</summary>
    public static List<ClaimCase> Make(IReadOnlyList<string> folders, LanguageDetector languages, int perKind, int seed)
    {
        var random = new Random(seed);
        var sources = new List<Source>();
        var paraphrases = new List<ClaimCase>();
        foreach (var folder in folders)
        {
            var set = BeirFolder.Read(folder);
            if (set.Documents.Count == 0 || languages.Detect(set.Documents[0].Text) != "en")
            {
                continue;
            }

            var own = set.Documents.SelectMany(Sentences).ToList();
            sources.AddRange(own);
            paraphrases.AddRange(Paraphrases(folder, set, own, random));
        }

        // Shuffled once: each kind takes the first that have what it changes, whatever collection they are of.
        var shuffled = sources.ToArray();
        random.Shuffle(shuffled);
        var names = shuffled.Take(20_000).SelectMany(source => ClaimChanges.NamesIn(source.Sentence)).Distinct().ToList();
        var cases = new List<ClaimCase>();
        foreach (var (kind, change) in ClaimChanges.Kinds)
        {
            cases.AddRange(Take(kind, false, source => change(source.Sentence, random)));
        }

        cases.AddRange(Take("name", false, source => ClaimChanges.Name(source.Sentence, names, random)));
        cases.AddRange(Take("other document", false, source => shuffled[random.Next(shuffled.Length)] is var other && other.Document != source.Document ? other.Sentence : null));
        cases.AddRange(Take("verbatim", true, source => source.Sentence));
        cases.AddRange(Take("reordered", true, source => ClaimChanges.Reordered(source.Sentence)));
        var told = paraphrases.ToArray();
        random.Shuffle(told);
        cases.AddRange(told.Take(perKind));
        return cases;

        IEnumerable<ClaimCase> Take(string kind, bool isTrue, Func<Source, string?> make) => shuffled
            .Select(source => (Source: source, Sentence: make(source)))
            // What stands in the passage as it is, is true of it, whatever was changed.
            .Where(one => one.Sentence is not null && (isTrue || !one.Source.Passage.Contains(one.Sentence, StringComparison.OrdinalIgnoreCase)))
            .Take(perKind)
            .Select(one => new ClaimCase(kind, isTrue, one.Sentence!, one.Source.Sentence, WithDistractors(one.Source, shuffled, random)));
    }

    // A question of a person and its answer, said as a statement: "Who wrote the lease?", "Ann Lee" gives "Ann Lee wrote the lease."
    private static IEnumerable<ClaimCase> Paraphrases(string folder, BeirFolder set, IReadOnlyList<Source> sources, Random random)
    {
        if (!File.Exists(Path.Combine(folder, "answers.jsonl")))
        {
            yield break;
        }

        var questions = set.Queries.ToDictionary(query => query.Id, query => query.Text);
        var byDocument = sources.ToLookup(source => source.Document);
        var everything = sources.ToArray();
        foreach (var (query, document, answer, start) in BeirFolder.Lines(folder, "answers.jsonl", line => (
            line.GetProperty("query_id").GetString() ?? "", line.GetProperty("doc_id").GetString() ?? "",
            line.GetProperty("answers")[0].GetProperty("text").GetString() ?? "", line.GetProperty("answers")[0].GetProperty("start").GetInt32())))
        {
            if (questions.TryGetValue(query, out var question) && Statement(question, answer) is { } statement
                && byDocument[document].FirstOrDefault(source => start >= source.Start && start < source.Start + source.Sentence.Length) is { } source)
            {
                yield return new ClaimCase("paraphrase", true, statement, source.Sentence, WithDistractors(source, everything, random));
            }
        }
    }

    // Only where the question word is the subject: anything else would have to be turned about, and no person said it so.
    private static string? Statement(string question, string answer)
    {
        var match = Subject().Match(question.Trim());
        return match.Success && answer.Length is > 1 and < 80 && !answer.Contains('\n', StringComparison.Ordinal)
            ? $"{char.ToUpperInvariant(answer[0])}{answer[1..].TrimEnd('.', ',')} {match.Groups["rest"].Value}."
            : null;
    }

    private static IEnumerable<Source> Sentences(BeirDocument document)
    {
        var spans = SentenceSplitter.Split(document.Text);
        for (var i = 0; i < spans.Count; i++)
        {
            var text = document.Text.Substring(spans[i].Start, spans[i].Length).Trim();
            if (text.Length is >= ShortestSentence and <= LongestSentence && text[^1] == '.' && char.IsUpper(text[0]) && !text.Contains('\n', StringComparison.Ordinal))
            {
                var (first, last) = (spans[Math.Max(0, i - Around)], spans[Math.Min(spans.Count - 1, i + Around)]);
                yield return new Source(document.Id, spans[i].Start, text, document.Text[first.Start..(last.Start + last.Length)]);
            }
        }
    }

    private static List<string> WithDistractors(Source source, Source[] all, Random random) =>
        [source.Passage, .. Enumerable.Range(0, Distractors).Select(_ => all[random.Next(all.Length)]).Where(other => other.Document != source.Document).Select(other => other.Passage)];

    [GeneratedRegex(@"^(?:Who|What|Which [\w-]+(?: [\w-]+)?|What [\w-]+) (?<rest>(?:is|are|was|were|has|have|had|can|may|must|[a-z]+ed|[a-z]+s|led|won|made|became|built|gave|took|wrote|held|ran|left|said|began|came|found|held|kept|lost|met|sent|taught)\b(?! (?:you|the [\w-]+ (?:do|have|use))).+)\?$")]
    private static partial Regex Subject();

    private sealed record Source(string Document, int Start, string Sentence, string Passage);
}
