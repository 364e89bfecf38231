using System.Collections.Immutable;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;
using TrailBoard.Data.Store.Actors;
using TrailBoard.Data.Words;

namespace TrailBoard.Data.Columns;

/// <summary>
/// A question's filter and range as a test on slices. As in <see cref="FilterTranslator"/>, each leaf is tried on the values of
/// its dictionary and becomes a set of codes, and what only records can tell is left open.
/// </summary>
internal sealed class ColumnFilter
{
    private readonly TermsSnapshot _terms;
    private readonly CodeSets _sets;
    private readonly ILookup<EventIdBits, long> _keysOfIds;
    private readonly CancellationToken _cancellation;
    private readonly BlockSet _blocks;
    private readonly Part _part;

    /// <param name="keysOfIds">The keys of the events whose ids the filter names (<see cref="IdsOf"/>).</param>
    /// <param name="blocks">Which blocks may hold what only records tell.</param>
    public ColumnFilter(
        Filter filter, TimeRange range, TermsSnapshot terms, CodeSets sets, ILookup<EventIdBits, long> keysOfIds, BlockSet blocks, CancellationToken cancellationToken)
    {
        (_terms, _sets, _keysOfIds, _blocks, _cancellation) = (terms, sets, keysOfIds, blocks, cancellationToken);
        From = range.From is { } from ? EventKey.FirstFrom(from) : long.MinValue;
        To = range.To is { } to ? EventKey.FirstFrom(to) : long.MaxValue;
        _part = All([.. FilterParts.Of(filter).Select(Condition)]);
    }

    /// <summary>Whether no other rows are found than those that match, so that records need not be read.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>The lowest key of the range.</summary>
    public long From { get; }

    /// <summary>The first key behind the range.</summary>
    public long To { get; }

    /// <summary>The rows of a slice that match, or null.</summary>
    public ulong[]? On(Slice slice)
    {
        if (slice.Last < From || slice.First >= To)
        {
            return null;
        }

        // What may be in few blocks leaves most slices at once.
        var within = Between(slice, From, To);
        var held = within is null ? null : _blocks.IsEvery ? within : Both(slice, within, slice[Slice.Block].Match(_blocks, slice));
        return held is null ? null : Both(slice, held, _part(slice));
    }

    /// <summary>The ids that a filter asks for in full.</summary>
    public static IEnumerable<EventIdBits> IdsOf(Filter filter) => filter switch
    {
        Filter.And and => and.Parts.SelectMany(IdsOf),
        Filter.Or or => or.Parts.SelectMany(IdsOf),
        Filter.Not not => IdsOf(not.Part),
        Filter.Field { Test: ValueTest.Like { Pattern.Literals: [var id] } } leaf when leaf.Of == EventFields.EventId => [EventIdBits.Of(id, out _)],
        _ => [],
    };

    // What it gives may be remembered, or the slice's own word for all rows: it is never written to.
    private delegate ulong[]? Part(Slice slice);

    // What is about codes alone is remembered by each slice.
    private Part Condition(Filter filter)
    {
        var part = Translate(filter, open: true);
        if (!IsOfCodes(filter))
        {
            return part;
        }

        var condition = _sets.Same(filter);
        return slice =>
        {
            if (!slice.Recent.TryFind(condition, out var rows))
            {
                slice.Recent.Add(condition, rows = part(slice));
            }

            return rows;
        };
    }

    private static bool IsOfCodes(Filter filter) => filter switch
    {
        Filter.And and => and.Parts.Length > 0 && and.Parts.All(IsOfCodes),
        Filter.Or or => or.Parts.Length > 0 && or.Parts.All(IsOfCodes),
        Filter.Not not => IsOfCodes(not.Part),
        Filter.Field { Test: ValueTest.TimeIs } => false,
        Filter.Field leaf => EventColumns.Of(leaf.Of) is not null || EventColumns.FlagsOf(leaf.Of) != EventFlags.None || Deeds.Has(leaf.Of),
        _ => filter is Filter.Words,
    };

