using System.Globalization;

namespace TrailBoard.Data.Store;

/// <summary>
/// The members of sets as they are packed. Most sets have a member that no set before had, whose code is the next or nearly so: it is
/// written as <c>+</c> and by how much it is more than the highest before it in the block, nothing for one.
/// </summary>
internal static class SetTexts
{
    /// <summary>Sets as they are packed, of their members' codes.</summary>
    public static IEnumerable<string> ToPacked(IEnumerable<string> sets)
    {
        var highest = 0;
        foreach (var set in sets)
        {
            yield return string.Join(' ', set.Split(' ').Select(text =>
            {
                var step = Number(text) - highest;
                highest = Math.Max(highest, highest + step);
                return step switch { <= 0 => text, 1 => "+", _ => string.Create(CultureInfo.InvariantCulture, $"+{step}") };
            }));
        }
    }

    /// <summary>Sets as their members' codes, of what was packed in this version or an earlier one.</summary>
    public static IEnumerable<string> FromPacked(IEnumerable<string> packed)
    {
        var highest = 0;
        foreach (var set in packed)
        {
            yield return string.Join(' ', set.Split(' ').Select(text =>
            {
                if (!text.StartsWith('+'))
                {
                    return text;
                }

                highest += text.Length == 1 ? 1 : Number(text[1..]);
                return highest.ToString(CultureInfo.InvariantCulture);
            }));
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
