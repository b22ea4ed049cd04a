using System.Collections.Concurrent;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Documents;

/// <summary>Records who was shown which version of which document, and who took its original.</summary>
public sealed class DocumentOpenings(PlatformDatabase database, IOptions<AuditOptions> options, TimeProvider time)
{
    // Beyond this many, those that are over are forgotten; the event itself stands in the trail.
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<(Guid User, Guid? Key, Guid Version), DateTimeOffset> _last = new();

    /// <summary>
    /// To be called before a version, or a page of it, is shown: what cannot be recorded is not shown. A person leaves one event for a version within
    /// <see cref="AuditOptions.DocumentOpeningsMinutes"/>, not one for each page. Several portals on one database remember each for itself.
    /// </summary>
    public async Task OpenedAsync(Caller caller, DocumentVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(version);
        if (!options.Value.DocumentOpenings)
        {
            return;
        }

        var (now, window) = (time.GetUtcNow(), TimeSpan.FromMinutes(options.Value.DocumentOpeningsMinutes));
        var key = (caller.UserId, caller.ApiKeyId, version.Id);
        if (_last.TryGetValue(key, out var last) && now - last < window)
        {
            return;
        }

        await RecordAsync(caller, "document.open", version, cancellationToken).ConfigureAwait(false);
        _last[key] = now;
        if (_last.Count > MostRemembered)
        {
            foreach (var over in _last.Where(one => now - one.Value >= window).ToList())
            {
                _last.TryRemove(over);
            }
        }
    }

    /// <summary>To be called before the original is handed out; each time is an event.</summary>
    public Task DownloadedAsync(Caller caller, DocumentVersion version, CancellationToken cancellationToken) =>
        RecordAsync(caller, "document.download", version, cancellationToken);

    private async Task RecordAsync(Caller caller, string action, DocumentVersion version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var names = await RecordedNames.OfVersionAsync(session, version.Id, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(
            caller, action, version.DocumentId,
            new { title = names?.Title, fileName = names?.FileName, collection = names?.Collection, number = version.Number, version = version.Id }, cancellationToken)
            .ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
