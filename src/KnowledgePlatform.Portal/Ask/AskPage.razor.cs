using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>Questions, answers with their citations, and the cited document beside them.</summary>
public sealed partial class AskPage : IAsyncDisposable
{
    private const int MostConversations = 200;

    private IReadOnlyList<CollectionSummary> _collections = [];
    private IReadOnlyList<ConversationSummary> _conversations = [];
    private List<Answer> _turns = [];
    private HashSet<Guid> _chosen = [];
    private ConversationSummary? _conversation;
    private AskBox? _box;
    private ElementReference _root;
    private PageScript? _script;
    private (string Function, string? Argument)? _afterRender;
    private string? _refused;
    private string _announced = "";
    private bool _listOpen;
    private Guid? _shown;

    /// <summary>The conversation, or null for a new one.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    /// <summary>The collections to ask, of the address; none means all, or those of the conversation.</summary>
    [SupplyParameterFromQuery(Name = "collection")]
    public Guid[]? Collection { get; set; }

    [Inject]
    private CollectionStore Collections { get; set; } = null!;

    [Inject]
    private ConversationStore Conversations { get; set; } = null!;

    [Inject]
    private ConversationReader Reader { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    // The script has to be there first.
    private string ShowLast => _script is null ? "attach" : "showLast";

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var id = Id;
        (_shown, _cited) = (id, Cited);
        // Before what is recorded: an answer that is finished meanwhile is in the one or in the other.
        var running = Asks.Of(Caller).Where(run => run.Conversation == id && (id is not null || run.Id == Asking)).Except(_runs).ToList();
        var collections = await Collections.ListAsync(Caller, Closing);
        var conversations = await Conversations.ListAsync(Caller, MostConversations, Closing);
        var conversation = id is null ? null : await Conversations.FindAsync(Caller, id.Value, Closing)
            ?? throw new RefusedException(RefusalKind.NotFound, "conversation_not_found", "There is no such conversation.");
        var turns = conversation is null ? [] : await Reader.ReadAsync(Caller, conversation.Id, Closing);
        if (_shown != id)
        {
            // Another one was opened meanwhile.
            return;
        }

        (_collections, _conversations, _conversation, _turns) = (collections, conversations, conversation, [.. turns]);
        (_opened, _isEntry, _refused, _announced, _listOpen) = (OpenedCitation.Find(_turns, Cited), false, null, "", false);
        // A collection that was closed to the person since is no longer asked.
        var wanted = Collection is { Length: > 0 } ? Collection : _conversation?.CollectionIds ?? [];
        _chosen = [.. wanted.Intersect(_collections.Select(collection => collection.Id))];
        if (Collection?.Except(_chosen).Any() == true)
        {
            _refused = _chosen.Count == 0
                ? "The collection of this address is not open to you, or it is gone. A question is asked of all collections that are open to you."
                : "A collection of this address is not open to you, or it is gone. A question is asked of the others.";
        }

        _afterRender = (ShowLast, null);
        running.ForEach(run => _ = FollowAsync(run));
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        (_asking, _asked) = (_asked == Asking ? _asking : Asking, Asking);
        if (Id is null && Asking is { } asked && _answered.TryGetValue(asked, out var conversation))
        {
            // Back to where it was asked: the answer stands in its conversation.
            Navigation.NavigateTo(AddressOfConversation(conversation), replace: true);
        }
        else if ((Loaded || Refusal is not null) && _shown != Id)
        {
            await ShowAnewAsync();
        }
        else
        {
            FollowAddress();
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_afterRender is not var (function, argument) || !Loaded)
        {
            return;
        }

        _afterRender = null;
        _script ??= new PageScript(Script, "/js/ask.js");
        await _script.CallAsync(function, _root, argument);
    }

    // Null: where the conversation looked. So "all" has to be said when it looked in some only.
    private IReadOnlyList<Guid>? Searched => _chosen.Count > 0 ? [.. _chosen]
        : _conversation?.CollectionIds is { Length: > 0 } && _collections.Count > 0 ? [.. _collections.Select(collection => collection.Id)]
        : null;

    private async Task ReloadListAsync()
    {
        _conversations = await Conversations.ListAsync(Caller, MostConversations, Closing);
        _conversation = _conversations.FirstOrDefault(one => one.Id == _conversation?.Id) ?? _conversation;
        StateHasChanged();
    }

    // The choice is in the address: a link to the page, or a reload, asks the same documents.
    private void Choose(HashSet<Guid> chosen)
    {
        (_chosen, _refused) = (chosen, null);
        Navigation.NavigateTo(AddressOf(Navigation.Uri), replace: true);
    }

    private string AddressOf(string path) => Navigation.GetUriWithQueryParameters(
        Navigation.ToAbsoluteUri(path).ToString(), new Dictionary<string, object?> { ["collection"] = _chosen.Order().ToArray() });

    private string AddressOfConversation(Guid id) => Navigation.ToAbsoluteUri($"/conversations/{id}").ToString();

    private void Stop() => Current?.Stop();

    private void ToggleList() => _listOpen = !_listOpen;

    private void CloseList() => _listOpen = false;

    private async Task<bool> RateAsync(Answer rated)
    {
        if (!await TryAsync(() => Conversations.RateAsync(Caller, rated.Id, rated.Rating, rated.RatingComment, Closing)))
        {
            return false;
        }

        var at = _turns.FindIndex(one => one.Id == rated.Id);
        _turns[at] = rated;
        StateHasChanged();
        return true;
    }
}
