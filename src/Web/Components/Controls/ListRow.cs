using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Controls;

/// <summary>
/// One line of a list: when, how serious, a sentence, how it ended, from where, and the name of the call. What opens it lies under all of it.
/// </summary>
/// <remarks>
/// It is written by hand and not as a template: lines are most of what a circuit holds, and templates within templates hold two to three times as much
/// for the same line. The numbers are the order of what may be there, as a template has them.
/// </remarks>
public abstract class ListRow : ComponentBase
{
    private object? _drawn;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Parameter, EditorRequired]
    public RowHost Host { get; set; } = null!;

    /// <summary>Whether what it shows is open beside the list.</summary>
    [Parameter]
    public bool IsOpen { get; set; }

    /// <summary>The event that it is of, or the one that tells most.</summary>
    private protected abstract StoredEvent Stored { get; }

    /// <summary>What it shows; where that is the same, it is not drawn again.</summary>
    private protected abstract object Shown { get; }

    private protected abstract DateTimeOffset Time { get; }

    private protected abstract EventAlert Alert { get; }

    private protected abstract SentencePart? Outcome { get; }

    private protected abstract SentencePart? From { get; }

    /// <summary>All that it says, for whoever does not see it.</summary>
    private protected abstract string Sentence { get; }

    /// <summary>Whether it is of one event, which can be opened and selected.</summary>
    private protected virtual bool IsSingle => true;

    /// <summary>Whether it belongs to the line above that is unfolded.</summary>
    private protected virtual bool IsWithin => false;

    /// <summary>Whether there is room for the mark of unfolding.</summary>
    private protected virtual bool IsFolding => false;

    private bool? IsPicked => IsSingle ? Host.Picks?.Has(Stored.Event.EventId) : null;

    private object Shows => (Host.Viewer, Host.Links, Host.Href(Stored), IsPicked, IsOpen, Shown);

    // A line that is drawn twice is held twice, and most answers of a page are not about it.
    protected override bool ShouldRender() => !Shows.Equals(_drawn);

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _drawn = Shows;
        builder.OpenElement(0, "li");
        builder.AddAttribute(1, "class", IsFolding || IsPicked is not null ? "row row--room" : "row");
        builder.AddAttribute(2, "data-severity", Alert.Severity == EventSeverity.Calm ? null : Alert.Severity.ToString());
        builder.AddAttribute(3, "data-open", IsOpen ? "" : null);
        builder.AddAttribute(4, "data-inside", IsWithin ? "" : null);
        builder.AddAttribute(5, "data-picked", IsPicked is true ? "" : null);
        DrawOpener(builder);
        if (IsPicked is { } isPicked)
        {
            PickBox.Draw(builder, isPicked, "Select " + Sentence, EventCallback.Factory.Create<MouseEventArgs>(this, click => Host.Pick.InvokeAsync((Stored, click.ShiftKey))));
        }

        builder.OpenElement(30, "time");
        builder.AddAttribute(31, "datetime", ViewerTime.Iso(Time));
        builder.AddContent(32, When);
        builder.CloseElement();
        if (MarkOf(Alert) is { } mark)
        {
            builder.OpenElement(34, "span");
            builder.AddAttribute(35, "class", "row__mark");
            builder.AddContent(36, Icons.Of(mark, 14));
            builder.CloseElement();
        }

        builder.OpenElement(40, "span");
        builder.AddAttribute(41, "class", "row__words");
        DrawWords(builder);
        builder.CloseElement();
        if (Outcome is { } outcome)
        {
            PartHandle.Draw(builder, 100, Host.Links, outcome, "badge badge--red row__outcome");
        }

        if (From is { } from)
        {
            PartHandle.Draw(builder, 110, Host.Links, from, "muted row__from cut");
        }

        builder.OpenElement(120, "span");
        DrawName(builder);
        builder.CloseElement();
        builder.CloseElement();
    }

    /// <summary>Draws the link or the button that opens it. It covers the line, below the handles. Its numbers begin with 10, or with 18 where it is another one.</summary>
    private protected virtual void DrawOpener(RenderTreeBuilder builder)
    {
        builder.OpenElement(10, "a");
        builder.AddAttribute(11, "class", "row__open");
        builder.AddAttribute(12, "id", (IsFolding ? "a" : "e") + Stored.Cursor);
        builder.AddAttribute(13, "href", Host.Href(Stored));
        builder.AddAttribute(14, "aria-label", Spoken());
        builder.AddAttribute(15, "aria-current", IsOpen ? "true" : null);
        builder.AddAttribute(16, "data-row", "");
        builder.AddAttribute(17, "data-event", Stored.Event.EventId);
        builder.CloseElement();
    }

    /// <summary>Draws the sentence. Its numbers are 50 to 99.</summary>
    private protected abstract void DrawWords(RenderTreeBuilder builder);

    /// <summary>Draws the name of the call as CloudTrail writes it: second to the sentence, and two handles. Its numbers are 121 to 199, the first two for attributes.</summary>
    private protected virtual void DrawName(RenderTreeBuilder builder)
    {
        var (service, action) = (Stored.Event.Service, Stored.Event.Action);
        builder.AddAttribute(121, "class", "row__name cut mono");
        if (service is not null)
        {
            PartHandle.Draw(builder, 130, Host.Links, new(service.Replace(".amazonaws.com", "", StringComparison.Ordinal), EventFields.Service, service), "muted service");
            builder.AddContent(140, " ");
        }

        if (action is not null)
        {
            PartHandle.Draw(builder, 150, Host.Links, new(action, EventFields.Action, action), "quiet");
        }
    }

    /// <summary>Draws who did it, as whom, and what.</summary>
    private protected void DrawSentence(RenderTreeBuilder builder, SentencePart who, SentencePart? how, IEnumerable<SentencePart> said)
    {
        PartHandle.Draw(builder, 50, Host.Links, who, "who");
        if (how is not null)
        {
            builder.AddContent(60, " as ");
            PartHandle.Draw(builder, 61, Host.Links, how, "quiet");
        }

        // Words that are no handles are one text, as far as they stand together.
        var words = "";
        foreach (var part in said)
        {
            words += part.Text is [':' or '@' or ',', ..] ? "" : " ";
            if (part is { Field: null } or { Value: null } && Unseen.IsPlain(part.Text))
            {
                words += part.Text;
                continue;
            }

            builder.AddContent(72, words);
            PartHandle.Draw(builder, 73, Host.Links, part, part.Field is not { } field ? "" : field.Equals(EventFields.Action) ? "quiet" : "what");
            words = "";
        }

        builder.AddContent(83, words);
    }

    /// <summary>What opens it says all of the line, and why it is marked where the sentence does not.</summary>
    private protected string Spoken(string more = "") =>
        $"{When}: {Sentence}{(Alert.Reason.Length > 0 && Outcome is null ? $" ({Alert.Reason})" : "")}{more}";

    private string When => $"{Host.Viewer.Day(Time, Clock.GetUtcNow())} {Host.Viewer.Clock(Time)}";

    private static IconName? MarkOf(EventAlert alert) => alert.Reason switch
    {
        "denied" => IconName.Blocked,
        "failed" => IconName.Errors,
        "deletion" => IconName.Trash,
        "root" => IconName.Key,
        "another account" => IconName.External,
        "sensitive" => IconName.Eye,
        "write" => IconName.Pencil,
        _ => null,
    };
}
