using KnowledgePlatform.Core.Audit;
using Microsoft.AspNetCore.Components;

namespace KnowledgePlatform.Portal.Audit;

/// <summary>The append-only record, for administrators.</summary>
public sealed partial class AuditPage
{
    private const int PageSize = 50;

    private IReadOnlyList<AuditEvent> _events = [];
    private IReadOnlyList<string> _actions = [];
    private (string? Action, long? Before) _shown;
    private ChainState _chain;
    private long? _fault;
    private long _checkedTo;
    private bool _more;
    private bool _checking;

    private enum ChainState
    {
        Checking,
        Whole,
        Broken,
    }

    /// <summary>Only events of this action.</summary>
    [SupplyParameterFromQuery]
    public string? Action { get; set; }

    /// <summary>Only events before this number.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    [Inject]
    private AuditLog Log { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        _actions = await Log.ActionsAsync(Caller, Closing);
        await ShowAsync();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (Loaded && _shown != (Action, Before))
        {
            await ShowAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // After the events are shown: the check reads the whole record.
        if (Loaded && !_checking)
        {
            _checking = true;
            try
            {
                _fault = await Log.FirstFaultAsync(Caller, new Progress<long>(ShowChecked), Closing);
                _chain = _fault is null ? ChainState.Whole : ChainState.Broken;
                StateHasChanged();
            }
            catch (OperationCanceledException)
            {
                // The page was left.
            }
        }
    }

    private async Task ShowAsync()
    {
        _shown = (Action, Before);
        var found = await Log.ListAsync(Caller, Before, string.IsNullOrEmpty(Action) ? null : Action, PageSize + 1, Closing);
        _more = found.Count > PageSize;
        _events = [.. found.Take(PageSize)];
    }

    private void ShowChecked(long number)
    {
        _checkedTo = number;
        StateHasChanged();
    }

    private void ChooseAction(ChangeEventArgs change) => Navigation.NavigateTo(AddressOf((string?)change.Value, null));

    private string AddressOf(string? action, long? before) => Navigation.GetUriWithQueryParameters(
        "/audit", new Dictionary<string, object?> { ["action"] = string.IsNullOrEmpty(action) ? null : action, ["before"] = before });
}
