using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Ingestion;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Core.Transcription;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>A published version that a test reads again itself, stage by stage: the portal's worker would go through all of them at once.</summary>
internal sealed class HeldVersion(RunningPortal portal, ClaimedVersion claimed)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ClaimedVersion Claimed => claimed;

    public static async Task<HeldVersion> ClaimAsync(RunningPortal portal, Guid version)
    {
        await using var session = await portal.Part<PlatformDatabase>().BeginWorkerAsync(Token);
        var claimed = await session.ReadAsync<ClaimedVersion>(
            """
            update document_versions v set state = 'received', lease_until = now() + interval '1 hour', attempts = 1, claims = claims + 1
            from documents d where v.id = @version and d.id = v.document_id
            returning v.id, v.document_id, v.collection_id, v.number, v.file_name, d.title, v.sha256, v.state, v.attempts, v.claims, v.unlocked_sha256, v.format
            """, new { version }, Token);
        await session.CommitAsync(Token);
        return new HeldVersion(portal, claimed);
    }

    /// <summary>Reads it, under options of the test's own.</summary>
    public Task<int> ParseAsync(IngestionOptions? options = null)
    {
        var own = Options.Create(options ?? new IngestionOptions());
        return new ParseStage(
            portal.Part<PlatformDatabase>(), portal.Part<FileStore>(), portal.Part<ParserClient>(), portal.Part<UnlockedOriginals>(), Members(options), portal.Part<RecordingTranscriber>(), own)
            .RunAsync(claimed, Token);
    }

    public StagedMembers Members(IngestionOptions? options = null) =>
        new(portal.Part<PlatformDatabase>(), portal.Part<OriginalIntake>(), Options.Create(options ?? new IngestionOptions()));

    public Task<int> ChunkAsync() => portal.Part<ChunkStage>().RunAsync(claimed with { State = "parsed" }, Token);

    /// <summary>Leaves what is left to do to the portal's worker.</summary>
    public Task LetGoAsync() => ChangeAsync("lease_until = null");

    /// <summary>As if the worker had been killed at the last attempt: the next one that looks at it gives it up.</summary>
    public async Task GiveUpAsync()
    {
        await ChangeAsync("lease_until = now() - interval '1 second', attempts = 1000");
        Assert.Null(await portal.Part<VersionLease>().ClaimAsync(claimed.Id, Token));
    }

    private Task ChangeAsync(string assignments) =>
        portal.Database.OwnerAsync<int>($"update document_versions set {assignments} where id = '{claimed.Id}' returning 1");
}
