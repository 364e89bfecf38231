using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace TrailBoard.Web.Components.Controls;

/// <summary>
/// Text of records on a page. Characters that hide, turn or break text become marks that can be seen, so that a name
/// cannot pass for another; all else is encoded by the renderer.
/// </summary>
internal static class Unseen
{
    /// <summary>The text with its marks.</summary>
    public static RenderFragment Text(string text) => Marked(text, keepLines: false);

    /// <summary>The same for text of many lines: breaks and tabs stay what they are.</summary>
    public static RenderFragment Lines(string text) => Marked(text, keepLines: true);

    private static RenderFragment Marked(string text, bool keepLines) => builder =>
    {
        var start = 0;
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnseen(rune) && !(keepLines && rune.Value is ('\n' or '\t')))
            {
                builder.AddContent(0, text[start..position]);
                builder.OpenElement(1, "span");
                builder.AddAttribute(2, "class", "unseen");
                builder.AddAttribute(3, "title", "A character that does not show by itself");
                builder.AddContent(4, Mark(rune));
                builder.CloseElement();
                start = position + rune.Utf16SequenceLength;
            }

            position += rune.Utf16SequenceLength;
        }

        builder.AddContent(5, start == 0 ? text : text[start..]);
    };

    /// <summary>Whether a character does not show, or changes how others show.</summary>
    public static bool IsUnseen(Rune rune) => rune.Value >= 0x7f
        ? Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        : rune.Value < 0x20;

    private static string Mark(Rune rune) => rune.Value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"U+{rune.Value:X4}",
    };
}
