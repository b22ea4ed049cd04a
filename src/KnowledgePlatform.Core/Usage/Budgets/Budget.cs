using System.Globalization;
using System.Text.Json.Serialization;

namespace KnowledgePlatform.Core.Usage.Budgets;

/// <summary>Whose spending a budget bounds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetScope>))]
public enum BudgetScope
{
    /// <summary>Everybody's together.</summary>
    [JsonStringEnumMemberName("installation")]
    Installation,

    /// <summary>One person's.</summary>
    [JsonStringEnumMemberName("person")]
    Person,

    /// <summary>That of a group's people together.</summary>
    [JsonStringEnumMemberName("group")]
    Group,
}

/// <summary>What may be spent in a calendar month (UTC), and what was.</summary>
/// <param name="Id">The budget.</param>
/// <param name="Scope">Whose.</param>
/// <param name="SubjectId">The person or group; null for the installation.</param>
/// <param name="Subject">Its name; empty for the installation.</param>
/// <param name="Amount">For a month; 0 spends nothing.</param>
/// <param name="WarnPercent">From this share on the people are warned.</param>
/// <param name="Stops">At the amount no model is asked any more that costs something; else it is only said.</param>
/// <param name="Spent">In the month that was asked about.</param>
public sealed record Budget(Guid Id, BudgetScope Scope, Guid? SubjectId, string Subject, decimal Amount, int WarnPercent, bool Stops, decimal Spent)
{
    /// <summary>The amount is reached.</summary>
    [JsonIgnore]
    public bool IsUsedUp => Spent >= Amount;

    /// <summary>The share of the warning is reached.</summary>
    [JsonIgnore]
    public bool IsWarned => Spent * 100 >= Amount * WarnPercent;

    /// <summary>The share that was spent, whole percents, rounded down: 100 is never said before it is so.</summary>
    public int Percent => Amount == 0 ? 100 : (int)Math.Min(decimal.Floor(Spent * 100 / Amount), 999_999);

    /// <summary>For whom it warns, stops or goes on: a sentence.</summary>
    /// <param name="month">The month that was asked about.</param>
    public string Warning(DateOnly month) => this switch
    {
        { IsUsedUp: true, Stops: true } =>
            $"{Whose} for {Name(month)} is used up. Until {Next(month)} answers quote the documents, and no model that costs something is asked.",
        { IsUsedUp: true } => $"{Whose} for {Name(month)} is used up. You can go on asking.",
        _ => $"{Percent} % of {Lower} for {Name(month)} are used.",
    };

    internal string StopReason(DateOnly month) =>
        $"{Whose} for {Name(month)} is used up, so that no model was asked: these are the best sentences of the documents. It begins anew on {Next(month)}.";

    private string Whose => Scope switch
    {
        BudgetScope.Person => "Your budget",
        BudgetScope.Group => $"The budget of the group {Subject}",
        _ => "The budget of this installation",
    };

    private string Lower => Scope == BudgetScope.Person ? "your budget" : "the" + Whose[3..];

    private static string Name(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Next(DateOnly month) => new DateOnly(month.Year, month.Month, 1).AddMonths(1).ToString("d MMMM", CultureInfo.InvariantCulture);
}

/// <summary>A budget as an administrator gives it.</summary>
/// <param name="Person">Whose; at most one of person and group, neither for the installation.</param>
/// <param name="WarnPercent">1 to 100.</param>
public sealed record BudgetDraft(Guid? Person, Guid? Group, decimal Amount, int WarnPercent, bool Stops)
{
    private const decimal Largest = 1_000_000_000;

    internal void Check()
    {
        if (Person is not null && Group is not null)
        {
            throw Invalid("budget_subject_invalid", "A budget is one person's, one group's, or the installation's.");
        }

        if (Amount < 0 || Amount > Largest || decimal.Round(Amount, 6) != Amount)
        {
            throw Invalid("budget_amount_invalid", "A budget is from 0 to 1,000,000,000 with at most six decimals.");
        }

        if (WarnPercent is < 1 or > 100)
        {
            throw Invalid("budget_warning_invalid", "The warning comes at 1 to 100 percent.");
        }
    }

    private static RefusedException Invalid(string code, string message) => new(RefusalKind.Invalid, code, message);
}
