using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

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

    /// <summary>Whether a text holds nothing but the characters of a keyboard, as most does: it needs no marks, and cannot turn what stands around it.</summary>
    public static bool IsPlain(string text) => Ascii.IsValid(text) && !text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.Contains('\x7f');

    // Numbers in the order of a page: those of the place where the text stands.
#pragma warning disable ASP0006, MA0123
    /// <summary>Draws the text, with its marks and set apart from what stands around it where it needs that.</summary>
    /// <param name="at">The first of two numbers of the order of a page that are free for it.</param>
    public static void Draw(RenderTreeBuilder builder, int at, string text)
    {
        if (IsPlain(text))
        {
            builder.AddContent(at, text);
            return;
        }

        builder.OpenElement(at + 1, "bdi");
        builder.AddContent(0, Text(text));
        builder.CloseElement();
    }
#pragma warning restore ASP0006, MA0123

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
