using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace TrailBoard.EndToEnd;

/// <summary>
/// Waits for the address of a page by looking at it again and again. Playwright's own WaitForURLAsync looks once and then listens: where the page
/// goes there in between, it waits for ever.
/// </summary>
internal static class Addresses
{
    /// <summary>Waits until the page has the address.</summary>
    /// <param name="glob">The address, where <c>**</c> stands for anything and <c>*</c> for anything but a slash.</param>
    public static Task AtAsync(this IPage page, string glob)
    {
        var pattern = Regex.Escape(glob).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        return Assertions.Expect(page).ToHaveURLAsync(new Regex($"^{pattern}$", RegexOptions.None, TimeSpan.FromMinutes(1)));
    }
}
