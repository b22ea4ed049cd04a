using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Settings.QuestionSets;

/// <summary>One run: how far it is, its figures, and how it compares with another.</summary>
public sealed partial class QuestionRunPage
{
    private QuestionSet? _set;
    private QuestionRun? _run, _before;
    private IReadOnlyList<QuestionRun> _others = [];
    private IReadOnlyList<QuestionResult> _results = [];
    private RunComparison? _comparison;
    private IReadOnlyDictionary<Guid, string> _texts = new Dictionary<Guid, string>();
    private IReadOnlyDictionary<Guid, string> _titles = new Dictionary<Guid, string>();

    /// <summary>The run.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>The run that it is compared with.</summary>
    [SupplyParameterFromQuery]
    public Guid? Before { get; set; }

    [Inject]
    private QuestionSetStore Sets { get; set; } = null!;

    [Inject]
    private QuestionRunStore Runs { get; set; } = null!;

    [Inject]
    private IOptions<QuestionSetOptions> Limits { get; set; } = null!;

    /// <inheritdoc />
    protected override object Subject => (Id, Before);

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var (id, before) = (Id, Before);
        var run = await Runs.FindAsync(Caller, id, Closing);
        var set = await Sets.FindAsync(Caller, run.SetId, Closing);
        if (run.Figures is not null)
        {
            _others = [.. (await Runs.ListAsync(Caller, run.SetId, Closing)).Where(other => other.Id != id && other.State == "done")];
            _texts = await Runs.TextsAsync(Caller, run.SetId, Closing);
            _comparison = before is { } earlier ? await Runs.CompareAsync(Caller, earlier, id, Closing) : null;
            _before = before is { } other ? await Runs.FindAsync(Caller, other, Closing) : null;
            _results = await Runs.ResultsAsync(Caller, id, Closing);
            _titles = await Runs.TitlesAsync(Caller, [.. _results.SelectMany(result => result.Found.Take(1))], Closing);
        }

        (_run, _set) = (run, set);
        WatchWhile(() => _run.Open);
    }

    private void Choose(ChangeEventArgs chosen) => Navigation.NavigateTo(
        chosen.Value is string { Length: > 0 } before ? $"/settings/question-sets/runs/{_run!.Id}?before={before}" : $"/settings/question-sets/runs/{_run!.Id}");

    private Task CancelAsync() => ActAsync(() => Runs.CancelAsync(Caller, _run!.Id, Closing), "The run ends before its next questions.");
}
