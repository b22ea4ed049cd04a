using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Chat.Registry;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.TestKit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Chat;

/// <summary>What is registered, who may change it, and which model a question is put to. Nothing listens at the addresses.</summary>
public sealed class ModelRegistryTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Key = "sk-very-secret";
    private readonly ChatModel _builtIn = new(Options.Create(new ChatEngineOptions { Engine = ChatEngineKind.None }));
    private readonly EphemeralDataProtectionProvider _protection = new(NullLoggerFactory.Instance);
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private Caller _administrator = null!;
    private Caller _reader = null!;
    private Guid _lease;
    private Guid _letters;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.OwnerAsync<object>("with a as (delete from chat_models), b as (delete from model_default) select true");
        _administrator = await database.AddPersonAsync("administrator-" + _mark, administrator: true);
        _reader = await database.AddPersonAsync("reader-" + _mark);
        _lease = await database.AddCollectionAsync(_reader, "Lease " + _mark);
        _letters = await database.AddCollectionAsync(_reader, "Letters " + _mark);
    }

    public async ValueTask DisposeAsync() => await _builtIn.DisposeAsync();

    [Fact]
    public async Task Key_is_kept_encrypted_is_sent_and_shows_nowhere()
    {
        var (store, models) = Registry();
        await using var _ = models;
        var id = await store.AddAsync(_administrator, Draft("Large"), Key, Token);
        await store.ChangeAsync(_administrator, id, Draft("Large") with { PromptPrice = 3 }, null, Token);
        Assert.Equal((true, 3m), ((await store.FindAsync(_administrator, id, Token)).HasKey, (await store.FindAsync(_administrator, id, Token)).PromptPrice));
        Assert.Equal(0, await database.OwnerAsync<long>($"select count(*) from chat_models where id = '{id}' and position('{Key}'::bytea in key_protected) > 0"));
        Assert.Equal(0, await database.OwnerAsync<long>($"select count(*) from audit_events where detail::text like '%{Key}%'"));
        Assert.Equal("set", await database.OwnerAsync<string>($"select detail->>'key' from audit_events where action = 'model.add' and subject_id = '{id}'"));

        await using (var session = await database.Database.BeginAsync(_administrator, Token))
        {
            Assert.Equal(Key, new ModelKeys(_protection).Read(await ModelRows.KeyAsync(session, id, Draft("Large").Url, Token)));
            Assert.Null(await ModelRows.KeyAsync(session, id, "http://elsewhere:8000", Token));
            var error = await Assert.ThrowsAsync<PostgresException>(() => session.QueryAsync<byte[]>("select key_protected from chat_models", null, Token));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
        }

        await store.ChangeAsync(_administrator, id, Draft("Large"), "", Token);
        Assert.False((await store.FindAsync(_administrator, id, Token)).HasKey);
    }

    [Fact]
    public async Task Key_is_not_sent_to_a_server_that_it_was_not_given_for()
    {
        var (store, models) = Registry();
        await using var _ = models;
        var id = await store.AddAsync(_administrator, Draft("Large"), Key, Token);
        var elsewhere = Draft("Large") with { Url = "http://127.0.0.1:2" };
        Assert.Equal("model_key_needed", (await Assert.ThrowsAsync<RefusedException>(() => store.ChangeAsync(_administrator, id, elsewhere, null, Token))).Code);
        await store.ChangeAsync(_administrator, id, Draft("Large") with { Url = "http://127.0.0.1:1/v1" }, null, Token);
        var besides = Draft("Large") with { Url = "http://127.0.0.1:1, http://127.0.0.1:2" };
        Assert.Equal("model_key_needed", (await Assert.ThrowsAsync<RefusedException>(() => store.ChangeAsync(_administrator, id, besides, null, Token))).Code);
        await store.ChangeAsync(_administrator, id, besides, "sk-both", Token);
        Assert.Equal("http://127.0.0.1:1 http://127.0.0.1:2", (await store.FindAsync(_administrator, id, Token)).Url);
        await store.ChangeAsync(_administrator, id, Draft("Large"), null, Token);
        await store.ChangeAsync(_administrator, id, elsewhere, "sk-other", Token);
        Assert.Equal("http://127.0.0.1:2", (await store.FindAsync(_administrator, id, Token)).Url);
    }

    [Theory]
    [InlineData("http://10.1.1.1:8080", "host_not_listed")]
    [InlineData("http://127.0.0.1.nip.example:1", "host_not_listed")]
    [InlineData("http://listed.example:8444", "host_not_listed")]
    [InlineData("http://user:word@127.0.0.1:1", "model_url_invalid")]
    [InlineData("file:///etc/passwd", "model_url_invalid")]
    [InlineData("127.0.0.1:1", "model_url_invalid")]
    [InlineData("https://LISTED.example:8443/v1", null)]
    [InlineData("http://10.0.0.9:81", null)]
    [InlineData("http://10.0.0.9:82", null)]
    [InlineData("http://10.0.0.9:82, http://127.0.0.1:1", null)]
    [InlineData("http://10.0.0.9:82 http://10.1.1.1:8080", "host_not_listed")]
    [InlineData("http://10.0.0.9:82 http://user:word@127.0.0.1:1", "model_url_invalid")]
    [InlineData("http://10.0.0.9:82 127.0.0.1:1", "model_url_invalid")]
    public async Task Address_is_taken_only_at_a_host_that_the_operator_listed(string url, string? code)
    {
        var (store, models) = Registry(options => options.AllowedHosts = "127.0.0.1, listed.example:8443 ,10.0.0.9");
        await using var _ = models;
        var refused = await Record.ExceptionAsync(() => store.AddAsync(_administrator, Draft("Large") with { Url = url }, null, Token));
        Assert.Equal(code, (refused as RefusedException)?.Code);
    }

    [Fact]
    public async Task Host_that_is_listed_no_more_is_not_spoken_to_any_more()
    {
        var (store, models) = Registry();
        await using var _ = models;
        await store.SetDefaultAsync(_administrator, await store.AddAsync(_administrator, Draft("Large"), null, Token), Token);
        var (_, later) = Registry(options => options.AllowedHosts = "");
        await using var __ = later;
        var state = (await later.ChooseAsync(_reader, [_lease], Token)).Model.State;
        Assert.Equal(ChatModelStatus.Broken, state.Status);
        Assert.Contains("not among the hosts that this installation may speak to", state.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Default_stands_in_for_a_model_only_where_that_is_allowed_and_never_for_itself_or_at_a_host_that_is_not_listed()
    {
        var (store, models) = Registry();
        await using var _ = models;
        await store.ChooseAsync(_administrator, _lease, await store.AddAsync(_administrator, Draft("Large"), null, Token), Token);
        await store.SetDefaultAsync(_administrator, await store.AddAsync(_administrator, Draft("Small"), null, Token), Token);
        Assert.Null(await models.FallBackAsync(_reader, await models.ChooseAsync(_reader, [_lease], Token), Token));

        var (_, allowed) = Registry(options => (options.FallBack, options.AllowedHosts) = (true, ""));
        await using var __ = allowed;
        var chosen = await allowed.ChooseAsync(_reader, [_lease], Token);
        Assert.False(chosen.Model.Available);
        Assert.Null(await allowed.FallBackAsync(_reader, chosen, Token));
        Assert.Null(await allowed.FallBackAsync(_reader, await allowed.ChooseAsync(_reader, [_letters], Token), Token));
        Assert.Contains("not among the hosts", (await allowed.ChooseAsync(_reader, [_letters], Token)).Model.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_is_put_to_the_model_of_its_collections_when_it_is_one_and_else_to_the_default()
    {
        var (store, models) = Registry();
        await using var _ = models;
        Assert.Null((await models.ChooseAsync(_reader, [_lease], Token)).Model.RegistryId);
        var (large, small) = (await store.AddAsync(_administrator, Draft("Large"), null, Token), await store.AddAsync(_administrator, Draft("Small"), null, Token));
        await store.ChooseAsync(_administrator, _lease, large, Token);
        await AssertChosenAsync(models, large, false, _lease);
        await AssertChosenAsync(models, null, false, _letters);
        await AssertChosenAsync(models, null, true, _lease, _letters);

        await store.SetDefaultAsync(_administrator, small, Token);
        await AssertChosenAsync(models, small, true, _lease, _letters);
        await store.ChooseAsync(_administrator, _letters, large, Token);
        await AssertChosenAsync(models, large, false, _lease, _letters);
        await store.ChooseAsync(_administrator, _letters, RegisteredModel.BuiltInId, Token);
        await AssertChosenAsync(models, null, false, _letters);

        await store.ChangeAsync(_administrator, large, Draft("Large") with { Enabled = false }, null, Token);
        await AssertChosenAsync(models, small, false, _lease);
        await store.RemoveAsync(_administrator, small, Token);
        await AssertChosenAsync(models, null, false, _lease);
        Assert.Equal(RegisteredModel.BuiltInId, await store.DefaultAsync(_administrator, Token));
    }

    [Fact]
    public async Task Configuration_registers_models_and_choices_that_the_portal_shows_and_does_not_change()
    {
        var (store, models) = Registry(options =>
        {
            options.Chat.Add(new ConfiguredModel { Name = "Configured", Url = "http://127.0.0.1:3", ApiKey = Key, PromptPrice = 2, Collections = { _lease } });
            options.Default = "configured";
        });
        await using var _ = models;
        var configured = (await store.ListAsync(_administrator, Token)).Single(model => model.Source == ModelSource.Configuration);
        Assert.Equal(("Configured", true, 2m), (configured.Name, configured.HasKey, configured.PromptPrice));
        await AssertChosenAsync(models, configured.Id, false, _lease, _letters);
        Assert.Equal(configured.Id, await store.DefaultAsync(_administrator, Token));
        Assert.Equal(2m, (await models.ChooseAsync(_reader, [_lease], Token)).Model.Prices.Prompt);
        Assert.Equal("model_configured", (await Assert.ThrowsAsync<RefusedException>(() => store.RemoveAsync(_administrator, configured.Id, Token))).Code);
        Assert.Equal("model_configured", (await Assert.ThrowsAsync<RefusedException>(() => store.ChangeAsync(_administrator, RegisteredModel.BuiltInId, Draft("x"), null, Token))).Code);
        Assert.Equal("model_name_taken", (await Assert.ThrowsAsync<RefusedException>(() => store.AddAsync(_administrator, Draft("CONFIGURED"), null, Token))).Code);
        await store.SetDefaultAsync(_administrator, RegisteredModel.BuiltInId, Token);
        await AssertChosenAsync(models, configured.Id, false, _lease);
        await AssertChosenAsync(models, null, false, _letters);
    }

    [Fact]
    public void Configuration_that_cannot_be_meant_stops_the_start_with_all_reasons()
    {
        var options = new ModelsOptions { Default = "Nobody" };
        options.Chat.Add(new ConfiguredModel { Name = "One", Url = "host:1", PromptPrice = -1 });
        options.Chat.Add(new ConfiguredModel { Name = "one", Url = "http://host:1" });
        var faults = new ConfiguredModelsRule().Validate(null, options).Failures!.ToList();
        Assert.Collection(
            faults, fault => Assert.Contains("PromptPrice", fault, StringComparison.Ordinal), fault => Assert.StartsWith("Models:Chat:0:Url", fault, StringComparison.Ordinal),
            fault => Assert.Contains("two models named 'One'", fault, StringComparison.Ordinal), fault => Assert.Contains("'Nobody'", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Registry_is_changed_by_administrators_and_choices_are_seen_by_who_may_read_the_collection()
    {
        var (store, models) = Registry();
        await using var _ = models;
        var id = await store.AddAsync(_administrator, Draft("Large"), Key, Token);
        await store.ChooseAsync(_administrator, _lease, id, Token);
        Assert.Equal("administrators_only", (await Assert.ThrowsAsync<RefusedException>(() => store.ListAsync(_reader, Token))).Code);
        Assert.Equal("administrators_only", (await Assert.ThrowsAsync<RefusedException>(() => store.SetDefaultAsync(_reader, null, Token))).Code);
        var stranger = await database.AddPersonAsync("stranger-" + _mark);
        Assert.Equal((1, 0), (await CountAsync(_reader, "model_choices"), await CountAsync(stranger, "model_choices")));
        await using var session = await database.Database.BeginAsync(_reader, Token);
        Assert.Equal(0, await session.ExecuteAsync("update chat_models set enabled = false", null, Token));
        Assert.Equal(0, await session.ExecuteAsync("delete from model_choices", null, Token));
        await using var nobody = database.Database.AppPool.CreateCommand($"select kp_chat_model_key('{id}', '{Draft("Large").Url}')");
        Assert.Equal(DBNull.Value, await nobody.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_trail()
    {
        var (store, models) = Registry();
        await using var _ = models;
        var id = await store.AddAsync(_administrator, Draft("Large"), null, Token);
        await store.ChangeAsync(_administrator, id, Draft("Larger"), Key, Token);
        await store.SetDefaultAsync(_administrator, id, Token);
        await store.ChooseAsync(_administrator, _lease, id, Token);
        await new ModelTest(database.Database, store, Catalogue(new ModelsOptions()), models, Options.Create(new ModelsOptions())).RunAsync(_administrator, id, Token);
        await store.RemoveAsync(_administrator, id, Token);
        Assert.Equal(
            "model.add model.change model.default model.choose model.test model.remove",
            await database.OwnerAsync<string>($"select string_agg(action, ' ' order by id) from audit_events where user_id = '{_administrator.UserId}' and action like 'model.%'"));
    }

    private static ModelDraft Draft(string name) => new(name, "http://127.0.0.1:1", "", 0, 1, 2, false, false, true);

    private async Task AssertChosenAsync(ChatModels models, Guid? expected, bool remarked, params Guid[] collections)
    {
        var chosen = await models.ChooseAsync(_reader, collections, Token);
        Assert.Equal((expected, remarked), (chosen.Model.RegistryId, chosen.Remark is not null));
    }

    private async Task<int> CountAsync(Caller caller, string table)
    {
        await using var session = await database.Database.BeginAsync(caller, Token);
        return await session.ReadAsync<int>($"select count(*)::int from {table}", null, Token);
    }

    private ModelCatalogue Catalogue(ModelsOptions options) =>
        new(_builtIn, Options.Create(new ChatEngineOptions { Engine = ChatEngineKind.None, Retries = 0, ConnectSeconds = 5 }), Options.Create(options), Options.Create(new EmbeddingOptions()));

    private (ModelStore Store, ChatModels Models) Registry(Action<ModelsOptions>? configure = null)
    {
        var options = new ModelsOptions { AllowedHosts = "127.0.0.1" };
        configure?.Invoke(options);
        var (catalogue, keys) = (Catalogue(options), new ModelKeys(_protection));
        var hosts = new OutboundHosts(Options.Create(options), Options.Create(new ChatEngineOptions()));
        return (
            new ModelStore(database.Database, catalogue, keys, hosts, Options.Create(options)),
            new ChatModels(database.Database, catalogue, keys, hosts, TimeProvider.System, NullLogger<ChatModel>.Instance));
    }
}
