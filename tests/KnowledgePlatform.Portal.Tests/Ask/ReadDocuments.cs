using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.TestKit;
using Xunit;

[assembly: AssemblyFixture(typeof(KnowledgePlatform.Portal.Tests.Ask.ReadDocuments))]

namespace KnowledgePlatform.Portal.Tests.Ask;

/// <summary>A collection with two sample documents, taken in once by REST and the real worker, for all tests that ask.</summary>
public sealed class ReadDocuments
{
    private readonly Lock _once = new();
    private Task<Guid>? _collection;

    /// <summary>A question whose answer, 21 days, stands in the lease.</summary>
    public const string Question = "After how many days of unpaid Rent may the Landlord re-enter the Property?";

    /// <summary>The collection; its manager is the administrator. What failed once fails for all with the same reason.</summary>
    public Task<Guid> CollectionAsync(RunningPortal portal)
    {
        lock (_once)
        {
            return _collection ??= TakeInAsync(portal);
        }
    }

    /// <summary>A fresh person who may read the collection.</summary>
    public async Task<FreshPassword> AddReaderAsync(RunningPortal portal, string name)
    {
        var person = await portal.AddPersonAsync(name);
        await portal.Part<GrantStore>().GiveAsync(
            portal.Administrator, await CollectionAsync(portal), person.PersonId, false, CollectionRole.Reader, CancellationToken.None);
        return person;
    }

    /// <summary>A program of a person's, with a key of the given scopes.</summary>
    public static async Task<HttpClient> ProgramAsync(RunningPortal portal, Guid person, params string[] scopes)
    {
        var key = await portal.Part<ApiKeyStore>().AddAsync(new Caller(person), new ApiKeyRequest("test", scopes), CancellationToken.None);
        return new HttpClient { BaseAddress = portal.Address, DefaultRequestHeaders = { Authorization = new("Bearer", key.Secret) } };
    }

    private static async Task<Guid> TakeInAsync(RunningPortal portal)
    {
        using var program = await ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Read, ApiScopes.Write);
        using var made = await program.PostAsJsonAsync("/api/v1/collections", new { name = "Read documents" });
        made.EnsureSuccessStatusCode();
        var collection = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        foreach (var file in new[] { "commercial-lease.pdf", "leave-policy.docx" })
        {
            await using var bytes = File.OpenRead(Path.Combine(Repository.Root, "deploy", "samples", "documents", file));
            using var sent = await program.PostAsync($"/api/v1/collections/{collection}/documents?name={file}", new StreamContent(bytes));
            sent.EnsureSuccessStatusCode();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await clock.WaitForNextTickAsync(patience.Token))
        {
            var published = await program.GetFromJsonAsync<JsonElement>($"/api/v1/collections/{collection}/documents?state=published", patience.Token);
            if (published.GetProperty("total").GetInt64() == 2)
            {
                return collection;
            }
        }

        throw new InvalidOperationException("the documents were not published");
    }
}
