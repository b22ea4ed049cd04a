using System.Globalization;
using KnowledgePlatform.Core.Usage;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Usage;

/// <summary>Which days a report is about when not all of them are said.</summary>
public sealed class UsageDaysTests
{
    [Theory]
    [InlineData(null, null, "2026-11-01", "2026-11-28")]
    [InlineData("2026-10-05", null, "2026-10-05", "2026-11-28")]
    [InlineData(null, "2026-11-10", "2026-11-01", "2026-11-10")]
    [InlineData(null, "2026-09-10", "2026-09-01", "2026-09-10")] // the month of the last day
    [InlineData(null, "2026-12-10", "2026-11-01", "2026-12-10")]
    public void Days_left_out_are_those_of_the_month(string? from, string? to, string first, string last) =>
        Assert.Equal(new UsageDays(Read(first)!.Value, Read(last)!.Value), UsageDays.Of(Read(from), Read(to), new DateTimeOffset(2026, 11, 28, 7, 0, 0, TimeSpan.Zero)));

    private static DateOnly? Read(string? day) => day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
