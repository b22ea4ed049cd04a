using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>Who may open a collection; its managers change that.</summary>
public sealed partial class AccessPage
{
    private CollectionSummary? _collection;
    private IReadOnlyList<CollectionGrant> _grants = [];
    private IReadOnlyList<GrantCandidate> _candidates = [];
    private Guid _grantee;
    private CollectionRole _role = CollectionRole.Reader;
    private CollectionGrant? _taken;
    private Dialog? _taking;

    /// <summary>The collection.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private CollectionStore Collections { get; set; } = null!;

    [Inject]
    private GrantStore Grants { get; set; } = null!;

    /// <inheritdoc />
    protected override object Subject => Id;

    private bool IsManager => _collection?.Role == CollectionRole.Manager;

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var collection = await Collections.FindAsync(Caller, Id, Closing)
            ?? throw new RefusedException(RefusalKind.NotFound, "collection_not_found", "There is no such collection, or it is not open to you.");
        var grants = await Grants.ListAsync(Caller, collection.Id, Closing);
        _candidates = collection.Role == CollectionRole.Manager ? await Grants.CandidatesAsync(Caller, collection.Id, Closing) : [];
        (_collection, _grants) = (collection, grants);
        _grantee = _candidates.Any(one => one.Id == _grantee) ? _grantee : Guid.Empty;
    }

    private static CollectionRole RoleOf(CollectionGrant grant) => Enum.Parse<CollectionRole>(grant.Role, ignoreCase: true);

    private async Task GiveAsync()
    {
        var candidate = _candidates.First(one => one.Id == _grantee);
        _grantee = Guid.Empty;
        await ActAsync(() => Grants.GiveAsync(Caller, _collection!.Id, candidate.Id, candidate.IsGroup, _role, Closing), $"{candidate.Name} has access now.");
    }

    private async Task ChangeAsync(CollectionGrant grant, CollectionRole role)
    {
        await ActAsync(() => Grants.ChangeAsync(Caller, _collection!.Id, grant.Id, role, Closing), $"Changed what {grant.Name} may do.");
    }

    private void StartTaking(CollectionGrant grant)
    {
        _taken = grant;
        _taking!.Open();
    }

    private async Task TakeAsync()
    {
        var grant = _taken!;
        await _taking!.CloseAsync();
        await ActAsync(() => Grants.TakeAsync(Caller, _collection!.Id, grant.Id, Closing), $"{grant.Name} has no access any more.");
    }
}
