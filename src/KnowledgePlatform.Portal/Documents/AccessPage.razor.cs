using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
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

    /// <summary>The collection.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private CollectionStore Collections { get; set; } = null!;

    [Inject]
    private GrantStore Grants { get; set; } = null!;

    private bool IsManager => _collection?.Role == CollectionRole.Manager;

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        _collection = await Collections.FindAsync(Caller, Id, Closing)
            ?? throw new RefusedException(RefusalKind.NotFound, "collection_not_found", "There is no such collection, or it is not open to you.");
        _grants = await Grants.ListAsync(Caller, Id, Closing);
        _candidates = IsManager ? await Grants.CandidatesAsync(Caller, Id, Closing) : [];
    }

    private static CollectionRole RoleOf(CollectionGrant grant) => Enum.Parse<CollectionRole>(grant.Role, ignoreCase: true);

    private async Task GiveAsync()
    {
        var candidate = _candidates.First(one => one.Id == _grantee);
        await TryAsync(() => Grants.GiveAsync(Caller, Id, candidate.Id, candidate.IsGroup, _role, Closing), $"{candidate.Name} has access now.");
        _grantee = Guid.Empty;
        await ReloadAsync();
    }

    private async Task ChangeAsync(CollectionGrant grant, string role)
    {
        await TryAsync(() => Grants.ChangeAsync(Caller, Id, grant.Id, Enum.Parse<CollectionRole>(role), Closing), $"Changed what {grant.Name} may do.");
        await ReloadAsync();
    }

    private async Task TakeAsync(CollectionGrant grant)
    {
        await TryAsync(() => Grants.TakeAsync(Caller, Id, grant.Id, Closing), $"{grant.Name} has no access any more.");
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }
}
