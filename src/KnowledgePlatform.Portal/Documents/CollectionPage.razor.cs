using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>The documents of a collection, with their states as they change. Filter and page stand in the address.</summary>
public sealed partial class CollectionPage
{
    private const int PageSize = 100;
    private CollectionSummary? _collection;
    private IReadOnlyList<DocumentSummary> _documents = [];
    private long _total;
    private long _published;
    private long _failed;

    /// <summary>The collection.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>Only documents in this state.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary>Only documents whose name holds this.</summary>
    [SupplyParameterFromQuery(Name = "search")]
    public string? Search { get; set; }

    /// <summary>Which part of the list, from 0.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int Page { get; set; }

    [Inject]
    private CollectionStore Collections { get; set; } = null!;

    [Inject]
    private DocumentStore Store { get; set; } = null!;

    /// <inheritdoc />
    protected override object Subject => (Id, State, Search, Page);

    private int Offset => Math.Max(0, Page) * PageSize;

    private bool IsFiltered => !string.IsNullOrEmpty(State) || !string.IsNullOrEmpty(Search);

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var query = new DocumentQuery(State, Search, PageSize, Offset);
        var collection = await Collections.FindAsync(Caller, Id, Closing)
            ?? throw new RefusedException(RefusalKind.NotFound, "collection_not_found", "There is no such collection, or it is not open to you.");
        var total = await Store.CountAsync(Caller, collection.Id, query, Closing);
        var documents = await Store.ListAsync(Caller, collection.Id, query, Closing);
        // As the filters count them. What is not asked is not shown.
        var published = collection.InProgress > 0 ? await Store.CountAsync(Caller, collection.Id, new DocumentQuery("published"), Closing) : 0;
        var failed = collection.Failed > 0 ? await Store.CountAsync(Caller, collection.Id, new DocumentQuery("failed"), Closing) : 0;
        (_collection, _total, _documents, _published, _failed) = (collection, total, documents, published, failed);
        WatchWhile(() => _collection.InProgress > 0);
    }

    private async Task RetryAsync(DocumentSummary document)
    {
        await TryAsync(() => Store.RetryAsync(Caller, document.VersionId, Closing));
        await ShowAnewAsync();
    }

    private static string Counted(long count, string one, string many) => $"{count:N0} {(count == 1 ? one : many)}";

    // In the place of the address before: Back leads out of the search, not through each letter of it.
    private void Find(string search) => GoTo(State, search, 0, replace: true);

    private void FilterAsync(ChangeEventArgs change) => GoTo(change.Value as string, Search, 0);

    private void Go(int page) => GoTo(State, Search, page);

    private void GoTo(string? state, string? search, int page, bool replace = false) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["state"] = string.IsNullOrEmpty(state) ? null : state,
        ["search"] = string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
        ["page"] = page > 0 ? page : null,
    }), replace: replace);
}
