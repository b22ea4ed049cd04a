using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>A document: its state as it changes, what each stage took, its versions.</summary>
public sealed partial class DocumentPage
{
    private DocumentSummary? _document;
    private CollectionSummary? _collection;
    private IReadOnlyList<DocumentVersion> _versions = [];
    private IReadOnlyList<StageRun> _stages = [];
    private IReadOnlyList<string> _skipped = [];
    private TypedConfirmation? _deletion;
    private Dialog? _renaming;
    private DocumentForm _form = new();

    /// <summary>The document.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private DocumentStore Store { get; set; } = null!;

    [Inject]
    private CollectionStore Collections { get; set; } = null!;

    /// <inheritdoc />
    protected override object Subject => Id;

    private bool MayChange => _collection?.Role >= CollectionRole.Contributor;

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var document = await Store.FindAsync(Caller, Id, Closing)
            ?? throw new RefusedException(RefusalKind.NotFound, "document_not_found", "There is no such document, or it is not open to you.");
        var collection = await Collections.FindAsync(Caller, document.CollectionId, Closing)
            ?? throw new RefusedException(RefusalKind.NotFound, "document_not_found", "There is no such document, or it is not open to you.");
        var versions = await Store.VersionsAsync(Caller, document.Id, Closing);
        var stages = await Store.StagesAsync(Caller, document.VersionId, Closing);
        (_document, _collection, _versions, _stages) = (document, collection, versions, stages);
        _skipped = SkippedParts.Read(_versions[0].Skipped);
        WatchWhile(() => _document.InProgress);
    }

    private async Task RetryAsync()
    {
        await TryAsync(() => Store.RetryAsync(Caller, _document!.VersionId, Closing));
        await ShowAnewAsync();
    }

    private void StartRenaming()
    {
        _form = new DocumentForm { Title = _document!.Title };
        _renaming!.Open();
    }

    private async Task RenameAsync()
    {
        await _renaming!.CloseAsync();
        await TryAsync(() => Store.RenameAsync(Caller, _document!.Id, _form.Title, Closing), "Saved.");
        await ShowAnewAsync();
    }

    private async Task DeleteAsync()
    {
        var title = _document!.Title;
        if (await TryAsync(() => Store.DeleteAsync(Caller, _document.Id, Closing), $"“{title}” was deleted."))
        {
            Navigation.NavigateTo($"/collections/{_document.CollectionId}");
        }
    }
}
