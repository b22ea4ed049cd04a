using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>
/// Question sets as JSON lines, in the layout of BEIR's queries.jsonl and of answers.jsonl as <c>kp eval</c> reads it, one behind the other or in one line:
/// <c>{"query_id": "1", "text": "When …?", "doc_id": "lease.pdf", "answers": [{"text": "21 days"}]}</c>. A line without <c>answers</c> names a document that is enough;
/// a line without <c>doc_id</c> is a question alone, whose documents other lines name by its id. Lines of qrels.tsv are taken too.
/// </summary>
internal static class QuestionFile
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A question of a file.</summary>
    /// <param name="Label">Its id there.</param>
    /// <param name="Line">Where it stands first.</param>
    internal sealed record Question(string Label, int Line)
    {
        public string Text { get; set; } = "";

        public List<(string Document, string? Answer)> Targets { get; } = [];
    }

    /// <summary>The questions in the order in which they stand there.</summary>
    /// <exception cref="RefusedException"><c>question_file_unreadable</c>; the message names the line.</exception>
    public static IReadOnlyList<Question> Read(string file)
    {
        var (order, byLabel, number) = (new List<Question>(), new Dictionary<string, Question>(StringComparer.Ordinal), 0);
        foreach (var line in file.Split('\n').Select(line => line.Trim().TrimStart('\uFEFF')))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            var (label, text, targets) = line[0] == '{' ? ReadLine(line, number) : ReadJudgement(line, number);
            if (label is null)
            {
                continue;
            }

            if (!byLabel.TryGetValue(label, out var question))
            {
                order.Add(byLabel[label] = question = new Question(label, number));
            }

            question.Text = text ?? question.Text;
            question.Targets.AddRange(targets.Except(question.Targets));
        }

        // A document that is named with words is not named without them as well: queries, answers and judgements of one collection say both.
        foreach (var question in order)
        {
            question.Targets.RemoveAll(target => target.Answer is null && question.Targets.Exists(other => other.Document == target.Document && other.Answer is not null));
        }

        // A collection's questions without any judgement are not measured there either.
        order.RemoveAll(question => question.Targets.Count == 0);
        return order.Find(question => question.Text.Length == 0) is { } silent
            ? throw Unreadable(silent.Line, $"\"{silent.Label}\" has no text; a line with \"text\" says what is asked")
            : order;
    }

    /// <summary>The questions as a file that <see cref="Read"/> reads; those without a document are left out.</summary>
    public static string Write(IEnumerable<SetQuestion> questions)
    {
        var file = new StringBuilder();
        foreach (var question in questions)
        {
            var first = true;
            foreach (var document in question.Targets.GroupBy(target => target.DocumentId))
            {
                var answers = document.Where(target => target.Answer is not null).Select(target => new { text = target.Answer }).ToList();
                var line = new
                {
                    query_id = question.Label, text = first ? question.Text : null, doc_id = document.First().FileName ?? document.First().Title, document_id = document.Key,
                    answers = answers.Count == 0 ? null : answers,
                };
                file.Append(JsonSerializer.Serialize(line, Readable)).Append('\n');
                first = false;
            }
        }

        return file.ToString();
    }

    private static (string? Label, string? Text, List<(string, string?)> Targets) ReadLine(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var label = Text(root, "query_id") ?? Text(root, "id") ?? Text(root, "_id") ?? $"{number}";
            var document = Text(root, "document_id") ?? Text(root, "doc_id");
            var answers = root.TryGetProperty("answers", out var given) ? [.. given.EnumerateArray().Select(Answer).Distinct()] : new List<string>();
            List<(string, string?)> targets = document is null ? [] : answers.Count == 0 ? [(document, null)] : [.. answers.Select(answer => (document, (string?)answer))];
            return document is null && answers.Count > 0
                ? throw Unreadable(number, "\"answers\" without \"doc_id\"")
                : (label, Text(root, "text")?.Trim(), targets);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Unreadable(number, error.Message);
        }
    }

    // "query id, document id, grade", as in qrels.tsv; a heading and a grade of 0 say nothing.
    private static (string? Label, string? Text, List<(string, string?)> Targets) ReadJudgement(string line, int number)
    {
        var parts = line.Split('\t');
        var graded = int.TryParse(parts[^1], System.Globalization.CultureInfo.InvariantCulture, out var grade);
        return parts.Length != 3 ? throw Unreadable(number, "neither a JSON object nor a line of qrels.tsv")
            : graded && grade > 0 ? (parts[0], null, [(parts[1], null)])
            : (null, null, []);
    }

    private static string Answer(JsonElement answer) => Clean(answer.ValueKind == JsonValueKind.String ? answer.GetString()! : answer.GetProperty("text").GetString() ?? "");

    private static string? Text(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString() is { } text ? Clean(text) : null;

    // No text of the database holds it.
    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    private static RefusedException Unreadable(int line, string why) =>
        new(RefusalKind.Invalid, "question_file_unreadable", $"Line {line} cannot be read: {why}.");
}
