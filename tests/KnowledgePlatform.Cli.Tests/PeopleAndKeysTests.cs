using System.Text.Json;
using Xunit;

namespace KnowledgePlatform.Cli.Tests;

public sealed class PeopleAndKeysTests(CommandLine kp) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Administrator_who_forgot_the_password_gets_a_new_one_from_the_command_line()
    {
        await OkAsync("user", "add", "second-admin", "--administrator");
        var before = await HashAsync("second-admin");
        var fresh = Read(await OkAsync("user", "reset-password", "Second-Admin", "--json"));
        Assert.Equal("second-admin", fresh.GetProperty("userName").GetString());
        Assert.True(fresh.GetProperty("password").GetString()!.Length >= 12, "a password is printed");
        Assert.NotEqual(before, await HashAsync("second-admin"));
    }

    [Fact]
    public async Task Locked_person_is_listed_as_locked_until_unlocked()
    {
        await OkAsync("user", "add", "leaver", "--display-name", "Lea [V]er");
        await OkAsync("user", "lock", "leaver");
        Assert.Equal("locked", await StateAsync());
        var acting = await kp.RunAsync("key", "add", "back door", "--scope", "read", "--as", "leaver");
        Assert.Equal(1, acting.Status);
        Assert.Contains("'leaver' is locked", acting.Errors, StringComparison.Ordinal);
        Assert.Contains("Lea [V]er", await OkAsync("user", "list"), StringComparison.Ordinal);
        await OkAsync("user", "unlock", "leaver");
        Assert.Equal("active", await StateAsync());

        async Task<string?> StateAsync() => Read(await OkAsync("user", "list", "--json")).EnumerateArray()
            .Single(one => one.GetProperty("userName").GetString() == "leaver").GetProperty("state").GetString();
    }

    [Fact]
    public async Task Revoked_key_is_listed_as_revoked()
    {
        await OkAsync("user", "add", "keyholder");
        var key = Read(await OkAsync("key", "add", "export", "--scope", "read", "--as", "keyholder", "--json")).GetProperty("key").GetString()!;
        Assert.Equal("works", await StateAsync());
        var elsewhere = await kp.RunAsync("key", "revoke", key[..9]);
        Assert.Equal((1, $"kp: there is no key '{key[..9]}' of this person; kp key list shows them, --as names another person"), (elsewhere.Status, elsewhere.Errors.Trim()));
        await OkAsync("key", "revoke", key[..9], "--as", "keyholder");
        Assert.Equal("revoked", await StateAsync());

        async Task<string?> StateAsync() =>
            Read(await OkAsync("key", "list", "--as", "keyholder", "--json")).EnumerateArray().Single().GetProperty("state").GetString();
    }

    [Fact]
    public async Task Unknown_person_ends_in_one_line_that_says_where_to_look()
    {
        var outcome = await kp.RunAsync("user", "lock", "nobody");
        Assert.Equal((1, "", "kp: there is no person named 'nobody'; kp user list shows them"), (outcome.Status, outcome.Output, outcome.Errors.Trim()));
    }

    private Task<string> HashAsync(string name) => kp.Database.OwnerAsync<string>($"select password_hash from users where user_name = '{name}'");

    private async Task<string> OkAsync(params string[] arguments)
    {
        var outcome = await kp.RunAsync(arguments);
        Assert.True(outcome.Status == 0, outcome.Errors);
        return outcome.Output;
    }

    private static JsonElement Read(string output) => JsonSerializer.Deserialize<JsonElement>(output);
}
