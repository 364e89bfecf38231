using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>Counts the values of two sides and says what is different. What it counts is exact, also of values that are rare on one side.</summary>
/// <param name="queries">Where it asks.</param>
/// <param name="looked">How many of the most frequent values are looked at, of the selection and of the whole. What is rarer in both can hardly tell them apart.</param>
public sealed class DifferenceQueries(IEventQueries queries, int looked = 1_000)
{
    // Of so many values that are frequent on one side only the other side is asked by name.
    private const int Asked = 40;

    /// <summary>The fields that are compared, in the order in which a security engineer asks.</summary>
    public static IReadOnlyList<EventField> Fields { get; } =
    [
        .. new[]
        {
            EventFields.Error, EventFields.User, EventFields.Actor, EventFields.Address, EventFields.Action, EventFields.Service, EventFields.Repository, EventFields.Identity,
            EventFields.UserAgent, EventFields.Region, EventFields.Account, EventFields.Verb,
        }.Union(EventFields.All.Where(field => field.IsGroupable)),
    ];

    /// <summary>How many events the selection and the whole have.</summary>
    public async Task<(long Selection, long Whole)> CountAsync(DifferenceQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var selection = await queries.CountAsync(query.Selection, cancellationToken);
        return (selection, Math.Max(selection, await queries.CountAsync(Searched(query), cancellationToken)));
    }

    /// <summary>What is different in a field.</summary>
    /// <exception cref="ArgumentException">The field cannot be grouped.</exception>
    public async Task<FieldDifference> OfAsync(DifferenceQuery query, EventField field, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.IsChosenBy(field))
        {
            return new FieldDifference(field, [], 0, 0, FieldStand.Chosen);
        }

        // The selection first: what comes in meanwhile is in the rest then, and not missing in it.
        var inside = await GroupAsync(query.Selection, field, cancellationToken);
        var all = Searched(query);
        var whole = await GroupAsync(all, field, cancellationToken);
        var (wholeOfInside, insideOfWhole) = (Missing(inside, whole), Missing(whole, inside));
        var difference = FieldDifference.Of(
            field,
            await WithAsync(inside, query.Selection, field, insideOfWhole, wholeOfInside.Skip(Asked), cancellationToken),
            await WithAsync(whole, all, field, wholeOfInside, insideOfWhole.Skip(Asked), cancellationToken));
        return query.Before is { } before && !FilterParts.IsDeep(before.Filter) ? await WithNewAsync(difference, before, cancellationToken) : difference;
    }

    // A search that was stopped has not seen what is older, so nothing older is compared with it.
    private static EventQuery Searched(DifferenceQuery query) =>
        query.Whole.Watch is { IsStopped: true, Progress.Back: var back } && !FilterParts.IsDeep(query.Whole.Filter) && !(query.Whole.Range.From > back)
            ? query.Whole with { Range = query.Whole.Range with { From = back } }
            : query.Whole;

    private Task<EventGroups> GroupAsync(EventQuery query, EventField field, CancellationToken cancellationToken) =>
        // What was found in the records is at hand once it is found; every further question would be a search of its own.
        queries.GroupAsync(new GroupQuery(query, field, FilterParts.IsDeep(query.Filter) ? int.MaxValue : looked) { CountsOnly = true }, cancellationToken);

    // The values of the one list that the other may have and does not say.
    private static List<string> Missing(EventGroups of, EventGroups from)
    {
        if (from.Total <= from.Groups.Count)
        {
            return [];
        }

        var known = from.Groups.Select(group => group.Value).ToHashSet(StringComparer.Ordinal);
        return [.. of.Groups.Select(group => group.Value).Where(value => !known.Contains(value))];
    }

    private async Task<EventGroups> WithAsync(
        EventGroups groups, EventQuery query, EventField field, IReadOnlyList<string> missing, IEnumerable<string> unknown, CancellationToken cancellationToken)
    {
        var left = unknown.ToHashSet(StringComparer.Ordinal);
        string[] asked = [.. missing.Take(Asked)];
        var more = asked.Length == 0 ? [] : await CountAsync(query, field, asked, cancellationToken);
        return groups with { Groups = [.. groups.Groups.Where(group => !left.Contains(group.Value)), .. more] };
    }

    private async Task<FieldDifference> WithNewAsync(FieldDifference difference, EventQuery before, CancellationToken cancellationToken)
    {
        string[] asked = [.. difference.Values.Where(value => value is { Value: not null, Inside: > 0, Outside: > 0 }).Select(value => value.Value!)];
        if (asked.Length == 0)
        {
            return difference;
        }

        var known = (await CountAsync(before, difference.Field, asked, cancellationToken)).Select(group => group.Value).ToHashSet(StringComparer.Ordinal);
        return difference with { Values = [.. difference.Values.Select(value => value with { IsNew = asked.Contains(value.Value) && !known.Contains(value.Value!) })] };
    }

    private async Task<IReadOnlyList<EventGroup>> CountAsync(EventQuery query, EventField field, string[] values, CancellationToken cancellationToken)
    {
        var narrowed = query with { Filter = FilterParts.And(query.Filter, FilterShape.Or(values.Select(value => FilterEdit.Leaf(field, value)))) };
        var limit = 2 * values.Length;
        while (true)
        {
            var found = await queries.GroupAsync(new GroupQuery(narrowed, field, limit) { CountsOnly = true }, cancellationToken);
            if (found.Total <= found.Groups.Count)
            {
                return [.. found.Groups.Where(group => values.Contains(group.Value, StringComparer.Ordinal))];
            }

            // An event with several values brings others along, which may be more frequent than those that were asked for.
            limit = found.Total;
        }
    }
}
