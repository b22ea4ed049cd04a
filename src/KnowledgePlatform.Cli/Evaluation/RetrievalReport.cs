using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>A page about a run: its figures, and the questions that went worst with what was found in place of what was wanted.</summary>
internal static class RetrievalReport
{
    private const int Worst = 30;
    private const int LongestText = 160;

    public static string Write(IReadOnlyDictionary<string, object> figures, RetrievalRun run, BeirFolder set)
    {
        var titles = set.Documents.ToDictionary(document => document.Id);
        var page = new StringBuilder($"# Retrieval over {figures["collection"]}\n\n| figure | value |\n|---|---:|\n");
        foreach (var (name, value) in figures.Where(figure => figure.Key != "collection"))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"\n## The {Math.Min(Worst, run.Questions.Count)} worst questions\n\n| question | nDCG@10 | wanted | found first |\n|---|---:|---|---|\n");
        foreach (var question in run.Questions.OrderBy(question => question.Ndcg10).ThenBy(question => question.Id, StringComparer.Ordinal).Take(Worst))
        {
            var wanted = set.Judgements[question.Id].Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value).Select(pair => pair.Key).FirstOrDefault();
            page.Append(CultureInfo.InvariantCulture, $"| {Cell(question.Text)} | {question.Ndcg10:0.00} | {Of(wanted)} | {Of(question.Best.Count > 0 ? question.Best[0] : null)} |\n");
        }

        return page.ToString();

        string Of(string? id) => id is null ? "nothing" : titles.TryGetValue(id, out var document) ? $"{Cell(id)}: {Cell($"{document.Title} {document.Text}")}" : Cell(id);
    }

    // Text of documents and questions is data: nothing in it ends a cell or begins markup.
    private static string Cell(string text)
    {
        var cell = new StringBuilder();
        foreach (var c in text.Length <= LongestText ? text : text[..LongestText] + "…")
        {
            cell.Append(c switch
            {
                '|' or '<' or '>' or '[' or ']' or '`' or '*' or '_' or '\\' or '#' or '&' => $"&#{(int)c};",
                _ => char.IsControl(c) ? " " : c.ToString(),
            });
        }

        return cell.ToString();
    }
}
