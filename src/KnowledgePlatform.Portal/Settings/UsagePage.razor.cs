using System.Globalization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Usage;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Settings;

/// <summary>What models were used for and what that cost, for administrators. What is shown is in the address.</summary>
public sealed partial class UsagePage
{
    private UsageReport? _report;
    private ComparisonForm _form = new();
    private FormRefusal? _refusal;

    /// <summary>person, group, collection or model.</summary>
    [SupplyParameterFromQuery]
    public string? By { get; set; }

    /// <summary>The first day; without it, that of the month.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>The last day; without it, today.</summary>
    [SupplyParameterFromQuery]
    public string? To { get; set; }

    [Inject]
    private UsageStore Usage { get; set; } = null!;

    [Inject]
    private IOptions<UsageOptions> Limits { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc />
    protected override object Subject => (By, From, To);

    private string ByName => _report!.By.ToString().ToLowerInvariant();

    private string Note => (_report!.By switch
    {
        UsageBy.Group => "Somebody in two groups counts in both, so that groups may come to more than all questions.",
        UsageBy.Collection => "Tokens and cost of a question are shared equally among the collections whose passages the model read.",
        UsageBy.Model => "Questions without a model were answered by quotations.",
        _ => "Questions that were stopped or failed count with what they took until then.",
    }) + " Where a server does not report its tokens, they are counted here, rather too high, and marked as estimated.";

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var report = await Usage.ReportAsync(Caller, UsageAddress.Days(Read("from", From), Read("to", To), Time), UsageAddress.By(By), Closing);
        if (_report is null || _report.Comparison != report.Comparison)
        {
            _form = report.Comparison is { } price
                ? new ComparisonForm { Name = price.Name, PromptPrice = price.PromptPrice, CompletionPrice = price.CompletionPrice }
                : new ComparisonForm();
        }

        _report = report;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Typed(ChangeEventArgs typed) =>
        DateOnly.TryParseExact(typed.Value as string, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateOnly? Read(string name, string? day) =>
        string.IsNullOrEmpty(day) ? null
        : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read
        : throw new RefusedException(RefusalKind.Invalid, $"{name}_invalid", $"{name} is a day, such as 2026-11-30.");

    // The other end comes along when a range would be turned round or too long: a day chosen never ends at a refusal.
    private void ChooseFrom(ChangeEventArgs typed)
    {
        var from = Typed(typed) ?? _report!.From;
        var last = DateOnly.FromDayNumber(Math.Min(from.DayNumber + Limits.Value.MaxDays, DateOnly.MaxValue.DayNumber) - 1);
        Go(ByName, from, _report!.To < from ? from : _report.To > last ? last : _report.To);
    }

    private void ChooseTo(ChangeEventArgs typed)
    {
        var to = Typed(typed) ?? _report!.To;
        var first = DateOnly.FromDayNumber(Math.Max(to.DayNumber - Limits.Value.MaxDays + 1, 0));
        Go(ByName, _report!.From > to ? to : _report.From < first ? first : _report.From, to);
    }

    private void Go(string? by, DateOnly from, DateOnly to) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["by"] = by, ["from"] = Day(from), ["to"] = Day(to) }), replace: true);

    private string FileAddress(string by) => $"/api/v1/usage/file?by={by}&from={Day(_report!.From)}&to={Day(_report.To)}";

    private async Task CompareAsync()
    {
        if (await _refusal!.TryAsync(() => Usage.CompareAsync(Caller, new UsageComparison(_form.Name, _form.PromptPrice, _form.CompletionPrice), Closing)))
        {
            Notices.Done("The price is saved.");
            await ShowAnewAsync();
        }
    }

    private Task CompareWithNoneAsync() => ActAsync(() => Usage.CompareAsync(Caller, null, Closing), "Usage is compared with no other price.");
}
