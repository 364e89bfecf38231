using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Overview;

/// <summary>A field whose values are looked at for new ones.</summary>
/// <param name="Field">The field.</param>
/// <param name="Title">The heading of the new ones.</param>
/// <param name="One">What one of them is called in a sentence.</param>
/// <param name="Many">What several are called.</param>
/// <param name="Among">Which events count: of addresses only those of the outside, because machines inside change theirs every day.</param>
public sealed record FirstSeenField(EventField Field, string Title, string One, string Many, Filter Among)
{
    /// <summary>Identities.</summary>
    public static FirstSeenField Identities { get; } = new(EventFields.Identity, "New identities", "identity", "identities", Filter.All);

    /// <summary>Addresses of the internet: not those of private networks, and no names of services.</summary>
    public static FirstSeenField Addresses { get; } = new(EventFields.Address, "New addresses", "address", "addresses", FilterParser.Parse(
        "ip:(0.0.0.0/0 OR ::/0) -ip:(10.0.0.0/8 OR 172.16.0.0/12 OR 192.168.0.0/16 OR 100.64.0.0/10 OR 169.254.0.0/16 OR 127.0.0.0/8 OR fc00::/7 OR fe80::/10 OR ::1/128)"));

    /// <summary>Actions.</summary>
    public static FirstSeenField Actions { get; } = new(EventFields.Action, "New actions", "action", "actions", Filter.All);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FirstSeenField> All { get; } = [Identities, Addresses, Actions];
}

/// <summary>The values of a field that the store had never held before a period.</summary>
/// <param name="Of">The field.</param>
/// <param name="Period">The period.</param>
/// <param name="New">Those of the period: what was refused first, then the newest. The figures of each are of the period, because it has no earlier events.</param>
/// <param name="Before">How many there were in the period before.</param>
/// <param name="ByDay">How many there were on each of the days that are shown one by one.</param>
/// <param name="IsCut">Whether there were more values than were looked at, so that new ones may be missing.</param>
public sealed record FirstSeen(FirstSeenField Of, OverviewPeriod Period, IReadOnlyList<EventGroup> New, int Before, IReadOnlyList<int> ByDay, bool IsCut)
{
    /// <summary>How many values of a field are looked at. New ones are rare ones, so nothing is known where there are more.</summary>
    public const int MostValues = 200_000;

    /// <summary>How many values a filter takes: it has to fit into an address.</summary>
    public const int MostInFilter = 60;

    /// <summary>The question whose answer is read: the values of all time up to the period's end.</summary>
    public static GroupQuery Question(FirstSeenField of, OverviewPeriod period)
    {
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(period);
        return new GroupQuery(new EventQuery(of.Among, new TimeRange(null, period.To)), of.Field, MostValues);
    }

    /// <summary>Reads the answer to <see cref="Question"/>.</summary>
    public static FirstSeen Read(FirstSeenField of, OverviewPeriod period, EventGroups groups)
    {
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(groups);
        var days = new int[OverviewPeriod.DaysShown];
        var (found, before) = (new List<EventGroup>(), 0);
        foreach (var group in groups.Groups)
        {
            if (period.Range.Contains(group.First))
            {
                found.Add(group);
            }
            else if (period.Before.Contains(group.First))
            {
                before++;
            }

            if (period.Days.Contains(group.First))
            {
                days[(int)(group.First - period.Days.From!.Value).TotalDays]++;
            }
        }

        return new(of, period, [.. found.OrderByDescending(group => group.Errors > 0).ThenByDescending(group => group.First).ThenBy(group => group.Value, StringComparer.Ordinal)],
            before, days, groups.Total > groups.Groups.Count);
    }

    /// <summary>The filter of exactly the new values' events, within the period; null where there are none or more than <see cref="MostInFilter"/>.</summary>
    public Filter? Filter => New.Count switch
    {
        0 or > MostInFilter => null,
        1 => FilterEdit.Leaf(Of.Field, New[0].Value),
        _ => new Filter.Or([.. New.Select(group => FilterEdit.Leaf(Of.Field, group.Value))]),
    };
}
