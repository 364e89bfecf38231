using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>Why a field is told of, or is not.</summary>
public enum FieldStand
{
    /// <summary>Values stand out.</summary>
    Differs,

    /// <summary>No value stands out.</summary>
    Same,

    /// <summary>No event has a value.</summary>
    Absent,

    /// <summary>Almost every event has a value of its own, so that all of them are on one side only.</summary>
    AlmostUnique,

    /// <summary>The filter chooses the events by this field.</summary>
    Chosen,
}

/// <summary>A value on both sides.</summary>
/// <param name="Value">The value, as <see cref="EventField"/> gives it, or null for the events that have none: hostile text.</param>
/// <param name="Inside">How many events of the selection have it.</param>
/// <param name="Outside">How many events of the rest have it.</param>
/// <param name="Score">How far its shares are apart (<see cref="DifferenceScore"/>), and less in a field whose values come and go.</param>
public sealed record ValueDifference(string? Value, long Inside, long Outside, double Score)
{
    /// <summary>Whether the rest has it only after the selection: it appeared with it.</summary>
    public bool IsNew { get; init; }
}

/// <summary>What is different between two sides in one field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Values">The values that stand out, by their score, at most <see cref="MaxValues"/>.</param>
/// <param name="Inside">How many events the selection has.</param>
/// <param name="Outside">How many events the rest has.</param>
/// <param name="Stand">Why it has values, or none.</param>
public sealed record FieldDifference(EventField Field, IReadOnlyList<ValueDifference> Values, long Inside, long Outside, FieldStand Stand)
{
    /// <summary>How many values are told of a field.</summary>
    public const int MaxValues = 30;

    /// <summary>The least score of a value that both sides have. Below it the difference is sure, but nobody would call it one.</summary>
    public const double LeastScore = 0.02;

    // A handful of events have a handful of values, in any field.
    private const int FewValues = 10;
    private const double AlmostEach = 0.8;

    // What much of one side and nothing of the other has is told in any field.
    private const double LeastSteadiness = 0.1;

    /// <summary>The best score, or 0.</summary>
    public double Score => Values.Count > 0 ? Values[0].Score : 0;

    /// <summary>
    /// Ranks the values of a field. Every value that one of the two lists has must be in both with its exact count, unless it occurs
    /// there nowhere; neither the order of the lists nor what else is in them matters.
    /// </summary>
    /// <param name="inside">The values of the selection.</param>
    /// <param name="whole">The values of the selection and the rest together.</param>
    public static FieldDifference Of(EventField field, EventGroups inside, EventGroups whole)
    {
        ArgumentNullException.ThrowIfNull(inside);
        ArgumentNullException.ThrowIfNull(whole);
        // What is imported between the two questions may be in one of the answers only.
        var (n, m) = (inside.Events, Math.Max(0, whole.Events - inside.Events));
        var (with, without) = (whole.Events - whole.Without, Counts.Of(inside.Without, whole.Without, n, m));
        if (with <= 0 || (whole.Total > FewValues && whole.Total > AlmostEach * with))
        {
            return new(field, [], n, m, with <= 0 ? FieldStand.Absent : FieldStand.AlmostUnique);
        }

        var insideBy = inside.Groups.ToDictionary(group => group.Value, group => group.Count, StringComparer.Ordinal);
        var wholeBy = whole.Groups.ToDictionary(group => group.Value, group => group.Count, StringComparer.Ordinal);
        var counts = wholeBy.Keys.Union(insideBy.Keys, StringComparer.Ordinal)
            .Select(value => (Value: (string?)value, Counts: Counts.Of(insideBy.GetValueOrDefault(value), wholeBy.GetValueOrDefault(value), n, m)))
            .ToList();
        var steady = Steadiness(counts.Select(of => of.Counts), n, m);
        ValueDifference[] values =
        [
            .. counts.Append((Value: null, without))
                .Select(of => new ValueDifference(of.Value, of.Item2.Inside, of.Item2.Outside, steady * DifferenceScore.Of(of.Item2.Inside, n, of.Item2.Outside, m)))
                .Where(of => of.Score >= LeastScore || (steady > LeastSteadiness && ((of.Outside == 0 && IsAlone(of.Inside, n, m)) || (of.Inside == 0 && IsAlone(of.Outside, m, n)))))
                .OrderByDescending(of => of.Score).ThenByDescending(of => of.Inside).ThenByDescending(of => of.Outside).ThenBy(of => of.Value, StringComparer.Ordinal)
                .Take(MaxValues),
        ];
        return new(field, values, n, m, values.Length > 0 ? FieldStand.Differs : FieldStand.Same);
    }

    // A value that is on one side only stands out however rare it is, unless chance alone would put so few events on one side every twentieth time.
    private static bool IsAlone(long count, long side, long other) => Math.Pow((double)side / (side + other), count) <= 0.05;

    // In fields such as sessions and tasks values come and go: most of those of a few hours are nowhere else, so that it says little of one that it
    // is not, and nothing where that is so of half of them. The smaller side tells how it is, for what it has should be on the other too; that of a
    // few values says little.
    private static double Steadiness(IEnumerable<Counts> all, long inside, long outside)
    {
        var present = all.Where(of => (inside <= outside && of.Inside > 0) || (outside <= inside && of.Outside > 0)).ToList();
        var alone = (double)present.Count(of => of.Inside == 0 || of.Outside == 0) / (present.Count + FewValues);
        return Math.Max(LeastSteadiness, 1 - (2 * alone));
    }

    private readonly record struct Counts(long Inside, long Outside)
    {
        public static Counts Of(long inside, long whole, long allInside, long allOutside) =>
            new(Math.Min(inside, allInside), Math.Clamp(whole - inside, 0, allOutside));
    }
}
