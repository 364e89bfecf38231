using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace TrailBoard.Web.Components.Controls;

/// <summary>
/// Selects a line of a list. The server alone says whether it is selected: a box of the browser's own would show a refusal as done.
/// </summary>
internal static class PickBox
{
    /// <summary>The box, for a template.</summary>
    /// <param name="label">What selecting it is called.</param>
    /// <param name="pick">Told of a click.</param>
    public static RenderFragment Of(bool isPicked, string label, EventCallback<MouseEventArgs> pick) => builder => Draw(builder, isPicked, label, pick);

    /// <summary>Draws the box; its numbers in the order of a page are 20 to 27.</summary>
    public static void Draw(RenderTreeBuilder builder, bool isPicked, string label, EventCallback<MouseEventArgs> pick)
    {
        builder.OpenElement(20, "button");
        builder.AddAttribute(21, "class", "pick");
        builder.AddAttribute(22, "role", "checkbox");
        builder.AddAttribute(23, "aria-checked", isPicked ? "true" : "false");
        builder.AddAttribute(24, "aria-label", label);
        builder.AddAttribute(25, "tabindex", "-1");
        builder.AddAttribute(26, "aria-keyshortcuts", "x");
        builder.AddAttribute(27, "onclick", pick);
        builder.CloseElement();
    }
}
