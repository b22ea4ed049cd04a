using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.Extensions.Options;
using First = KnowledgePlatform.Core.Access.FirstAdministrator;

namespace KnowledgePlatform.Portal.Access;

/// <summary>At the first start of all makes the first administrator; the password goes to the console once and into a file until it is changed.</summary>
internal sealed class FirstAdministrator(PeopleStore people, IOptions<DataOptions> data) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await First.EnsureAsync(people, data.Value.Folder, cancellationToken) is { } fresh)
        {
            Console.WriteLine(
                $"First administrator: user name {fresh.UserName}, password {fresh.Password} (also in {First.PathIn(data.Value.Folder)}; change it after signing in)");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Removes the file: its password was changed.</summary>
    public void Forget() => File.Delete(First.PathIn(data.Value.Folder));
}
