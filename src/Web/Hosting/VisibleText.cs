using System.Globalization;
using System.Text;

namespace TrailBoard.Web.Hosting;

/// <summary>
/// Text of unknown origin made fit for a terminal or a log line: what would steer it (control characters, escape sequences,
/// line breaks, changes of direction, invisible marks) is shown as <c>\u001B</c> and the like.
/// </summary>
internal static class VisibleText
{
    public static string Of(string text)
    {
        if (!text.Any(Steers))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (Steers(character))
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            }
            else
            {
                visible.Append(character);
            }
        }

        return visible.ToString();
    }

    // Format covers bidirectional controls, zero-width marks and the byte order mark. Emoji and rare scripts come as pairs of
    // surrogates; only tag characters among them are invisible, and they are rare enough to leave to the terminal.
    private static bool Steers(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
