using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Retrieval.Diversity;

/// <summary>
/// Puts passages that say nearly the same as a better one behind the others: one clause in ten versions of a contract would else be the whole first page. Compared by
/// their runs of words (Broder, "On the resemblance and containment of documents", 1997).
/// </summary>
internal static class NearDuplicates
{
    private const int Run = 3;

    /// <summary>The passages in their new order; one that stands for others says how many.</summary>
    /// <param name="hits">Best first.</param>
    /// <param name="options">How many are compared, and when two are the same.</param>
    public static IReadOnlyList<PassageHit> PutBehind(IReadOnlyList<PassageHit> hits, DiversityOptions options)
    {
        var among = Math.Min(options.Among, hits.Count);
        var (kept, like, behind) = (new List<(PassageHit Hit, Passage Text)>(), new List<int>(), new List<PassageHit>());
        foreach (var hit in hits.Take(among))
        {
            var text = Passage.Of(hit.Text);
            var same = kept.FindIndex(one => one.Text.SameAs(text, options.SameAt));
            if (same >= 0)
            {
                like[same]++;
                behind.Add(hit);
            }
            else
            {
                kept.Add((hit, text));
                like.Add(0);
            }
        }

        if (behind.Count == 0)
        {
            return hits;
        }

        // Scores are handed out anew in their order: they are to fall from the first to the last.
        var ordered = kept.Select((one, i) => like[i] > 0 ? one.Hit with { Alike = like[i] } : one.Hit).Concat(behind).Select((hit, i) => hit with { Score = hits[i].Score });
        return [.. ordered, .. hits.Skip(among)];
    }

    // What denies, obliges or permits, in the languages of the check of sentences; each as often as it stands there.
    private static readonly HashSet<string> Cues =
        [.. LexiconFile.Entries("polarity").Where(entry => entry.Head is "negation" or "behind" or "must" or "may" or "should" or "will").SelectMany(entry => entry.Spellings)];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> CuesBySpan = Cues.GetAlternateLookup<ReadOnlySpan<char>>();

    private sealed class Passage(IReadOnlyList<int> words, string telling)
    {
        // Made when another passage tells the same: few do.
        private HashSet<int>? _runs;

        private string Telling { get; } = telling;

        private HashSet<int> Runs => _runs ??= RunsOf(words);

        public static Passage Of(string text)
        {
            text = text.ToLowerInvariant();
            var (words, numbers, cues) = (new List<int>(), new HashSet<int>(), new List<int>());
            foreach (var (start, length) in WordScan.Of(text))
            {
                var word = text.AsSpan(start, length);
                var hash = string.GetHashCode(word);
                words.Add(hash);
                if (HasDigit(word))
                {
                    numbers.Add(hash);
                }
                else if (CuesBySpan.Contains(word))
                {
                    cues.Add(hash);
                }
            }

            // Thirty days are not sixty and "may not" is not "may", however alike the rest: which passage says what is the answer.
            return new Passage(words, string.Join(' ', numbers.Concat(cues).Order()));
        }

        private static bool HasDigit(ReadOnlySpan<char> word)
        {
            foreach (var c in word)
            {
                if (char.IsDigit(c))
                {
                    return true;
                }
            }

            return false;
        }

        private static HashSet<int> RunsOf(IReadOnlyList<int> words)
        {
            var runs = new HashSet<int>();
            // A passage shorter than a run is one run.
            for (var i = 0; i == 0 || i + Run <= words.Count; i++)
            {
                var hash = new HashCode();
                for (var at = i; at < Math.Min(words.Count, i + Run); at++)
                {
                    hash.Add(words[at]);
                }

                runs.Add(hash.ToHashCode());
            }

            return runs;
        }

        public bool SameAs(Passage other, double least)
        {
            if (Telling != other.Telling)
            {
                return false;
            }

            var (small, large) = Runs.Count <= other.Runs.Count ? (Runs, other.Runs) : (other.Runs, Runs);
            if (small.Count < least * large.Count)
            {
                return false;
            }

            var common = small.Count(large.Contains);
            return common >= least * (small.Count + large.Count - common);
        }
    }
}
