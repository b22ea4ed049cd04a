using System.Globalization;

namespace KnowledgePlatform.Portal.Settings;

/// <summary>Amounts and counts as people read them.</summary>
internal static class UsageWords
{
    /// <summary>An amount: two decimals, and below one as many as it needs, up to six.</summary>
    public static string Money(decimal amount, string currency) => currency + " " + (
        amount is 0 or >= 1 or <= -1 ? amount.ToString("N2", CultureInfo.InvariantCulture)
        : Math.Abs(amount) < 0.000001m ? "under 0.000001"
        : amount.ToString("0.00####", CultureInfo.InvariantCulture));

    /// <summary>A price or a limit as it was entered.</summary>
    public static string Entered(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A count.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Seconds with one decimal.</summary>
    public static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
