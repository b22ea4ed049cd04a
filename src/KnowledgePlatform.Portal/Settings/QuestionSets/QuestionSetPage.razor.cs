using KnowledgePlatform.Core.Retrieval.QuestionSets;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace KnowledgePlatform.Portal.Settings.QuestionSets;

/// <summary>One question set: its runs and its questions.</summary>
public sealed partial class QuestionSetPage
{
    private const int PageSize = 50;
    private QuestionSet? _set;
    private IReadOnlyList<SetQuestion> _questions = [];
    private IReadOnlyList<QuestionRun> _runs = [];
    private int _page = 1;
    private QuestionForm _question = new();
    private QuestionSetForm _form = new();
    private FormRefusal? _refusal, _questionRefusal;
    private Dialog? _questionDialog, _editDialog, _removeDialog;

    /// <summary>The set.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private QuestionSetStore Sets { get; set; } = null!;

    [Inject]
    private SetQuestionStore Questions { get; set; } = null!;

    [Inject]
    private QuestionRunStore Runs { get; set; } = null!;

    /// <inheritdoc />
    protected override object Subject => Id;

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var id = Id;
        var set = await Sets.FindAsync(Caller, id, Closing);
        // While a run goes on the page is read every second: questions only when they changed.
        var questions = _set == set with { RunCount = _set?.RunCount ?? 0 } ? _questions : await Questions.ListAsync(Caller, id, Closing);
        (_set, _questions, _runs) = (set, questions, await Runs.ListAsync(Caller, id, Closing));
        _page = Math.Clamp(_page, 1, Math.Max(1, (_questions.Count + PageSize - 1) / PageSize));
        WatchWhile(() => _runs.Any(run => run.Open));
    }

    private Task RunAsync() => ActAsync(() => Runs.StartAsync(Caller, _set!.Id, null, Closing), "The run begins within seconds.");

    private void StartAdding()
    {
        _question = new QuestionForm { Document = _question.Document };
        _questionDialog!.Open();
    }

    private async Task AddQuestionAsync()
    {
        if (await _questionRefusal!.TryAsync(() => Questions.AddAsync(Caller, _set!.Id, _question.Question, _question.Document, _question.Answer, Closing)))
        {
            await _questionDialog!.CloseAsync();
            Notices.Done("The question is added.");
            await ShowAnewAsync();
        }
    }

    private Task RemoveQuestionAsync(SetQuestion question) =>
        ActAsync(() => Questions.RemoveAsync(Caller, _set!.Id, question.Id, Closing), "The question is taken out. Runs that asked it still show it.");

    private void StartEditing()
    {
        _form = new QuestionSetForm { Name = _set!.Name, Gate = _set.Gate };
        _editDialog!.Open();
    }

    private async Task SaveAsync()
    {
        if (await _refusal!.TryAsync(() => Sets.ChangeAsync(Caller, _set!.Id, _form.Name, _form.Gate, Closing)))
        {
            await _editDialog!.CloseAsync();
            Notices.Done("The set is saved.");
            await ShowAnewAsync();
        }
    }

    private async Task RemoveAsync()
    {
        await _removeDialog!.CloseAsync();
        if (await TryAsync(() => Sets.RemoveAsync(Caller, _set!.Id, Closing), $"The set {_set!.Name} is removed."))
        {
            Navigation.NavigateTo("/settings/question-sets");
        }
    }
}
