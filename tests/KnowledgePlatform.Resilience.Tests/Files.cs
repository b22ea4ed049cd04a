using System.Text;
using KnowledgePlatform.TestKit;

namespace KnowledgePlatform.Resilience.Tests;

/// <summary>Small documents, each unlike the others; the samples among them bring PDF and DOCX.</summary>
internal static class Files
{
    public static string LongName => "long.md";

    /// <summary>As many documents as asked for: the samples, then texts in turn as TXT, MD and HTML.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Make(int count)
    {
        var samples = Directory.GetFiles(Path.Combine(Repository.Root, "deploy", "samples", "documents")).Order(StringComparer.Ordinal);
        return samples.Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))).Concat(Texts()).Take(count);
    }

    /// <summary>A document of some hundred passages: long enough to be met in the middle of its embedding.</summary>
    public static string Long()
    {
        var text = new StringBuilder("# Register of deeds\n");
        for (var i = 1; i <= 120; i++)
        {
            text.Append("\n## Deed ").Append(i).Append("\n\n");
            for (var j = 1; j <= 4; j++)
            {
                text.Append("Parcel ").Append(i * j).Append(" passed to the buyer in the year ").Append(1800 + i).Append(", free of any charge but the one in article ").Append(j).Append(". ");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, byte[] Content)> Texts()
    {
        for (var i = 1; ; i++)
        {
            var sentence = $"Case {i} was heard on day {i % 28 + 1}. The court fixed the fee at {i * 17} euros. Either side may appeal within {i % 30 + 10} days.";
            var (ending, text) = (i % 3) switch
            {
                0 => ("txt", $"Case {i}\n\n{sentence}\n"),
                1 => ("md", $"# Case {i}\n\n{sentence}\n\n## Costs\n\n{sentence}\n"),
                _ => ("html", $"<!doctype html><title>Case {i}</title><h1>Case {i}</h1><p>{sentence}</p><ul><li>Fee: {i * 17}</li></ul>"),
            };
            yield return ($"case-{i}.{ending}", Encoding.UTF8.GetBytes(text));
        }
    }
}
