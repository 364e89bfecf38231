using System.Collections.Immutable;
using System.Linq.Expressions;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Data.Store.Actors;

namespace TrailBoard.Data.Store;

/// <summary>
/// A filter as a condition on rows. Each leaf is tried on the values of its dictionary, in C#, and becomes a set of codes, so
/// that every database gives the answers of <see cref="FilterEvaluator"/>. What only records can tell is left open.
/// </summary>
/// <param name="Condition">Holds for every row that the filter matches.</param>
/// <param name="IsExact">Whether it holds for no other, so that records need not be read.</param>
internal sealed record RowFilter(Expression<Func<EventRow, bool>> Condition, bool IsExact);

/// <inheritdoc cref="RowFilter"/>
internal sealed class FilterTranslator
{
    // SQLite takes expressions 1,000 levels deep, and EF Core needs time and stack for each level. What a filter asks beyond
    // this is answered row by row.
    private const int MaxConditions = 128;

    private readonly TermsSnapshot _terms;
    private readonly CancellationToken _cancellation;
    private readonly ParameterExpression _row = Expression.Parameter(typeof(EventRow), "row");
    private bool _isExact = true;
    private int _conditions;

    private FilterTranslator(TermsSnapshot terms, CancellationToken cancellationToken) => (_terms, _cancellation) = (terms, cancellationToken);

    public static RowFilter Translate(Filter filter, TermsSnapshot terms, CancellationToken cancellationToken)
    {
        var translator = new FilterTranslator(terms, cancellationToken);
        var body = translator.Translate(filter, open: true);
        return new RowFilter(Expression.Lambda<Func<EventRow, bool>>(body, translator._row), translator._isExact);
    }

