using KnowledgePlatform.Core;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>Refuses numbers that a call has no use for, instead of quietly taking others.</summary>
internal static class AllowedRange
{
    /// <summary>Lets a number of the range through; null, for a parameter that was left out, too.</summary>
    /// <param name="parameter">As the caller named it.</param>
    /// <param name="sent">What the caller sent.</param>
    /// <param name="least">The smallest that is taken.</param>
    /// <param name="most">The largest, or null when there is none.</param>
    /// <exception cref="RefusedException">The parameter's name followed by <c>_out_of_range</c>.</exception>
    public static void Require(string parameter, long? sent, long least, long? most = null)
    {
        if (sent < least || sent > most)
        {
            throw new RefusedException(
                RefusalKind.Invalid, $"{parameter}_out_of_range", most is null ? $"{parameter} is {least} or more." : $"{parameter} is {least} to {most}.");
        }
    }
}
