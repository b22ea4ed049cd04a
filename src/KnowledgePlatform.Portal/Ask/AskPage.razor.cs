using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Documents;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>Questions, answers with their citations, and the cited document beside them.</summary>
public sealed partial class AskPage
{
    private IReadOnlyList<CollectionSummary> _collections = [];
    private IReadOnlyList<ConversationSummary> _conversations = [];
    private List<Answer> _turns = [];
    private HashSet<Guid> _chosen = [];
    private ConversationSummary? _conversation;
    private AnswerCitation? _opened;
    private string? _openedBy;
    private AnswerRun? _running;
    private AskBox? _box;
    private string _announced = "";
    private Guid? _shown;

    /// <summary>The conversation, or null for a new one.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    /// <summary>A collection to ask, of the address.</summary>
    [SupplyParameterFromQuery(Name = "collection")]
    public Guid? Collection { get; set; }

    [Inject]
    private CollectionStore Collections { get; set; } = null!;

    [Inject]
    private ConversationStore Conversations { get; set; } = null!;

    [Inject]
    private ConversationReader Reader { get; set; } = null!;

    [Inject]
    private AskService Service { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        _collections = await Collections.ListAsync(Caller, Closing);
        _conversations = await Conversations.ListAsync(Caller, 200, Closing);
        await ShowAsync();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (Loaded && _shown != Id)
        {
            await ShowAsync();
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _running?.Stop();
        base.Dispose(disposing);
    }

    private async Task ShowAsync()
    {
        _shown = Id;
        _opened = null;
        _announced = "";
        if (Id is not { } id)
        {
            (_conversation, _turns) = (null, []);
            _chosen = Collection is { } one ? [one] : [];
            return;
        }

        _conversation = await Conversations.FindAsync(Caller, id, Closing)
            ?? throw new RefusedException(RefusalKind.NotFound, "conversation_not_found", "There is no such conversation.");
        _turns = [.. await Reader.ReadAsync(Caller, id, Closing)];
        _chosen = [.. _conversation.CollectionIds];
    }

    private async Task AskAsync(string question)
    {
        _running = new AnswerRun(question);
        _announced = "Searching";
        var request = new AskRequest(question, _chosen.Count > 0 ? [.. _chosen] : null, _conversation?.Id);
        try
        {
            await foreach (var step in Service.AskAsync(Caller, request, _running.Stopped))
            {
                _running.Take(step);
                StateHasChanged();
            }

            await FinishAsync(_running.Answer!);
        }
        catch (RefusedException refused)
        {
            Notices.Problem(refused.Message);
            _box?.PutBack(question);
        }
        catch (OperationCanceledException)
        {
            _announced = "Stopped";
            _box?.PutBack(question);
        }
        finally
        {
            _running = null;
        }
    }

    private async Task FinishAsync(Answer answer)
    {
        _turns.Add(answer);
        _announced = AnswerWords.Announce(answer);
        await ReloadListAsync();
        if (_conversation is null)
        {
            // The address is that of the conversation, so that a reload shows it again; nothing has to be read anew.
            _conversation = _conversations.FirstOrDefault(one => one.Id == answer.ConversationId);
            _shown = answer.ConversationId;
            Navigation.NavigateTo($"/conversations/{answer.ConversationId}", replace: true);
        }
    }

    private async Task ReloadListAsync()
    {
        _conversations = await Conversations.ListAsync(Caller, 200, Closing);
        _conversation = _conversations.FirstOrDefault(one => one.Id == _conversation?.Id) ?? _conversation;
        StateHasChanged();
    }

    private void Choose(HashSet<Guid> chosen) => _chosen = chosen;

    private void Stop() => _running?.Stop();

    private void Open((AnswerCitation Citation, string Button) opened) => (_opened, _openedBy) = opened;

    private Task CloseOnEscape(KeyboardEventArgs key) => key.Key == "Escape" ? CloseAsync() : Task.CompletedTask;

    private async Task CloseAsync()
    {
        _opened = null;
        // Back to the number that was clicked: whoever works by keyboard goes on there.
        await using var script = await Script.InvokeAsync<IJSObjectReference>("import", "/js/ask.js");
        await script.InvokeVoidAsync("focus", _openedBy);
    }

    private async Task RateAsync((Answer Answer, short? Rating) rated)
    {
        if (await TryAsync(async () => _ = await Conversations.RateAsync(Caller, rated.Answer.Id, rated.Rating, null, Closing)))
        {
            var at = _turns.FindIndex(one => one.Id == rated.Answer.Id);
            _turns[at] = rated.Answer with { Rating = rated.Rating };
        }
    }
}
