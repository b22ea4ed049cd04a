using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.Extensions.Options;
using First = KnowledgePlatform.Core.Access.FirstAdministrator;

namespace KnowledgePlatform.Portal.Access;

/// <summary>At the first start of all makes the first administrator; the password lies in a file until it is changed, and is shown on a terminal, never in a log.</summary>
internal sealed class FirstAdministrator(PeopleStore people, IOptions<DataOptions> data) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await First.EnsureAsync(people, data.Value.Folder, cancellationToken) is { } fresh)
        {
            var password = Console.IsOutputRedirected ? "in" : $"{fresh.Password}, also in";
            Console.WriteLine($"First administrator: user name {fresh.UserName}, password {password} {First.PathIn(data.Value.Folder)}; change it after signing in");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Removes the file: its password was changed.</summary>
    public void Forget() => File.Delete(First.PathIn(data.Value.Folder));
}
