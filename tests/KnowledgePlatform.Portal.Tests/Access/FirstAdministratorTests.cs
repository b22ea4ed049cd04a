using Xunit;

namespace KnowledgePlatform.Portal.Tests.Access;

public sealed class FirstAdministratorTests(RunningPortal portal)
{
    [Fact]
    public void Password_lies_in_a_file_that_only_its_owner_reads()
    {
        var file = Path.Combine(portal.DataFolder, "secrets", "first-administrator");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(["admin", portal.AdministratorPassword], File.ReadAllLines(file));
    }

    [Fact]
    public async Task Second_start_makes_no_other_administrator_and_keeps_the_password()
    {
        // Without a worker: Hangfire logs through the last one built in a process, and this one ends first.
        await using var second = Program.Build([.. portal.Arguments, "--Hosting:Worker=false"]);
        await second.StartAsync(TestContext.Current.CancellationToken);
        await second.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1L, await portal.Database.OwnerAsync<long>("select count(*) from users where user_name = 'admin'"));
        using var visitor = new Visitor(portal);
        using var answer = await visitor.SignInAsync("admin", portal.AdministratorPassword);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
    }
}