    // open: what a part counts as that cannot be told from the row, so that no row is lost: false under an odd number of NOTs.
    private Expression Translate(Filter filter, bool open) => filter switch
    {
        Filter.And and => All(and, open),
        Filter.Or or => Any(or, open),
        Filter.Not not => Negate(Translate(not.Part, !open)),
        Filter.Words => EventColumns.Main.Select(column => Codes(column, filter, open)).Aggregate(Truth(false), Either),
        Filter.Field field => Translate(field, open),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, message: null),
    };

    // Many exclusions are one: -a -b is -(a OR b), and that is one set of codes for each column.
    private Expression All(Filter.And and, bool open)
    {
        var excluded = and.Parts.OfType<Filter.Not>().Select(not => not.Part).ToList();
        var parts = and.Parts.Where(part => part is not Filter.Not).Select(part => Translate(part, open));
        return excluded.Count < 2
            ? and.Parts.Select(part => Translate(part, open)).Aggregate(Truth(true), Both)
            : parts.Append(Negate(Any(new Filter.Or([.. excluded.SelectMany(part => Alternatives(part))]), !open))).Aggregate(Truth(true), Both);
    }

    // The leaves of one column are answered together, however many values a list has.
    private Expression Any(Filter.Or or, bool open)
    {
        var leaves = or.Parts.Where(IsOfColumn).ToList();
        var columns = EventColumns.All
            .Select(column => (Column: column, Leaves: leaves.Where(leaf => IsIn(leaf, column)).ToImmutableArray()))
            .Where(pair => pair.Leaves.Length > 0)
            .Select(pair => Codes(pair.Column, new Filter.Or(pair.Leaves), open));
        return or.Parts.Where(part => !IsOfColumn(part))
            .Select(part => Translate(part, open))
            .Concat(columns)
            .Aggregate(Truth(false), Either);
    }

    private static ImmutableArray<Filter> Alternatives(Filter filter) => filter is Filter.Or or ? or.Parts : [filter];

    private static bool IsOfColumn(Filter part) => part is Filter.Words || (part is Filter.Field leaf && EventColumns.Of(leaf.Of) is not null);

    private static bool IsIn(Filter leaf, EventColumn column) =>
        leaf is Filter.Field field ? EventColumns.Of(field.Of) == column : EventColumns.Main.Contains(column);

    private Expression Translate(Filter.Field leaf, bool open)
    {
        if (EventColumns.Of(leaf.Of) is { } column)
        {
            return Codes(column, leaf, open);
        }

        if (EventColumns.FlagsOf(leaf.Of) is var flags and not EventFlags.None)
        {
            return IsWithinBounds() ? Flags(flags, leaf) : Open(open);
        }

        if (Deeds.Has(leaf.Of))
        {
            return Deed(leaf, open);
        }

        if (ActorFields.Has(leaf.Of))
        {
            return Actor(leaf, open);
        }

        return leaf switch
        {
            { Test: ValueTest.Present } when leaf.Of == EventFields.Time || leaf.Of == EventFields.EventId => Truth(true),
            { Test: ValueTest.TimeIs test } when leaf.Of == EventFields.Time && IsWithinBounds() => Time(test),
            { Test: ValueTest.Like { Pattern.Literals: [var id] } } when leaf.Of == EventFields.EventId && IsWithinBounds() => Id(id),
            _ => Open(open),
        };
    }

    private bool IsWithinBounds() => _conditions++ < MaxConditions;

    private Expression Open(bool open)
    {
        _isExact = false;
        return Truth(open);
    }

    private Expression Codes(EventColumn column, Filter leaf, bool open)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_conditions >= MaxConditions)
        {
            return Open(open);
        }

        var (yes, no) = (new List<int>(), new List<int>());
        var (last, matches) = (_terms.Values[(int)column.Kind].Count, EventColumns.Matches(column.Kind, leaf, _terms));
        for (var code = 0; code <= last; code++)
        {
            (matches(code) ? yes : no).Add(code);
        }

        if (column.HasSets)
        {
            var sets = _terms.Sets[(int)column.Kind];
            var matching = yes.ToHashSet();
            for (var set = 1; set <= sets.Count; set++)
            {
                (IsAnyIn(sets[set - 1], matching) ? yes : no).Add(-set);
            }
        }

        if (yes.Count > 0 && no.Count > 0)
        {
            _conditions++;
        }

        return Among(column, yes, no);
    }

    private Expression Among(EventColumn column, List<int> yes, List<int> no) =>
        yes.Count <= no.Count ? In(Of(column.Code), yes) : Negate(In(Of(column.Code), no));

    // Of most actions the flags do not matter; the others are told for each of what the flags can say.
    private Expression Deed(Filter.Field leaf, bool open)
    {
        _cancellation.ThrowIfCancellationRequested();
        _conditions += Deeds.Sayings.Count + 1;
        if (_conditions >= MaxConditions)
        {
            return Open(open);
        }

        var (column, matches) = (EventColumns.Of(TermKind.Action), Deeds.Matches(leaf, _terms));
        var actions = Enumerable.Range(0, _terms.Values[(int)TermKind.Action].Count + 1)
            .ToLookup(action => Deeds.Sayings.Aggregate(0, (bits, flags) => bits | (matches(Deeds.CodeOf(action, (int)flags)) ? 1 << (int)flags : 0)));
        var masked = Expression.And(Expression.Property(_row, nameof(EventRow.Flags)), Expression.Constant(Deeds.Flags));
        var always = (1 << Deeds.Sayings.Count) - 1;
        return Deeds.Sayings
            .Select(flags => Both(
                Expression.Equal(masked, Expression.Constant((int)flags)),
                In(Of(column.Code), [.. actions.Where(same => same.Key != always && (same.Key & (1 << (int)flags)) != 0).SelectMany(same => same)])))
            .Aggregate(Among(column, [.. actions[always]], [.. actions.Where(same => same.Key != always).SelectMany(same => same)]), Either);
    }

    // By the key where it is a session's, else by the caller.
    private Expression Actor(Filter.Field leaf, bool open)
    {
        _cancellation.ThrowIfCancellationRequested();
        _conditions += 3;
        if (_conditions >= MaxConditions)
        {
            return Open(open);
        }

        var (key, caller) = _terms.Actors.Matches(leaf);
        return Either(Coded(TermKind.AccessKey, key), Both(Coded(TermKind.Actor, caller), Negate(Coded(TermKind.AccessKey, _terms.Actors.IsSession))));
    }

    private Expression Coded(TermKind kind, Func<int, bool> matches)
    {
        var codes = Enumerable.Range(0, _terms.Values[(int)kind].Count + 1).ToLookup(matches);
        return Among(EventColumns.Of(kind), [.. codes[true]], [.. codes[false]]);
    }

    private static bool IsAnyIn(ReadOnlySpan<int> members, HashSet<int> codes)
    {
        foreach (var member in members)
        {
            if (codes.Contains(member))
            {
                return true;
            }
        }

        return false;
    }

    private Expression Flags(EventFlags bits, Filter leaf)
    {
        var masked = Expression.And(Expression.Property(_row, nameof(EventRow.Flags)), Expression.Constant((int)bits));
        var low = (EventFlags)((int)bits & -(int)bits);
        return new[] { EventFlags.None, low, bits & ~low, bits }
            .Where(value => FilterEvaluator.Matches(leaf, EventColumns.SampleOf(value), default))
            .Select(value => (Expression)Expression.Equal(masked, Expression.Constant((int)value)))
            .Aggregate(Truth(false), Either);
    }

    private Expression Time(ValueTest.TimeIs test)
    {
        var (from, behind) = (EventKey.FirstOf(test.Time), EventKey.FirstOf(test.Time) + EventKey.Second);
        return test.Comparison switch
        {
            Comparison.Equal => Both(AtLeast(from), Below(behind)),
            Comparison.Less => Below(from),
            Comparison.LessOrEqual => Below(behind),
            Comparison.Greater => AtLeast(behind),
            Comparison.GreaterOrEqual => AtLeast(from),
            _ => throw new ArgumentOutOfRangeException(nameof(test), test, message: null),
        };
    }

    private Expression Id(string id)
    {
        var bits = EventIdBits.Of(id, out _);
        return Both(
            Expression.Equal(Expression.Property(_row, nameof(EventRow.IdHigh)), Parameter(bits.High)),
            Expression.Equal(Expression.Property(_row, nameof(EventRow.IdLow)), Parameter(bits.Low)));
    }

    private BinaryExpression AtLeast(long key) => Expression.GreaterThanOrEqual(Expression.Property(_row, nameof(EventRow.Key)), Parameter(key));

    private BinaryExpression Below(long key) => Expression.LessThan(Expression.Property(_row, nameof(EventRow.Key)), Parameter(key));

    private MemberExpression Of(Expression<Func<EventRow, int>> column) => Expression.Property(_row, ((MemberExpression)column.Body).Member.Name);

    private static Expression In(Expression code, List<int> codes) => codes switch
    {
        [] => Truth(false),
        [var only] => Expression.Equal(code, Parameter(only)),
        _ => Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(int)], Parameter<IEnumerable<int>>(codes), code),
    };

    // EF Core makes a parameter of what is read from an object, and text of a constant; text would fill its cache of statements.
    private static MemberExpression Parameter<T>(T value) => Expression.Property(Expression.Constant(new Holder<T>(value)), nameof(Holder<T>.Value));

    // As expressions, because that is what they are combined with.
    private static readonly Expression True = Expression.Constant(true);
    private static readonly Expression False = Expression.Constant(false);

    private static Expression Truth(bool value) => value ? True : False;

    private static Expression Both(Expression left, Expression right) => (left, right) switch
    {
        (ConstantExpression { Value: true }, _) or (_, ConstantExpression { Value: false }) => right,
        (_, ConstantExpression { Value: true }) or (ConstantExpression { Value: false }, _) => left,
        _ => Expression.AndAlso(left, right),
    };

    private static Expression Either(Expression left, Expression right) => (left, right) switch
    {
        (ConstantExpression { Value: false }, _) or (_, ConstantExpression { Value: true }) => right,
        (_, ConstantExpression { Value: false }) or (ConstantExpression { Value: true }, _) => left,
        _ => Expression.OrElse(left, right),
    };

    private static Expression Negate(Expression part) => part is ConstantExpression { Value: bool value } ? Truth(!value) : Expression.Not(part);

    private sealed record Holder<T>(T Value);
}
