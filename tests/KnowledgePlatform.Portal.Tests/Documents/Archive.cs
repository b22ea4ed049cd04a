using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>A collection of its own with a manager, as tests of documents need it; programs speak for its people.</summary>
internal sealed class Archive
{
    private readonly RunningPortal _portal;

    private Archive(RunningPortal portal, FreshPassword manager, Guid id, string name) => (_portal, Manager, Id, Name) = (portal, manager, id, name);

    public FreshPassword Manager { get; }

    public Guid Id { get; }

    public string Name { get; }

    public string Address => $"/api/v1/collections/{Id}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string Sample(string file) => Path.Combine(Repository.Root, "deploy", "samples", "documents", file);

    public static async Task<Archive> OpenAsync(RunningPortal portal)
    {
        var manager = await portal.AddPersonAsync("manager");
        var name = "Matter " + Guid.NewGuid().ToString("N")[..8];
        var id = await portal.Part<CollectionStore>().CreateAsync(new Caller(manager.PersonId), name, "", Token);
        return new Archive(portal, manager, id, name);
    }

    public async Task<FreshPassword> AddPersonAsync(CollectionRole? role)
    {
        var person = await _portal.AddPersonAsync(role is null ? "stranger" : "member");
        if (role is { } given)
        {
            await _portal.Part<GrantStore>().GiveAsync(new Caller(Manager.PersonId), Id, person.PersonId, false, given, Token);
        }

        return person;
    }

    /// <summary>A program of the manager's, or of <paramref name="person"/>'s.</summary>
    public async Task<HttpClient> ProgramAsync(FreshPassword? person = null, params string[] scopes)
    {
        var key = await _portal.Part<ApiKeyStore>().AddAsync(
            new Caller((person ?? Manager).PersonId), new ApiKeyRequest("test", scopes.Length > 0 ? scopes : [ApiScopes.Read, ApiScopes.Write]), Token);
        return new HttpClient { BaseAddress = _portal.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key.Secret) } };
    }

    /// <summary>Uploads a file of the samples, or a text, and returns what the portal says of it.</summary>
    public async Task<JsonElement> UploadAsync(HttpClient program, string name, string? text = null)
    {
        using var content = text is null ? new StreamContent(File.OpenRead(Path.IsPathRooted(name) ? name : Sample(name))) : (HttpContent)new StringContent(text);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await program.PostAsync($"{Address}/documents?name={Uri.EscapeDataString(Path.GetFileName(name))}", content, Token);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Token))[0];
    }

    /// <summary>Waits until the worker is through with a version.</summary>
    public static async Task<JsonElement> WhenDoneAsync(HttpClient program, Guid version)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await clock.WaitForNextTickAsync(patience.Token))
        {
            var now = await program.GetFromJsonAsync<JsonElement>($"/api/v1/versions/{version}", patience.Token);
            if (now.GetProperty("state").GetString() is "published" or "failed")
            {
                return now;
            }
        }

        throw new InvalidOperationException("unreachable");
    }

    public async Task<(Guid Document, Guid Version)> PublishAsync(HttpClient program, string name, string? text = null)
    {
        var uploaded = await UploadAsync(program, name, text);
        var version = uploaded.GetProperty("versionId").GetGuid();
        Assert.Equal("published", (await WhenDoneAsync(program, version)).GetProperty("state").GetString());
        return (uploaded.GetProperty("documentId").GetGuid(), version);
    }

    public static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
    }
}
