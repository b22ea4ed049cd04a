using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Answers;
using Microsoft.AspNetCore.Components;
using Npgsql;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>The answers that are being made. They belong to the person, not to the page: one that is loaded anew finds them again.</summary>
public sealed partial class AskPage
{
    private readonly List<AnswerRun> _runs = [];
    private readonly Dictionary<Guid, Guid> _answered = [];
    private Guid? _asked;
    private Guid? _asking;

    /// <summary>The question that is being answered and has no conversation yet.</summary>
    [SupplyParameterFromQuery(Name = "asking")]
    public Guid? Asking { get; set; }

    [Inject]
    private RunningAsks Asks { get; set; } = null!;

    // Answers go on while another conversation is looked at; each is shown where it was asked.
    private AnswerRun? Current => _runs.Find(run => run.Conversation == _conversation?.Id && (_conversation is not null || run.Id == _asking));

    private async Task AskAsync(string question)
    {
        AnswerRun run;
        try
        {
            run = Asks.Begin(Caller, new AskRequest(question, Searched, _conversation?.Id));
        }
        catch (RefusedException refused)
        {
            (_refused, _announced) = (refused.Message, "");
            _box?.PutBack(question);
            return;
        }

        (_announced, _refused, _afterRender) = ("Searching", null, ("toEnd", null));
        if (run.Conversation is null)
        {
            // Until the conversation has an address of its own: a reload finds the question by this.
            _asking = run.Id;
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("asking", run.Id), replace: true);
        }

        await FollowAsync(run);
    }

    private async Task FollowAsync(AnswerRun run)
    {
        _runs.Add(run);
        try
        {
            await Asks.FollowAsync(run, () => _ = InvokeAsync(StateHasChanged), Closing);
        }
        catch (OperationCanceledException)
        {
            // The page was left, and may come back.
            return;
        }

        var here = Current == run;
        _runs.Remove(run);
        if (run.Answer is { } answer)
        {
            try
            {
                await FinishAsync(run, answer, here);
            }
            catch (NpgsqlException)
            {
                // Nobody's click may be behind this, so nobody else would say it.
                Notices.Problem("The answer is recorded, but the database did not answer when the page was brought up to date. Load the page again.");
            }
        }
        else
        {
            PutBack(run, here);
        }

        // Nobody's click may be behind this: it goes on from the page before.
        StateHasChanged();
    }

    private void PutBack(AnswerRun run, bool here)
    {
        if (here)
        {
            (_refused, _announced, _asking) = (run.Refused, run.Refused is null ? "Stopped" : "", null);
            _box?.PutBack(run.Question);
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("asking", (Guid?)null), replace: true);
        }
        else if (run.Refused is not null)
        {
            Notices.Problem($"“{AnswerWords.Shorten(run.Question, 60)}” was not answered. {run.Refused}");
        }
    }

    private async Task FinishAsync(AnswerRun run, Answer answer, bool here)
    {
        _answered[run.Id] = answer.ConversationId;
        if (!here)
        {
            Notices.Done($"“{AnswerWords.Shorten(run.Question, 60)}” is answered.");
            await ReloadListAsync();
            return;
        }

        if (!_turns.Exists(one => one.Id == answer.Id))
        {
            _turns.Add(answer);
        }

        _announced = AnswerWords.Announce(answer);
        _opened = _opened is { Turn: OpenedCitation.Running } ? _opened.In(answer) : _opened;
        _afterRender = (ShowLast, null);
        await ReloadListAsync();
        if (_conversation is null)
        {
            // The address is that of the conversation, so that a reload shows it again; nothing has to be read anew.
            _conversation = _conversations.FirstOrDefault(one => one.Id == answer.ConversationId);
            (_shown, _asking) = (answer.ConversationId, null);
            Navigation.NavigateTo(
                Navigation.GetUriWithQueryParameters(AddressOfConversation(answer.ConversationId), new Dictionary<string, object?> { ["cited"] = _opened?.Button }),
                replace: true);
        }
    }
}
