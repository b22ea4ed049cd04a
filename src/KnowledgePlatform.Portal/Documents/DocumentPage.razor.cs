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
    private IReadOnlyList<DocumentSummary> _members = [];
    private IReadOnlyList<string> _skipped = [];
    private IReadOnlyList<DocumentTag> _tags = [];
    private RecognizedPages? _recognized;
    private TypedConfirmation? _deletion;
    private Dialog? _renaming;
    private DocumentForm _form = new();

    /// <summary>The document.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private DocumentStore Store { get; set; } = null!;

    [Inject]
    private DocumentTagStore Tags { get; set; } = null!;

    [Inject]
    private DocumentPasswords Passwords { get; set; } = null!;

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
        _recognized = await Store.RecognizedAsync(Caller, document.VersionId, Closing);
        _tags = await Tags.ListAsync(Caller, document.Id, Closing);
        var members = document.Members > 0 ? await Store.MembersAsync(Caller, document.Id, Closing) : [];
        (_document, _collection, _versions, _stages, _members) = (document, collection, versions, stages, members);
        _skipped = SkippedParts.Read(_versions[0].Skipped);
        WatchWhile(() => _document.InProgress || _members.Any(member => member.InProgress));
    }

    private Task RetryAsync() => ActAsync(() => Store.RetryAsync(Caller, _document!.VersionId, Closing));

    private Task GivePasswordAsync(string password) => ActAsync(() => Passwords.GiveAsync(Caller, _document!.VersionId, password, Closing));

    private Task AddTagAsync(string tag) => ActAsync(() => Tags.AddAsync(Caller, _document!.Id, tag, Closing));

    private Task RemoveTagAsync(string tag) => ActAsync(() => Tags.RemoveAsync(Caller, _document!.Id, tag, Closing));

    private Task RereadAsync() => ActAsync(
        () => Store.RereadAsync(Caller, _document!.VersionId, Closing), "The document is being read again. Until that is through, what was read before is found.");

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
