using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Components.Controls;

/// <summary>One event as a line of a list.</summary>
public sealed class EventRow : ListRow
{
    private EventSentence _sentence = null!;

    [Parameter, EditorRequired]
    public StoredEvent Event { get; set; } = null!;

    /// <summary>Whether it belongs to the line above that is unfolded.</summary>
    [Parameter]
    public bool IsInside { get; set; }

    private protected override StoredEvent Stored => Event;

    private protected override object Shown => Event;

    private protected override DateTimeOffset Time => Event.Event.Time;

    private protected override EventAlert Alert => _sentence.Alert;

    private protected override SentencePart? Outcome => _sentence.Outcome;

    private protected override SentencePart? From => _sentence.From;

    private protected override string Sentence => _sentence.ToString();

    private protected override bool IsWithin => IsInside;

    protected override void OnParametersSet() => _sentence = EventSentence.Of(Event.Event);

    // What it did is no handle here: the name of the call is one.
    private protected override void DrawWords(RenderTreeBuilder builder) =>
        DrawSentence(builder, _sentence.Who, _sentence.How, [new SentencePart(_sentence.Did.Text), .. _sentence.To]);
}
