using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Access;

/// <summary>
/// At the first start of all makes the person "admin" with a generated password, which goes to the console once and into the file
/// secrets/first-administrator of the data folder until it is changed.
/// </summary>
internal sealed class FirstAdministrator(PeopleStore people, IOptions<DataOptions> data) : IHostedService
{
    /// <summary>The first administrator's user name.</summary>
    public const string UserName = "admin";

    private string FilePath => Path.Combine(data.Value.Secrets, "first-administrator");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await people.AddFirstAsync(UserName, Write, cancellationToken) is { } fresh)
        {
            Console.WriteLine($"First administrator: user name {fresh.UserName}, password {fresh.Password} (also in {FilePath}; change it after signing in)");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Removes the file: its password was changed.</summary>
    public void Forget() => File.Delete(FilePath);

    private void Write(FreshPassword fresh)
    {
        Directory.CreateDirectory(data.Value.Secrets);
        using var file = new FileStream(FilePath, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var writer = new StreamWriter(file);
        writer.Write($"{fresh.UserName}\n{fresh.Password}\n");
    }
}
