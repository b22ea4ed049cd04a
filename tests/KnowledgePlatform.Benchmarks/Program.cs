using System.Text.Json;
using KnowledgePlatform.Benchmarks;

var json = args.Contains("--json");
var rounds = int.Parse(Value("--rounds") ?? "5", System.Globalization.CultureInfo.InvariantCulture);
var corpus = Value("--corpus");

object? report = args.FirstOrDefault() switch
{
    "embed" => await EmbeddingBenchmark.RunAsync(Passages.Load(corpus, 200), rounds),
    _ => null,
};

if (report is null)
{
    Console.Error.WriteLine("Usage: KnowledgePlatform.Benchmarks embed [--json] [--rounds N] [--corpus corpus.jsonl]");
    return 2;
}

var element = JsonSerializer.SerializeToElement(report, new JsonSerializerOptions(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });
if (json)
{
    Console.WriteLine(element);
}
else
{
    foreach (var figure in element.EnumerateObject())
    {
        Console.WriteLine($"{figure.Name,-28} {figure.Value}");
    }
}

return 0;

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
