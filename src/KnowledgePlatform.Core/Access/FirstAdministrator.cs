namespace KnowledgePlatform.Core.Access;

/// <summary>The person "admin" of an empty installation.</summary>
public static class FirstAdministrator
{
    /// <summary>The first administrator's user name.</summary>
    public const string UserName = "admin";

    /// <summary>
    /// When there is nobody, makes the first administrator with a generated password, which lies in the file secrets/first-administrator of the data folder
    /// (name and password, a line each; readable by this user only) until it is changed.
    /// </summary>
    /// <returns>The password when it was made now, else null.</returns>
    public static Task<FreshPassword?> EnsureAsync(PeopleStore people, string dataFolder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        return people.AddFirstAsync(UserName, fresh => Write(fresh, PathIn(dataFolder)), cancellationToken);
    }

    /// <summary>Where the generated password lies.</summary>
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "secrets", "first-administrator");

    private static void Write(FreshPassword fresh, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var writer = new StreamWriter(file);
        writer.Write($"{fresh.UserName}\n{fresh.Password}\n");
    }
}
