using System.Security.Cryptography;
using System.Text;
using Microsoft.SemanticKernel;

namespace KnowledgePlatform.Core.Answers;

/// <summary>The prompt as a template file, and the passages as the template takes them.</summary>
internal sealed class AnswerPrompt
{
    /// <summary>What the model writes, by the prompt's order, when the passages do not answer.</summary>
    public const string NothingFound = "NOT FOUND";

    private const string Data = "| ";

    // What a model's own template puts around the messages.
    private const int Marks = 32;

    private readonly string _template;

    private AnswerPrompt(string template)
    {
        _template = template;
        Version = "answer-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template)))[..12];
    }

    /// <summary>Name and hash of the template; recorded with each answer.</summary>
    public string Version { get; }

    /// <summary>The template of <paramref name="file"/>, or the one that comes with the product.</summary>
    /// <exception cref="InvalidOperationException">The file lacks one of the two variables.</exception>
    public static AnswerPrompt Read(string? file)
    {
        var template = string.IsNullOrEmpty(file) ? ReadResource("answer") : File.ReadAllText(file);
        return template.Contains("{{$passages}}", StringComparison.Ordinal) && template.Contains("{{$question}}", StringComparison.Ordinal)
            ? new AnswerPrompt(template)
            : throw new InvalidOperationException($"the prompt {file} must contain {{{{$passages}}}} and {{{{$question}}}} (Answers:PromptFile)");
    }

    /// <summary>
    /// The function that Semantic Kernel runs. What is put into it is encoded (the default), so that text of a document cannot open a message of its own.
    /// </summary>
    public KernelFunction ToFunction() => KernelFunctionFactory.CreateFromPrompt(
        new PromptTemplateConfig(_template)
        {
            Name = "answer",
            InputVariables = [new() { Name = "passages" }, new() { Name = "question" }],
        });

    /// <summary>What <see cref="Pack"/> and <see cref="Overhead"/> will count, to be counted ahead.</summary>
    public IEnumerable<string> Counted(IReadOnlyList<Passage> passages, int most, string question) => passages.Take(most).Select(Entry).Prepend(question).Prepend(_template);

    /// <summary>The best passages that fit into <paramref name="tokens"/>, numbered as they are cited, which they are, and their tokens; at least one, however long.</summary>
    public static (string Text, IReadOnlyList<Passage> Passages, int Tokens) Pack(IReadOnlyList<Passage> passages, int most, int tokens, Func<string, int> count)
    {
        var packed = new StringBuilder();
        var (taken, sum) = (new List<Passage>(), 0);
        foreach (var passage in passages.Take(most))
        {
            var entry = Entry(passage);
            var own = count(entry);
            if (sum + own > tokens && packed.Length > 0)
            {
                break;
            }

            sum += own;
            packed.Append(entry);
            taken.Add(passage);
        }

        return (packed.ToString().TrimEnd(), taken, sum);
    }

    // Each line of a document begins with the mark of data: none of them can look like the number of a passage, the end of the passages or the question.
    private static string Entry(Passage passage) => $"[{passage.Number}] {Heading(passage.Title, passage.HeadingPath)}\n{AsData(passage.Text)}\n\n";

    /// <summary>What stands over a passage in the prompt.</summary>
    public static string Heading(string title, string headingPath) => (headingPath.Length == 0 ? title : $"{title} > {headingPath}").ReplaceLineEndings(" ");

    /// <summary>A text with the mark of data before each of its lines.</summary>
    public static string AsData(string text) => Data + text.ReplaceLineEndings("\n").Replace("\n", "\n" + Data, StringComparison.Ordinal);

    /// <summary>Tokens of the template itself.</summary>
    public int Overhead(string question, Func<string, int> count) => count(_template) + count(question) + Marks;

    /// <summary>A template that comes with the product.</summary>
    public static string ReadResource(string name)
    {
        using var stream = typeof(AnswerPrompt).Assembly.GetManifestResourceStream($"KnowledgePlatform.Core.Answers.Prompts.{name}.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
