using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

public sealed class ChatSettingsTests
{
    [Fact]
    public void The_environment_names_a_server_its_model_and_its_key()
    {
        var options = Read(("KP_CHAT_URL", "http://host:1"), ("KP_CHAT_MODEL", "llama-4"), ("KP_CHAT_KEY", "secret"));
        Assert.Equal(("http://host:1", "llama-4", "secret"), (options.Url, options.ServerModel, options.ApiKey));
        Assert.Equal(new ChatEngineOptions().Model, options.Model);
    }

    [Fact]
    public void Without_a_server_the_model_is_a_file_or_a_name_of_the_manifest()
    {
        Assert.Equal("/models/own.GGUF", Read(("KP_CHAT_MODEL", "/models/own.GGUF")).ModelFile);
        Assert.Equal("other", Read(("KP_CHAT_MODEL", "other")).Model);
    }

    [Fact]
    public void A_setting_given_by_its_own_name_wins() =>
        Assert.Equal("http://own:1", Read(("KP_CHAT_URL", "http://host:1"), ("Chat:Url", "http://own:1")).Url);

    [Fact]
    public void A_settings_file_gives_what_is_set_nowhere_else()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{ "Chat": { "Url": "http://file:1", "Parallel": 3, "CountAtServer": false, /* or not */ "MaxAnswerTokens": 77 }, "Models": { "Chat": [ { "Name": "a" }, { "Name": "b" } ] } }""");
            var options = Read(("KP_SETTINGS", file), ("Chat:MaxAnswerTokens", "99"), ("KP_CHAT_URL", ""));
            Assert.Equal(("http://file:1", 3, false, 99), (options.Url, options.Parallel, options.CountAtServer, options.MaxAnswerTokens));
            Assert.Equal("b", SettingsFile.Read(file)["models:chat:1:name"]);
            File.WriteAllText(file, "{ broken");
            Assert.Contains(file, Assert.Throws<InvalidOperationException>(() => Read(("KP_SETTINGS", file))).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("Chat:TimeoutSeconds", "0")]
    [InlineData("Chat:MaxAnswerTokens", "0")]
    [InlineData("Chat:Temperature", "3")]
    public void A_setting_out_of_its_range_is_refused(string key, string value) => Assert.Throws<OptionsValidationException>(() => Read((key, value)));

    private static ChatEngineOptions Read(params (string Key, string Value)[] settings)
    {
        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        configuration.AddLocalMachine();
        using var services = new ServiceCollection().AddLogging().AddChat(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<ChatEngineOptions>>().Value;
    }
}
