using System.Text.Json.Serialization;

namespace KnowledgePlatform.Core.Usage;

/// <summary>What usage is added up by.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UsageBy>))]
public enum UsageBy
{
    /// <summary>Who asked.</summary>
    [JsonStringEnumMemberName("person")]
    Person,

    /// <summary>The groups of who asked, as they were then; a question of somebody in two groups counts in both.</summary>
    [JsonStringEnumMemberName("group")]
    Group,

    /// <summary>The collections whose passages the model read; tokens and cost of a question are shared equally among them.</summary>
    [JsonStringEnumMemberName("collection")]
    Collection,

    /// <summary>The model that wrote.</summary>
    [JsonStringEnumMemberName("model")]
    Model,
}

/// <summary>A stretch of days, in UTC, both ends within it.</summary>
public sealed record UsageDays(DateOnly From, DateOnly To)
{
    /// <summary>The month of a moment until that moment.</summary>
    public static UsageDays MonthOf(DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        return new UsageDays(new DateOnly(day.Year, day.Month, 1), day);
    }

    /// <summary>The days that were asked for; what is left out is that of this month until today, or the month of the last day.</summary>
    public static UsageDays Of(DateOnly? from, DateOnly? to, DateTimeOffset now)
    {
        var month = MonthOf(now);
        var last = to ?? month.To;
        return new UsageDays(from ?? (last < month.From ? new DateOnly(last.Year, last.Month, 1) : month.From), last);
    }

    internal DateTime Begin => From.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    internal DateTime End => To.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}

/// <summary>A line of a report.</summary>
/// <param name="Id">Person, group, collection or entry of the registry; null where there is none.</param>
/// <param name="Name">As it is called now.</param>
/// <param name="Questions">How many were asked, those without a model and those that were stopped included.</param>
/// <param name="PromptTokens">Read by models.</param>
/// <param name="CompletionTokens">Written by models.</param>
/// <param name="Estimated">Questions whose tokens we counted, because the server did not say.</param>
/// <param name="AverageMilliseconds">From the question to the answer.</param>
/// <param name="Cost">By the prices as they were when it was asked.</param>
/// <param name="ComparedCost">What the same tokens cost at the public price; null while none is entered.</param>
public sealed record UsageTotal(
    Guid? Id, string Name, long Questions, long PromptTokens, long CompletionTokens, long Estimated, long AverageMilliseconds, decimal Cost, decimal? ComparedCost);

/// <summary>The public price that is compared with.</summary>
/// <param name="Name">What it is, such as a provider's model.</param>
/// <param name="PromptPrice">Per million tokens that are read.</param>
/// <param name="CompletionPrice">Per million tokens that are written.</param>
public sealed record UsageComparison(string Name, decimal PromptPrice, decimal CompletionPrice);

/// <summary>Usage over some days.</summary>
/// <param name="Currency">Of all amounts.</param>
/// <param name="Total">All questions, each once.</param>
/// <param name="Rows">By what was asked for, the dearest first.</param>
/// <param name="HasMore">True when there are more rows than are given at once.</param>
public sealed record UsageReport(
    DateOnly From, DateOnly To, UsageBy By, string Currency, UsageComparison? Comparison, UsageTotal Total, IReadOnlyList<UsageTotal> Rows, bool HasMore);

/// <summary>One question.</summary>
/// <param name="At">When it was answered, UTC.</param>
/// <param name="AnswerId">The answer; null when it was stopped or failed.</param>
/// <param name="Person">Who asked.</param>
/// <param name="Groups">Groups of the person then.</param>
/// <param name="Collections">Where the passages were that the model read.</param>
/// <param name="Model">Who wrote; null when no model did.</param>
/// <param name="Outcome">answered, stopped or failed.</param>
/// <param name="Estimated">Whether we counted the tokens because the server did not say.</param>
public sealed record UsageQuestion(
    DateTime At, Guid? AnswerId, string Person, string[] Groups, string[] Collections, string? Model, string Outcome, long PromptTokens, long CompletionTokens,
    bool Estimated, long DurationMs, decimal PromptPrice, decimal CompletionPrice, decimal Cost, decimal? ComparedCost);
