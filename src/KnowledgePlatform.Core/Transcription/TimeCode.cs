using System.Globalization;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>Places in a recording, as people write them: "12:04", "1:02:03".</summary>
public static class TimeCode
{
    /// <summary>Between the two ends of a part.</summary>
    private const string To = "–";

    /// <summary>The whole second that a place lies in.</summary>
    public static string Of(double seconds)
    {
        var whole = (long)Math.Max(0, Math.Floor(seconds));
        var (hours, minutes) = (whole / 3600, whole / 60 % 60);
        return hours > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{hours}:{minutes:00}:{whole % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes}:{whole % 60:00}");
    }

    /// <summary>A part: "10:00–15:00".</summary>
    public static string Of(double from, double to) => Of(from) + To + Of(to);
}
