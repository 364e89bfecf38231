using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Controls;

/// <summary>
/// A few words of a sentence: a handle where they stand for a value. What it stands for is written once, for the menu of handles; the browser shows it
/// where it is pointed at (shell.js).
/// </summary>
internal static class PartHandle
{
    /// <summary>The words, for a template.</summary>
    public static RenderFragment Of(HandleLinks links, SentencePart part, string style) => builder => Draw(builder, 0, links, part, style);

    // Numbers in the order of a page are written out where it is a template: here they are those of the place where the words stand.
#pragma warning disable ASP0006, MA0123
    /// <summary>Draws the words.</summary>
    /// <param name="at">The first of ten numbers of the order of a page that are free for it.</param>
    /// <param name="style">The classes.</param>
    public static void Draw(RenderTreeBuilder builder, int at, HandleLinks links, SentencePart part, string style)
    {
        if (part is { Field: { } field, Value: { } value })
        {
            builder.OpenElement(at, "a");
            builder.AddAttribute(at + 1, "class", style.Length == 0 ? "handle" : "handle " + style);
            builder.AddAttribute(at + 2, "href", links.Include(field, value));
            builder.AddAttribute(at + 3, "data-f", field.Name);
            builder.AddAttribute(at + 4, "data-v", value);
            builder.AddAttribute(at + 5, "tabindex", "-1");
        }
        else
        {
            builder.OpenElement(at + 6, "span");
            builder.AddAttribute(at + 7, "class", style);
        }

        Unseen.Draw(builder, at + 8, part.Text);
        builder.CloseElement();
    }
#pragma warning restore ASP0006, MA0123
}
