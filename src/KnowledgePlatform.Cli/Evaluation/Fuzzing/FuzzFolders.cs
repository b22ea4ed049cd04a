namespace KnowledgePlatform.Cli.Evaluation.Fuzzing;

/// <summary>Finds the files to mutate.</summary>
/// <param name="Folders">Where they are.</param>
/// <param name="LargestKilobytes">Larger ones are left out.</param>
internal sealed record FuzzFolders(IReadOnlyList<DirectoryInfo> Folders, int LargestKilobytes)
{
    // Of a folder itself.
    private static readonly HashSet<string> About = new(StringComparer.OrdinalIgnoreCase) { "INDEX.tsv", "passwords.tsv", "README.md" };

    /// <summary>The files, with the passwords that are known.</summary>
    /// <exception cref="CommandRunner.CommandException">There are none.</exception>
    public IReadOnlyList<FuzzOriginal> Originals()
    {
        var missing = Folders.FirstOrDefault(folder => !folder.Exists);
        if (missing is not null)
        {
            throw new CommandRunner.CommandException($"there is no folder '{missing}'");
        }

        var originals = Folders.SelectMany(Originals).ToList();
        return originals.Count > 0 ? originals : throw new CommandRunner.CommandException($"no file of {LargestKilobytes} kilobytes or less is in the folder");
    }

    private IEnumerable<FuzzOriginal> Originals(DirectoryInfo folder)
    {
        var passwords = PasswordList.Read(Path.Combine(folder.FullName, "passwords.tsv"));
        return folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => !About.Contains(file.Name) && file.Length is > 0 && file.Length <= LargestKilobytes * 1024L)
            .Select(file => (File: file, Password: passwords.GetValueOrDefault(file.Name)))
            .Select(one => new FuzzOriginal(one.File.FullName, one.File.Name, Kind(one.File) + (one.Password is null ? "" : ", protected"), one.File.Length, one.Password));
    }

    private static string Kind(FileInfo file) => file.Extension.TrimStart('.').ToLowerInvariant() switch
    {
        "" => "none",
        "htm" => "html",
        "jpeg" => "jpg",
        "tiff" => "tif",
        "tab" => "tsv",
        var kind => kind,
    };
}
