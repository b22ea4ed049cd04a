using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace KnowledgePlatform.Portal.Tests;

/// <summary>Waiting for the address of a page. Playwright's own WaitForURL waits for the event of a navigation, which it now and then misses when the page moves within the portal.</summary>
internal static class PageAddress
{
    /// <summary>Waits until the page is there.</summary>
    /// <param name="page">The page.</param>
    /// <param name="address">Its address, where * stands for anything.</param>
    public static Task AtAsync(this IPage page, string address) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex($"^{Regex.Escape(address.Replace("**", "*", StringComparison.Ordinal)).Replace(@"\*", ".*", StringComparison.Ordinal)}$"));
}