    private Part Translate(Filter filter, bool open) => filter switch
    {
        Filter.And and => All([.. and.Parts.Select(part => Translate(part, open))]),
        Filter.Or or => Any(or, open),
        Filter.Not not => Negate(Translate(not.Part, !open)),
        Filter.Words => Any([.. EventColumns.Main.Select(column => In(column.Kind, filter))]),
        Filter.Field leaf => Translate(leaf, open),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, message: null),
    };

    private Part Translate(Filter.Field leaf, bool open)
    {
        if (EventColumns.Of(leaf.Of) is { } column)
        {
            return In(column.Kind, leaf);
        }

        return leaf switch
        {
            _ when EventColumns.FlagsOf(leaf.Of) != EventFlags.None => In(0, leaf),
            _ when Deeds.Has(leaf.Of) => In(Deeds.Kind, leaf),
            _ when ActorFields.Has(leaf.Of) => Actor(leaf),
            { Test: ValueTest.Present } when leaf.Of == EventFields.Time || leaf.Of == EventFields.EventId => Every,
            { Test: ValueTest.TimeIs test } when leaf.Of == EventFields.Time => Time(test),
            { Test: ValueTest.Like { Pattern.Literals: [var id] } } when leaf.Of == EventFields.EventId => At([.. _keysOfIds[EventIdBits.Of(id, out _)]]),
            _ => Open(open),
        };
    }

    private Part Open(bool open)
    {
        IsExact = false;
        return open ? Every : None;
    }

    // The leaves of one column are one set of codes, however many values a list has.
    private Part Any(Filter.Or or, bool open)
    {
        var byColumn = or.Parts.OfType<Filter.Field>().Where(leaf => EventColumns.Of(leaf.Of) is not null).ToLookup(leaf => EventColumns.Of(leaf.Of)!.Kind);
        var words = or.Parts.OfType<Filter.Words>().ToList();
        var kinds = EventColumns.All
            .Select(column => (column.Kind, Leaves: byColumn[column.Kind].Concat(EventColumns.Main.Contains(column) ? words : Enumerable.Empty<Filter>()).ToList()))
            .Where(pair => pair.Leaves.Count > 0)
            .Select(pair => In(pair.Kind, [.. pair.Leaves]));
        var others = or.Parts.Where(part => part is not Filter.Words && !(part is Filter.Field leaf && EventColumns.Of(leaf.Of) is not null));
        return Any([.. kinds, .. others.Select(part => Translate(part, open))]);
    }

    private Part In(TermKind kind, params ImmutableArray<Filter> leaves)
    {
        var set = leaves.Select(leaf => _sets.Of(kind, leaf, _terms, _cancellation)).Aggregate((all, one) => all.Or(one));
        return slice => slice[(int)kind].Match(set, slice);
    }

    // By the key where it is a session's, else by the caller. Answers change, so that slices must not remember them.
    private Part Actor(Filter.Field leaf)
    {
        var (key, caller) = _terms.Actors.Matches(leaf);
        var (keys, callers) = (Codes(TermKind.AccessKey, key), Codes(TermKind.Actor, caller));
        var sessions = Codes(TermKind.AccessKey, _terms.Actors.IsSession);
        return Any([keys, All([callers, Negate(sessions)])]);
    }

    private Part Codes(TermKind kind, Func<int, bool> matches)
    {
        var set = CodeSet.Empty.Grow(kind, _terms, matches, _cancellation);
        return slice => slice[(int)kind].Match(set, slice);
    }

    private static Part Time(ValueTest.TimeIs test)
    {
        var (from, behind) = (EventKey.FirstOf(test.Time), EventKey.FirstOf(test.Time) + EventKey.Second);
        return test.Comparison switch
        {
            Comparison.Equal => slice => Between(slice, from, behind),
            Comparison.Less => slice => Between(slice, long.MinValue, from),
            Comparison.LessOrEqual => slice => Between(slice, long.MinValue, behind),
            Comparison.Greater => slice => Between(slice, behind, long.MaxValue),
            Comparison.GreaterOrEqual => slice => Between(slice, from, long.MaxValue),
            _ => throw new ArgumentOutOfRangeException(nameof(test), test, message: null),
        };
    }

    private static Part At(long[] keys) => slice =>
    {
        ulong[]? rows = null;
        foreach (var key in keys)
        {
            if (slice.Keys.Find(key) is var row and >= 0)
            {
                rows ??= new ulong[RowBits.Words(slice.Rows)];
                rows[row >> 6] |= 1UL << row;
            }
        }

        return rows;
    };

    private static ulong[]? Every(Slice slice) => slice.Every;

    private static ulong[]? None(Slice slice) => null;

    private static ulong[]? Between(Slice slice, long from, long to)
    {
        // Most slices lie within as a whole, which their ends tell without a search.
        if (slice.First >= from && (slice.Last < to || to == long.MaxValue))
        {
            return slice.Every;
        }

        return RowBits.Range(slice.RowsBelow(from), to == long.MaxValue ? slice.Rows : slice.RowsBelow(to), slice.Rows);
    }

    private static Part All(Part[] parts) => slice =>
    {
        ulong[]? rows = slice.Every;
        foreach (var part in parts)
        {
            rows = Both(slice, rows, part(slice));
            if (rows is null)
            {
                return null;
            }
        }

        return rows;
    };

    private static ulong[]? Both(Slice slice, ulong[] left, ulong[]? right) =>
        right is null ? null
        : left == slice.Every ? right
        : right == slice.Every ? left
        : RowBits.And(left, right);

    private static Part Any(Part[] parts) => slice =>
    {
        ulong[]? rows = null;
        foreach (var part in parts)
        {
            switch (part(slice))
            {
                case null:
                    break;
                case var all when all == slice.Every:
                    return all;
                case var some:
                    rows = rows is null ? some : RowBits.Or(rows, some);
                    break;
            }
        }

        return rows;
    };

    private static Part Negate(Part part) => slice =>
    {
        var rows = part(slice);
        return rows is null ? slice.Every : rows == slice.Every ? null : RowBits.Not(slice.Every, rows);
    };
}
