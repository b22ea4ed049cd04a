using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using KnowledgePlatform.Core.Retrieval.Tuning;
using KnowledgePlatform.Portal.Layout;
using KnowledgePlatform.Portal.Settings.QuestionSets;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Settings.SearchSettings;

/// <summary>One version of the search settings: its values, what the gates say, trying it, putting it in force.</summary>
public sealed partial class TuningVersionPage
{
    private TuningVersion? _version;
    private SearchTuning _tuning = new(), _inForce = new();
    private int? _numberInForce;
    private bool _was;
    private IReadOnlyList<GateVerdict> _gates = [];
    private IReadOnlyList<QuestionSet> _sets = [];
    private Guid _chosen;
    private ForceForm _form = new();
    private FormRefusal? _refusal;
    private Dialog? _forceDialog;

    /// <summary>Number of the version; 0 for the settings as configured.</summary>
    [Parameter]
    public int Number { get; set; }

    [Inject]
    private TuningStore Tuning { get; set; } = null!;

    [Inject]
    private TuningInForce InForce { get; set; } = null!;

    [Inject]
    private TuningGate Gate { get; set; } = null!;

    [Inject]
    private QuestionSetStore Sets { get; set; } = null!;

    [Inject]
    private QuestionRunStore Runs { get; set; } = null!;

    [Inject]
    private IOptions<QuestionSetOptions> Limits { get; set; } = null!;

    /// <inheritdoc />
    protected override object Subject => Number;

    private string Name => RunWords.Settings(Number == QuestionRunStore.AsConfigured ? null : Number);

    private bool IsInForce => Number == (_numberInForce ?? QuestionRunStore.AsConfigured);

    private bool Closed => _gates.Any(gate => !gate.Open);

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var number = Number;
        _version = await Tuning.FindAsync(Caller, number, Closing);
        if (_version is null && number != QuestionRunStore.AsConfigured)
        {
            throw new RefusedException(RefusalKind.NotFound, "search_version_not_found", "There is no version of the search settings with this number.");
        }

        _tuning = _version?.Tuning ?? InForce.Configured;
        (_inForce, _numberInForce) = await InForce.CurrentAsync(Closing);
        _was = number == QuestionRunStore.AsConfigured || (await Tuning.HistoryAsync(Caller, Closing)).Any(one => one.Version == number);
        _sets = [.. (await Sets.ListAsync(Caller, Closing)).Where(set => set.QuestionCount > 0)];
        _chosen = _sets.Any(set => set.Id == _chosen) ? _chosen : _sets.Count > 0 ? _sets[0].Id : Guid.Empty;
        _gates = IsInForce ? [] : await Gate.JudgeAsync(Caller, number, Closing);
        WatchWhile(() => _gates.Any(gate => gate.Running));
    }

    private Task RunGatesAsync() => ActAsync(() => Gate.StartMissingAsync(Caller, Number, Closing), "The runs begin within seconds.");

    private async Task TryItAsync()
    {
        var run = Guid.Empty;
        if (await TryAsync(async () => run = await Runs.StartAsync(Caller, _chosen, Number, Closing)))
        {
            Navigation.NavigateTo($"/settings/question-sets/runs/{run}");
        }
    }

    private void StartForcing()
    {
        _form = new ForceForm();
        _forceDialog!.Open();
    }

    private async Task ForceAsync()
    {
        if (await _refusal!.TryAsync(() => Tuning.PutInForceAsync(Caller, Number, _form.Reason, _form.Against, Closing)))
        {
            await _forceDialog!.CloseAsync();
            Notices.Done($"{Name} is in force. Searches use it within seconds.");
            await ShowAnewAsync();
        }
    }
}
