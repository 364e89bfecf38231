using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;

namespace TrailBoard.Web.Components.Controls;

/// <summary>
/// Our own icons: 16 × 16, one stroke, the colour of the words beside them. Decoration only: the words are the name.
/// </summary>
/// <remarks>
/// No components, and each one piece of markup: a page has a hundred of them, and for each circuit the server holds what is drawn, part by part.
/// Nothing but the constants of <see cref="IconShapes"/> gets into that markup.
/// </remarks>
internal static class Icons
{
    private static readonly ConcurrentDictionary<(IconName Name, int Size), RenderFragment> Drawn = new();

    /// <summary>An icon.</summary>
    /// <param name="size">Its width and height in pixels.</param>
    public static RenderFragment Of(IconName name, int size = 16) => Drawn.GetOrAdd((name, size), static key => Draw(key.Name, key.Size));

    private static RenderFragment Draw(IconName name, int size)
    {
        var markup = FormattableString.Invariant(
            $"""<svg class="icon" width="{size}" height="{size}" viewBox="0 0 16 16" aria-hidden="true"><path d="{IconShapes.Of(name)}"></path></svg>""");
        return builder => builder.AddMarkupContent(0, markup);
    }
}
