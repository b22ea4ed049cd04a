// Checks questions.json: dotnet run check.cs -- questions.json DOCUMENTS TEXTS, where TEXTS holds pdftotext's output NAME.pdf.txt
// with pages parted by form feeds. Prints a line for each fault; exit status 1 when there is one.
#:package DocumentFormat.OpenXml@3.3.0
#:property ManagePackageVersionsCentrally=false
#:property PublishAot=false

using System.Text.Json;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

var questions = JsonSerializer.Deserialize<List<Question>>(File.ReadAllText(args[0]), JsonSerializerOptions.Web)!;
var documents = Directory.GetFiles(args[1]).Order(StringComparer.Ordinal).ToDictionary(
    path => Path.GetFileName(path),
    path => path.EndsWith(".pdf", StringComparison.Ordinal) ? PdfPages(Path.Combine(args[2], Path.GetFileName(path) + ".txt")) : [WordText(path)]);

var faults = questions.SelectMany(Faults).Select(f => f.ToString())
    .Concat(documents.Keys.Except(questions.Select(q => q.File)).Select(file => $"{file}: no question asks about it"))
    .Concat(questions.GroupBy(q => q.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key}: the id stands {g.Count()} times"))
    .ToList();
faults.ForEach(Console.WriteLine);
Console.WriteLine($"{questions.Count} questions, {documents.Count} documents with {documents.Where(d => d.Key.EndsWith(".pdf", StringComparison.Ordinal)).Sum(d => d.Value.Length)} PDF pages, {faults.Count} faults");
return faults.Count == 0 ? 0 : 1;

IEnumerable<string> Faults(Question q)
{
    if (!documents.TryGetValue(q.File, out var pages))
    {
        return [$"{q.Id}: {q.File} is missing"];
    }

    var passage = Plain(q.Passage);
    var stands = Enumerable.Range(1, pages.Length).SelectMany(page => Regex.Matches(pages[page - 1], Regex.Escape(passage)).Select(_ => page)).ToList();
    var paged = q.File.EndsWith(".pdf", StringComparison.Ordinal);
    var found = new List<string>();
    if (stands.Count != 1)
    {
        found.Add($"{q.Id}: the passage stands {stands.Count} times in {q.File}: {q.Passage}");
    }
    else if (q.Page != (paged ? stands[0] : null))
    {
        found.Add($"{q.Id}: page {q.Page?.ToString() ?? "none"} is stated, {(paged ? stands[0] : "none")} is right for {q.File}");
    }

    if (!passage.Contains(Plain(q.Answer), StringComparison.Ordinal))
    {
        found.Add($"{q.Id}: the answer is not in the passage: {q.Answer}");
    }

    return found;
}

static string[] PdfPages(string path) => File.ReadAllText(path).TrimEnd('\f', '\n').Split('\f').Select(Plain).ToArray();

static string WordText(string path)
{
    using var document = WordprocessingDocument.Open(path, isEditable: false);
    var main = document.MainDocumentPart!;
    var paragraphs = main.Document!.Descendants<Paragraph>().Concat(main.FootnotesPart?.Footnotes?.Descendants<Paragraph>() ?? []);
    return Plain(string.Join('\n', paragraphs.Select(p => p.InnerText)));
}

static string Plain(string text) => Regex.Replace(text, @"\s+", " ").Trim();

/// <param name="Passage">The sentence that answers, as the document's text reads.</param>
/// <param name="Page">From 1; absent for DOCX.</param>
/// <param name="Answer">What an answer must contain; stands in the passage.</param>
/// <param name="CrossLanguage">Asked in another language than the document's.</param>
internal sealed record Question(string Id, string Language, string File, int? Page, [property: System.Text.Json.Serialization.JsonPropertyName("question")] string Text,
    string Passage, string Answer, bool CrossLanguage = false, bool Table = false);
