using System.Security.Cryptography;

namespace KnowledgePlatform.Core.Access;

/// <summary>Passwords that a person reads off a screen once: no letter that looks like another, 98 bits.</summary>
public static class GeneratedPassword
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Four groups of five letters and digits, such as <c>k7fmw-x2dpa-9qgtb-uhe4c</c>.</summary>
    public static string New() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 5)));
}
