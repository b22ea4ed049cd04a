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
    /// <param name="people">Where people are kept.</param>
    /// <param name="dataFolder">The data folder, or null to write no file.</param>
    /// <param name="cancellationToken">Stops before anything was made.</param>
    /// <returns>The password when it was made now, else null.</returns>
    public static async Task<FreshPassword?> EnsureAsync(PeopleStore people, string? dataFolder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        var fresh = await people.AddFirstAsync(UserName, cancellationToken).ConfigureAwait(false);
        if (fresh is not null && dataFolder is not null)
        {
            await WriteAsync(fresh, PathIn(dataFolder), cancellationToken).ConfigureAwait(false);
        }

        return fresh;
    }

    /// <summary>Where the generated password lies.</summary>
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "secrets", "first-administrator");

    private static async Task WriteAsync(FreshPassword fresh, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await using var writer = new StreamWriter(file);
        await writer.WriteAsync($"{fresh.UserName}\n{fresh.Password}\n".AsMemory(), cancellationToken).ConfigureAwait(false);
    }
}
