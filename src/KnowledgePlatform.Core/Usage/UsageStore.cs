using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Usage;

/// <summary>What questions took of models and what that cost. Everything here is for administrators.</summary>
public sealed class UsageStore(PlatformDatabase database, IOptions<UsageOptions> options)
{
    private const int LongestName = 100;

    private readonly UsageOptions _options = options.Value;

    /// <summary>Usage added up.</summary>
    /// <exception cref="RefusedException"><c>administrators_only</c>, <c>usage_days_invalid</c>.</exception>
    public async Task<UsageReport> ReportAsync(Caller caller, UsageDays days, UsageBy by, CancellationToken cancellationToken)
    {
        Check(days);
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        var comparison = await ComparisonAsync(session, cancellationToken).ConfigureAwait(false);
        var parameters = Parameters(days, comparison);
        var total = await session.ReadAsync<UsageTotal>(UsageStatement.Total, parameters, cancellationToken).ConfigureAwait(false);
        var rows = await session.QueryAsync<UsageTotal>(UsageStatement.By(by), parameters, cancellationToken).ConfigureAwait(false);
        return new UsageReport(
            days.From, days.To, by, _options.Currency, comparison, total, [.. rows.Take(_options.MaxRows)], rows.Count > _options.MaxRows);
    }

    /// <summary>The questions one by one, the latest first, at most <see cref="UsageOptions.MaxRows"/>.</summary>
    /// <exception cref="RefusedException"><c>administrators_only</c>, <c>usage_days_invalid</c>.</exception>
    public async Task<IReadOnlyList<UsageQuestion>> QuestionsAsync(Caller caller, UsageDays days, CancellationToken cancellationToken)
    {
        Check(days);
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        var comparison = await ComparisonAsync(session, cancellationToken).ConfigureAwait(false);
        var questions = await session.QueryAsync<UsageQuestion>(UsageStatement.Questions, Parameters(days, comparison), cancellationToken).ConfigureAwait(false);
        return [.. questions.Take(_options.MaxRows)];
    }

    /// <summary>Sets the public price that usage is compared with; null compares with none.</summary>
    /// <exception cref="RefusedException"><c>administrators_only</c>, <c>comparison_name_invalid</c>, <c>price_invalid</c>.</exception>
    public async Task CompareAsync(Caller caller, UsageComparison? comparison, CancellationToken cancellationToken)
    {
        comparison = comparison is null ? null : Checked(comparison);
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            comparison is null ? "delete from usage_comparison"
                : """
                  insert into usage_comparison (name, prompt_price, completion_price) values (@Name, @PromptPrice, @CompletionPrice)
                  on conflict (only_row) do update set name = excluded.name, prompt_price = excluded.prompt_price, completion_price = excluded.completion_price, changed_at = now()
                  """,
            comparison, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(caller, "usage.compare", null, comparison, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Task<UsageComparison?> ComparisonAsync(DatabaseSession session, CancellationToken cancellationToken) =>
        session.FindAsync<UsageComparison>("select name, prompt_price, completion_price from usage_comparison", null, cancellationToken);

    private object Parameters(UsageDays days, UsageComparison? comparison) => new
    {
        from = days.Begin, to = days.End, promptPrice = comparison?.PromptPrice, completionPrice = comparison?.CompletionPrice, most = _options.MaxRows + 1,
    };

    private void Check(UsageDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var count = days.To.DayNumber - days.From.DayNumber + 1;
        if (count < 1 || count > _options.MaxDays || days.To == DateOnly.MaxValue)
        {
            throw new RefusedException(
                RefusalKind.Invalid, "usage_days_invalid", $"The first day comes before the last, at most {_options.MaxDays} days (Usage:MaxDays) from it.");
        }
    }

    private static UsageComparison Checked(UsageComparison comparison)
    {
        TokenPrices.Require(comparison.PromptPrice, comparison.CompletionPrice);
        return comparison.Name?.Replace('\0', ' ').Trim() is { Length: > 0 and <= LongestName } name
            ? comparison with { Name = name }
            : throw new RefusedException(RefusalKind.Invalid, "comparison_name_invalid", $"The price that is compared with needs a name of 1 to {LongestName} characters.");
    }
}
