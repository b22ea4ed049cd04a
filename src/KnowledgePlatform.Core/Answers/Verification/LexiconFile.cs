using System.Reflection;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Reads the word tables in Lexicon/, so that a language is added by editing text, not code.</summary>
internal static class LexiconFile
{
    /// <summary>Lines of the table without comments.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        var resource = $"{typeof(LexiconFile).Namespace}.Lexicon.{name}.txt";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The word table {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }

    /// <summary>Lines "head = spelling | spelling"; spellings come back as keys, words parted by one space.</summary>
    public static IEnumerable<(string Head, string[] Spellings)> Entries(string name) =>
        from line in Lines(name)
        let parts = line.Split('=', 2)
        select (parts[0].Trim(), parts[1].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Key).ToArray());

    /// <summary>The key of a word or of several words.</summary>
    public static string Key(string words) => TextFold.Key(TextFold.Fold(words));
}
