using Microsoft.Playwright;

namespace TrailBoard.EndToEnd.Questions;

/// <summary>A question that somebody asks, the way to its answer, and what tells that it was answered.</summary>
/// <param name="Asked">The question.</param>
/// <param name="Answer">The answer, from the demo month's ledger.</param>
/// <param name="Steps">What is done, from the start page on.</param>
/// <param name="Signs">What has to be in sight at the end.</param>
internal sealed record Question(string Asked, string Answer, IReadOnlyList<Step> Steps, IReadOnlyList<Sign> Signs)
{
    /// <summary>What AWS's event history would take, as far as its documented limits tell.</summary>
    public required string EventHistory { get; init; }
}

/// <summary>Something that a person does.</summary>
/// <param name="Words">What it is called in the documentation.</param>
internal abstract record Step(string Words)
{
    /// <summary>Keys pressed one after another; those that are joined by a plus at once.</summary>
    /// <param name="Once">What a person waits to see before.</param>
    public sealed record Press(string Words, Func<Screens, ILocator>? Once, params string[] Keys) : Step(Words);

    /// <summary>Text typed into what has the focus.</summary>
    public sealed record Type(string Text, Func<Screens, ILocator> Into) : Step($"type `{Text}`");

    /// <summary>A click on something.</summary>
    public sealed record Click(string Words, Func<Screens, ILocator> On) : Step(Words);

    /// <summary>A click on the bar of a time, in the chart of all events.</summary>
    /// <param name="In">What holds the chart.</param>
    public sealed record ClickBar(string Words, DateTimeOffset Time, Func<Screens, ILocator> In) : Step(Words);

    /// <summary>Goes somewhere by the palette: the steps of it.</summary>
    /// <param name="typed">What is typed.</param>
    /// <param name="offered">What has to be offered first.</param>
    public static IEnumerable<Step> GoTo(string typed, string offered) =>
    [
        new Press("`Ctrl` `K`", null, "Control+k"),
        new Type(typed, screens => screens.Palette),
        new Press("`Enter`", screens => screens.PaletteEntries.First.And(screens.Page.Locator("[aria-selected=true]")).Filter(new() { HasText = offered }), "Enter"),
    ];
}

/// <summary>Something that has to be in sight, with what it says.</summary>
internal sealed record Sign(Func<Screens, ILocator> Where, params string[] Says);
