using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The events that a person has selected in the list, to compare, export or copy them. It outlives filters, so that it can be gathered with several.</summary>
public sealed class PickedEvents(Action changed)
{
    /// <summary>How many can be selected: an export asks for them by a filter in its address, which has an end.</summary>
    public const int Most = 150;

    // Ids are hostile text of any length; what a server takes of an address has eight thousand characters.
    private const int LongestAddress = 7_500;

    private readonly Dictionary<string, StoredEvent> _picked = new(StringComparer.Ordinal);
    private string? _last;

    /// <summary>Another number after each change.</summary>
    public int Version { get; private set; }

    public int Count => _picked.Count;

    /// <summary>Whether something could not be selected because there is no room.</summary>
    public bool IsFull { get; private set; }

    /// <summary>What is selected, oldest first.</summary>
    public IReadOnlyList<StoredEvent> All => [.. _picked.Values.OrderBy(stored => stored.Cursor.Value)];

    /// <summary>Whether they can be compared.</summary>
    public bool CanCompare => Count is >= 2 and <= ComparisonState.MostEvents;

    public bool Has(string eventId) => _picked.ContainsKey(eventId);

    /// <summary>Selects an event, or no longer. Records that share an id are one.</summary>
    /// <param name="shown">The list as it stands, in its order.</param>
    /// <param name="span">Whether everything between the one before and this one is to be as this one becomes.</param>
    public void Toggle(StoredEvent stored, bool span, IReadOnlyList<StoredEvent> shown)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(shown);
        var adds = !Has(stored.Event.EventId);
        IsFull = false;
        foreach (var one in span ? Between(stored, shown) : [stored])
        {
            if (!adds)
            {
                _picked.Remove(one.Event.EventId);
            }
            else if (Count < Most || Has(one.Event.EventId))
            {
                _picked.TryAdd(one.Event.EventId, one);
            }
            else
            {
                IsFull = true;
            }
        }

        _last = stored.Event.EventId;
        Version++;
        changed();
    }

    public void Clear()
    {
        _picked.Clear();
        (_last, IsFull) = (null, false);
        Version++;
        changed();
    }

    /// <summary>The address of an export of exactly these events, or null where their ids are too long for one.</summary>
    /// <param name="format"><c>csv</c>, <c>ndjson</c> or <c>json</c>.</param>
    public string? Export(string format)
    {
        var filter = FilterParts.Simplify(new Filter.Or([.. All.Select(stored => FilterEdit.Leaf(EventFields.EventId, stored.Event.EventId))]));
        var address = PageUrls.Export(format, ViewScope.All with { Filter = filter.ToString()! });
        return address.Length > LongestAddress ? null : address;
    }

    private IEnumerable<StoredEvent> Between(StoredEvent stored, IReadOnlyList<StoredEvent> shown)
    {
        int to = IndexOf(stored.Event.EventId), from = _last is null ? to : IndexOf(_last);
        return from < 0 || to < 0 ? [stored] : shown.Skip(Math.Min(from, to)).Take(Math.Abs(to - from) + 1);

        int IndexOf(string id)
        {
            for (var i = 0; i < shown.Count; i++)
            {
                if (shown[i].Event.EventId == id)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
