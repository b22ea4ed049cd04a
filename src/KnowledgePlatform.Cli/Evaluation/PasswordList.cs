namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>passwords.tsv of a folder of files: a heading, then a file's name, a tab, its password, and more columns for people; a "?" says that nobody knows it.</summary>
internal static class PasswordList
{
    /// <summary>Passwords by the names of their files; none when there is no such list.</summary>
    public static Dictionary<string, string> Read(string path) => !File.Exists(path) ? [] : File.ReadLines(path).Skip(1)
        .Select(line => line.Split('\t')).Where(fields => fields is [_, not ("" or "?"), ..])
        .DistinctBy(fields => fields[0]).ToDictionary(fields => Path.GetFileName(fields[0]), fields => fields[1]);
}
