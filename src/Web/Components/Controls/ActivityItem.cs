using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Controls;

/// <summary>One activity as a line of a list. One of several events unfolds into them; one of a single event opens it.</summary>
public sealed class ActivityItem : ListRow
{
    [Parameter, EditorRequired]
    public FoldedRow Row { get; set; } = null!;

    [Parameter]
    public bool IsUnfolded { get; set; }

    private protected override StoredEvent Stored => Row.Headline;

    private protected override object Shown => (Row, IsUnfolded);

    private protected override DateTimeOffset Time => Row.End;

    private protected override EventAlert Alert => Row.Alert;

    private protected override SentencePart? Outcome => Row.Sentence.Outcome;

    private protected override SentencePart? From => Row.Sentence.From;

    private protected override string Sentence => Row.Sentence.ToString();

    private protected override bool IsSingle => Row.Count == 1;

    private protected override bool IsFolding => true;

    private protected override void DrawOpener(RenderTreeBuilder builder)
    {
        if (IsSingle)
        {
            base.DrawOpener(builder);
            return;
        }

        builder.OpenElement(18, "button");
        builder.AddAttribute(19, "class", "row__open");
        builder.AddAttribute(20, "id", "a" + Row.Headline.Cursor);
        builder.AddAttribute(21, "aria-label", Spoken($", {Numbers.Of(Row.Count, "event")}{(Took is { } took ? $" in {took}" : "")}"));
        builder.AddAttribute(22, "aria-expanded", IsUnfolded ? "true" : "false");
        builder.AddAttribute(23, "data-row", "");
        builder.AddAttribute(24, "title", $"{Row.Kind.Title}: {Numbers.Of(Row.Count, "event")} from {ViewerTime.Iso(Row.Start)} to {ViewerTime.Iso(Row.End)}");
        builder.AddAttribute(25, "onclick", EventCallback.Factory.Create<MouseEventArgs>(this, () => Host.Unfold.InvokeAsync(Row)));
        builder.CloseElement();
    }

    private protected override void DrawWords(RenderTreeBuilder builder) => DrawSentence(builder, Row.Sentence.Who, Row.Sentence.How, Row.Sentence.Said);

    private protected override void DrawName(RenderTreeBuilder builder)
    {
        if (IsSingle)
        {
            base.DrawName(builder);
            return;
        }

        builder.AddAttribute(122, "class", "row__name row__name--several cut tnum");
        builder.OpenElement(125, "span");
        builder.AddAttribute(126, "class", "muted service");
        builder.AddContent(127, Row.Kind.Title + " ");
        builder.CloseElement();
        builder.AddContent(128, $"{Numbers.Of(Row.Count, "event")}{(Took is { } took ? $" · {took}" : null)}");
    }

    // CloudTrail knows seconds only: what began and ended in the same one took no time that could be told.
    private string? Took => Row.End > Row.Start ? Numbers.Span(Row.End - Row.Start) : null;
}
