using System.Text;
using System.Text.Json;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>Where the answers to the questions of a test collection begin (answers.jsonl): what a passage must hold to be the right one.</summary>
public sealed class AnswerSpans
{
    private readonly Dictionary<string, List<(string Document, int Start)>> _answers = [];
    private readonly Dictionary<string, Solid> _documents = [];

    private AnswerSpans(IEnumerable<BeirDocument> documents)
    {
        foreach (var document in documents)
        {
            _documents[document.Id] = new Solid(document.Text);
        }
    }

    /// <summary>Reads answers.jsonl of a folder, or returns null when it has none. A question may have several lines, and a line several answers.</summary>
    /// <exception cref="FormatException">A line is not what the layout says; the message names file and line.</exception>
    public static AnswerSpans? Read(string folder, IReadOnlyList<BeirDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (!File.Exists(Path.Combine(folder, "answers.jsonl")))
        {
            return null;
        }

        var spans = new AnswerSpans(documents);
        foreach (var (query, document, starts) in BeirFolder.Lines(folder, "answers.jsonl", ReadLine))
        {
            if (!spans._answers.TryGetValue(query, out var ofQuery))
            {
                spans._answers[query] = ofQuery = [];
            }

            ofQuery.AddRange(starts.Select(start => (document, start)));
        }

        return spans;
    }

    /// <summary>
    /// The rank, from 1, of the first passage in which an answer to the question begins; 0 when none of them holds one, null when the question has no known answer.
    /// </summary>
    /// <param name="query">Id of the question.</param>
    /// <param name="passages">Best first: ids of the documents with these very bytes, and the passage's text. White space does not matter: a passage joins lines.</param>
    public int? RankOf(string query, IReadOnlyList<(IReadOnlyList<string> Documents, string Text)> passages)
    {
        ArgumentNullException.ThrowIfNull(passages);
        if (!_answers.TryGetValue(query, out var answers) || answers.Count == 0)
        {
            return null;
        }

        for (var i = 0; i < passages.Count; i++)
        {
            var (documents, text) = passages[i];
            foreach (var (document, start) in answers)
            {
                if (documents.Contains(document) && _documents[document].Holds(text, start))
                {
                    return i + 1;
                }
            }
        }

        return 0;
    }

    private static (string Query, string Document, List<int> Starts) ReadLine(JsonElement json) => (
        json.GetProperty("query_id").GetString() ?? "", json.GetProperty("doc_id").GetString() ?? "",
        [.. json.GetProperty("answers").EnumerateArray().Select(answer => answer.GetProperty("start").GetInt32() + Lead(answer.GetProperty("text").GetString() ?? ""))]);

    private static int Lead(string answer) => answer.Length - answer.TrimStart().Length;

    // A document without its white space, and where each character that is left stood, counted in code points as the layout does.
    private sealed class Solid
    {
        private readonly string _text;
        private readonly List<int> _places = [];

        public Solid(string text)
        {
            var solid = new StringBuilder(text.Length);
            var place = 0;
            foreach (var rune in text.EnumerateRunes())
            {
                if (!Rune.IsWhiteSpace(rune))
                {
                    solid.Append(rune);
                    _places.AddRange(Enumerable.Repeat(place, rune.Utf16SequenceLength));
                }

                place++;
            }

            _text = solid.ToString();
        }

        public bool Holds(string passage, int start)
        {
            var words = string.Concat(passage.Where(c => !char.IsWhiteSpace(c)));
            for (var at = words.Length == 0 ? -1 : _text.IndexOf(words, StringComparison.Ordinal); at >= 0; at = _text.IndexOf(words, at + 1, StringComparison.Ordinal))
            {
                if (_places[at] <= start && start <= _places[at + words.Length - 1])
                {
                    return true;
                }
            }

            return false;
        }
    }
}
