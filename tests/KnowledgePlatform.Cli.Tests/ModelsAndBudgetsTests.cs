using System.Text.Json;
using Xunit;

namespace KnowledgePlatform.Cli.Tests;

public sealed class ModelsAndBudgetsTests(CommandLine kp) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Model_is_registered_at_a_listed_host_tested_chosen_and_removed()
    {
        await StartAnewAsync();
        kp.Settings["Models__AllowedHosts"] = "127.0.0.1";
        kp.Settings["Chat__ConnectSeconds"] = "2";
        var refused = await kp.RunAsync("models", "add", "Elsewhere", "http://10.9.8.7:1");
        Assert.Equal(1, refused.Status);
        Assert.Contains("10.9.8.7:1 is not among the hosts", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await kp.RunAsync("models", "add", "Firm", "http://127.0.0.1:1", "--prompt-price", "0.25", "--images")).Status);
        Assert.Equal(0, (await kp.RunAsync("models", "choose", "firm")).Status);
        var models = JsonSerializer.Deserialize<JsonElement>((await kp.RunAsync("models", "list", "--json")).Output).EnumerateArray().ToList();
        Assert.Equal(["built_in", "registry"], models.Select(model => model.GetProperty("source").GetString()));
        Assert.Equal((0.25m, true, false), (models[1].GetProperty("promptPrice").GetDecimal(), models[1].GetProperty("images").GetBoolean(), models[1].GetProperty("hasKey").GetBoolean()));
        Assert.Contains("on, default", (await kp.RunAsync("models", "list")).Output, StringComparison.Ordinal);
        var tested = await kp.RunAsync("models", "test", "Firm");
        Assert.Equal((1, "The chat server at 127.0.0.1:1 does not answer."), (tested.Status, tested.Output.Trim()));
        Assert.Equal(0, (await kp.RunAsync("models", "remove", "Firm")).Status);
        Assert.Equal(1, (await kp.RunAsync("models", "remove", "Firm")).Status);
    }

    [Fact]
    public async Task Models_of_the_configuration_are_registered_by_it_and_one_that_cannot_be_meant_is_named()
    {
        await StartAnewAsync();
        var collection = await kp.Database.AddCollectionAsync(await kp.Database.AddPersonAsync("owner"), "Leases");
        foreach (var (name, value) in new[] { ("Name", "Scout"), ("Url", "http://127.0.0.1:1"), ("ApiKey", "sk-secret"), ("PromptPrice", "0.12"), ("Collections__0", $"{collection}") })
        {
            kp.Settings["Models__Chat__0__" + name] = value;
        }

        var listed = (await kp.RunAsync("models", "list", "--json")).Output;
        Assert.DoesNotContain("sk-secret", listed, StringComparison.Ordinal);
        var model = JsonSerializer.Deserialize<JsonElement>(listed).EnumerateArray().Single(one => one.GetProperty("source").GetString() == "configuration");
        Assert.Equal(("Scout", 0.12m, true), (model.GetProperty("name").GetString(), model.GetProperty("promptPrice").GetDecimal(), model.GetProperty("hasKey").GetBoolean()));
        Assert.Contains("is set in the configuration", (await kp.RunAsync("models", "remove", "Scout")).Errors, StringComparison.Ordinal);
        kp.Settings["Models__Chat__0__Url"] = "scout";
        Assert.Contains("Models:Chat:0:Url is not of the form", (await kp.RunAsync("models", "list")).Errors, StringComparison.Ordinal);
        kp.Settings.Keys.Where(name => name.StartsWith("Models__Chat", StringComparison.Ordinal)).ToList().ForEach(name => kp.Settings.Remove(name));
    }

    [Fact]
    public async Task Budget_is_set_changed_listed_and_removed_and_usage_is_printed_as_a_file()
    {
        var person = await StartAnewAsync();
        Assert.Equal(0, (await kp.RunAsync("budgets", "set", "100")).Status);
        Assert.Equal(0, (await kp.RunAsync("budgets", "set", "120.5", "--warn", "90", "--only-warn")).Status);
        Assert.Equal(0, (await kp.RunAsync("budgets", "set", "5", "--person", person)).Status);
        var budgets = JsonSerializer.Deserialize<JsonElement>((await kp.RunAsync("budgets", "list", "--json")).Output).EnumerateArray().ToList();
        Assert.Equal(
            [("installation", 120.5m, 90, false), ("person", 5m, 80, true)],
            budgets.Select(one => (one.GetProperty("scope").GetString(), one.GetProperty("amount").GetDecimal(), one.GetProperty("warnPercent").GetInt32(), one.GetProperty("stops").GetBoolean())));
        Assert.Equal(0, (await kp.RunAsync("budgets", "remove")).Status);
        Assert.Equal(1, (await kp.RunAsync("budgets", "remove", "--group", "Nobody")).Status);

        await kp.Database.OwnerAsync<object>("""
            insert into usage_records (user_id, outcome, group_ids, collection_ids, model, prompt_tokens, completion_tokens, estimated, duration_ms, prompt_price, completion_price)
            select id, 'answered', '{}', '{}', '=evil', 1000, 10, false, 5, 2, 4 from users limit 1 returning true
            """);
        var file = (await kp.RunAsync("usage", "--by", "model", "--csv")).Output.Split("\r\n");
        Assert.StartsWith("'=evil,,1,1000,10,0,5,0.00204,,,USD,", file[1], StringComparison.Ordinal);
        var report = JsonSerializer.Deserialize<JsonElement>((await kp.RunAsync("usage", "--json")).Output);
        Assert.Equal(0.00204m, report.GetProperty("total").GetProperty("cost").GetDecimal());
        Assert.StartsWith("at,answer_id,person", (await kp.RunAsync("usage", "--by", "question", "--csv")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await kp.RunAsync("usage", "--by", "colour")).Status);
    }

    // The tests share a database and settings, and run in any order. The first administrator is made only where there is nobody.
    private async Task<string> StartAnewAsync()
    {
        kp.Settings.Clear();
        var name = "administrator-" + Guid.NewGuid();
        await kp.Database.AddPersonAsync(name, administrator: true);
        return name;
    }
}
