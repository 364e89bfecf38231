using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Coverage in words, letters and the names of styles. A state is never told by its colour alone.</summary>
public static class CoverageWords
{
    /// <summary>The states in the order of the legend.</summary>
    public static IReadOnlyList<CoverageState> All { get; } =
    [
        CoverageState.Covered, CoverageState.Quiet, CoverageState.Late, CoverageState.Partly, CoverageState.Seen, CoverageState.Incomplete, CoverageState.Unknown, CoverageState.Removed, CoverageState.NotDue,
    ];

    /// <summary>The mark in a cell.</summary>
    public static string Mark(CoverageState state) => state switch
    {
        CoverageState.Covered => "✓",
        CoverageState.Quiet => "0",
        CoverageState.Late => "L",
        CoverageState.Partly => "½",
        CoverageState.Seen => "?",
        CoverageState.Incomplete => "!",
        CoverageState.Removed => "×",
        CoverageState.NotDue => "·",
        CoverageState.Unknown => "",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>What the state is called.</summary>
    public static string Name(CoverageState state) => state switch
    {
        CoverageState.Covered => "covered",
        CoverageState.Quiet => "listed, no files",
        CoverageState.Late => "covered, late arrivals",
        CoverageState.Partly => "partly covered",
        CoverageState.Seen => "files seen",
        CoverageState.Incomplete => "incomplete",
        CoverageState.Removed => "removed",
        CoverageState.NotDue => "not due yet",
        CoverageState.Unknown => "nothing known",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>What the state means.</summary>
    public static string Meaning(CoverageState state) => state switch
    {
        CoverageState.Covered => "All of it was asked for or listed to its end, and what was found is imported. Through LookupEvents that means management events only.",
        CoverageState.Quiet => "The bucket was listed to its end and holds nothing of it. A quiet time and a trail that was off look alike.",
        CoverageState.Late => "Covered, and some events came more than a day after they happened: more may come.",
        CoverageState.Partly => "A part was asked for or listed. Nobody knows of the rest.",
        CoverageState.Seen => "Files were imported, but no source says that they are all.",
        CoverageState.Incomplete => "A file or question failed, is archived or kept aside, or had records refused.",
        CoverageState.Removed => "Its events were removed from the store on purpose, because they are older than what is kept (Store:KeepDays). What is told of it is how it was.",
        CoverageState.NotDue => "It lies ahead, or less than an hour ago.",
        CoverageState.Unknown => "No source asked for it, listed it or brought anything of it.",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>The name of the style.</summary>
    public static string Style(CoverageState state) => state switch
    {
        CoverageState.NotDue => "is-ahead",
        _ => "is-" + state.ToString().ToLowerInvariant(),
    };

    /// <summary>Who it is about; a record may name no account or region.</summary>
    public static string Region(string region) => region.Length == 0 ? "no region" : region;

    /// <inheritdoc cref="Region"/>
    public static string Account(string account) => account.Length == 0 ? "no account" : account;

    /// <summary>A cell in a sentence for people who hear it: <c>covered, 288 files, 12,034 events, by org-trail</c>.</summary>
    public static string Sentence(CoverageCell cell)
    {
        var facts = cell.Facts;
        var parts = new List<string> { Name(cell.State) };
        if (cell.State is CoverageState.Partly)
        {
            parts.Add($"{Numbers.Span(facts.Covered)} of {Numbers.Span(facts.Due)}");
        }

        if (facts.Failures > 0)
        {
            parts.Add(Numbers.Of(facts.Failures, "failure"));
        }

        if (facts.Records > 0)
        {
            parts.Add(Numbers.Of(facts.Files, "file"));
            parts.Add(Numbers.Of(facts.Events, "event"));
        }

        if (facts.Late > 0)
        {
            parts.Add($"{Numbers.Exact(facts.Late)} late");
        }

        return string.Join(", ", parts) + (cell.Sources.Count > 0 ? ", by " + string.Join(" and ", cell.Sources) : "");
    }

    /// <summary>The answer in a word or two.</summary>
    public static string Name(CoverageVerdict verdict) => verdict switch
    {
        CoverageVerdict.Covered => "Covered",
        CoverageVerdict.Partly => "Partly covered",
        CoverageVerdict.NotCovered => "Not covered",
        CoverageVerdict.Unknown => "Not known to be covered",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };

    /// <summary>
    /// What of a question is not covered, in a sentence or two; null where there is nothing to say, as in an empty store.
    /// </summary>
    /// <param name="time">How times are written.</param>
    public static string? Answer(CoverageAnswer answer, ViewerTime time)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.UnknownPlaces.Count > 0)
        {
            return $"Nothing is known of {string.Join(" and ", answer.UnknownPlaces.Take(3))}: no source asked for it, listed it or brought anything of it.";
        }

        if (answer.Asked is not { } asked)
        {
            return answer.Accounts == 0 ? null : "This time lies ahead or less than an hour back: no source can have all of it yet.";
        }

        // Said first: whatever else is known, what happened then is not here.
        var removed = answer.RemovedBefore is { } left ? $"What happened before {time.Minute(left)} was removed from the store on purpose, because it is older than what is kept. " : "";
        if (answer.RemovedBefore >= asked.To)
        {
            return removed.TrimEnd();
        }

        if (answer.RemovedBefore is { } from)
        {
            asked = asked with { From = from };
        }

        var caution = (answer.IsQuiet ? " The bucket holds no files of it: a quiet time and a trail that was off look alike." : "")
            + (answer.IsManagementOnly ? " What LookupEvents answered has management events only." : "")
            + (answer.MorePlaces > 0 ? $" {Numbers.Of(answer.MorePlaces, "more place")} not looked at: name an account." : "");
        return removed + (answer.Holes.Count == 0
            ? $"The time between {Between(asked, time)} was asked for or listed whole for {Places(answer.Accounts, answer.Regions)}."
            : Hole(answer, time)) + caution;
    }

    private static string Hole(CoverageAnswer answer, ViewerTime time)
    {
        var groups = answer.Holes.GroupBy(hole => (hole.Span, hole.Why)).ToList();
        var first = groups[0];
        var (accounts, regions) = (first.Select(hole => hole.Account).Distinct().ToList(), first.Select(hole => hole.Region).Distinct().ToList());
        var region = regions.Count == 1 && regions[0].Length > 0 ? regions[0] : null;
        var where = region is null ? $" of {Places(accounts.Count, regions.Count)}"
            : accounts.Count > 1 ? $" in {accounts.Count} accounts"
            : answer.Accounts > 1 ? $" of account {Account(accounts[0])}"
            : "";
        var when = Between(first.Key.Span, time);
        var more = groups.Count - 1 + answer.MoreHoles;
        var name = region is null ? "" : region + " ";
        return first.Key.Why switch
        {
            CoverageState.Incomplete => $"There are {name}files{where} between {when} that failed or are out of reach.",
            CoverageState.Seen => $"There are {name}files{where} between {when}, but no source says that they are all.",
            _ => $"There is no {name}data{where} between {when}: no source asked for it or listed it.",
        } + (more > 0 ? $" {Numbers.Of(more, "more gap")}." : "");
    }

    private static string Places(int accounts, int regions) => $"{Numbers.Of(regions, "region")} of {Numbers.Of(accounts, "account")}";

    private static string Between(TimeStretch span, ViewerTime time)
    {
        var (from, to) = (time.Minute(span.From), time.Minute(span.To));
        // The day once, where it is one.
        return from[..10] == to[..10] ? $"{from} and {to[11..]}" : $"{from} and {to}";
    }
}
