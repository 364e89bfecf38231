using System.Runtime.InteropServices;
using TrailBoard.Core.Events;

namespace TrailBoard.Data.Store;

/// <summary>
/// The events' rows as the writer of a transaction sees them. New ones wait, and are written in the order of their keys, so that each
/// page of the table is filled once instead of being split by rows that come between. Until then a row has the key that its time and
/// content give; whether another has it shows when it is written, so what names a row by its key waits as well.
/// </summary>
internal sealed class EventRows(BulkSession session, int mostWaiting)
{
    /// <summary>
    /// How many rows wait at most: twice those of a transaction. An object is never split between transactions, however large it is, so
    /// its rows are written in the middle of it.
    /// </summary>
    public const int MostWaiting = 40_000;

    // Those that wait, by the id of those that are looked for: the last that has it, and of each the one before that has the same.
    private readonly Dictionary<EventIdBits, int> _lastOf = [];
    private readonly List<int> _before = [];

    // What rows were before the object that is being written changed them, the oldest first.
    private readonly List<(int Row, WaitingRow Was)> _changes = [];
    private Waiting _waiting = new();
    private (int Rows, int Sightings, int Addenda) _mark;
    private Waiting? _atMark;

    /// <summary>Takes the rows that are written, where somebody wants to know them.</summary>
    public WrittenRows? Written { get; set; }

    /// <summary>Adds a new event.</summary>
    /// <param name="row">The event. Its key may become another of the same second.</param>
    /// <param name="caller">The code of its <see cref="Caller"/>.</param>
    /// <param name="call">The code of its <see cref="Call"/>.</param>
    /// <param name="original">The id of the event that it corrects, if it does.</param>
    public void Add(EventRow row, int caller, int call, EventIdBits? original)
    {
        if (original is { } corrected)
        {
            _waiting.Addenda.Add((_waiting.Rows.Count, corrected));
        }

        _waiting.Rows.Add(new WaitingRow(row, caller, call));
    }

    /// <summary>The events of an id whose time and content give a key: in the table they lie in the run of taken keys that begins at it.</summary>
    public IEnumerable<(EventRef Event, StoredPlace Place)> FindCopies(long key, EventIdBits id)
    {
        foreach (var number in WaitingOf(id))
        {
            if (_waiting.Rows[number].Row is var row && row.Key == key)
            {
                yield return (new EventRef(key, number), new StoredPlace(id, row.Block, row.Ordinal, Call.Of(row)));
            }
        }

        for (; session.Find(key) is { } place; key = EventKey.Next(key))
        {
            if (place.Id == id)
            {
                yield return (new EventRef(key), place);
            }
        }
    }

    /// <summary>The events of an id within some time.</summary>
    /// <param name="first">The lowest key of that time.</param>
    /// <param name="after">The lowest key after it.</param>
    /// <param name="id">The id.</param>
    public List<(EventRef Event, Call Call)> FindAll(long first, long after, EventIdBits id)
    {
        var found = session.FindAll(first, after, id).ConvertAll(stored => (new EventRef(stored.Key), stored.Call));
        foreach (var number in WaitingOf(id))
        {
            if (_waiting.Rows[number].Row is var row && row.Key >= first && row.Key < after)
            {
                found.Add((new EventRef(row.Key, number), Call.Of(row)));
            }
        }

        return found;
    }

    /// <summary>Changes the flags of an event.</summary>
    /// <param name="of">The event.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="call">The code of its <see cref="Call"/> with these flags.</param>
    public void SetFlags(EventRef of, EventFlags flags, int call)
    {
        if (of.Waiting is { } number)
        {
            var (row, caller, _) = _waiting.Rows[number];
            Change(number, new WaitingRow(row with { Flags = (int)flags }, caller, call));
        }
        else
        {
            session.SetCall(of.Key, call);
        }
    }

    /// <summary>Shows another copy of an event: all but its key and id become others.</summary>
    public void Replace(EventRef of, EventRow row, int caller, int call)
    {
        if (of.Waiting is { } number)
        {
            Change(number, new WaitingRow(row, caller, call));
        }
        else
        {
            session.Replace(row, caller, call);
            Written?.Add(row);
        }
    }

    /// <summary>Notes that an object brought an event too.</summary>
    public void See(EventRef of, long objectId, int index)
    {
        if (of.Waiting is { } number)
        {
            _waiting.Sightings.Add((number, objectId, index));
        }
        else
        {
            session.InsertSighting(new SightingRow { EventKey = of.Key, ObjectId = objectId, Index = index });
        }
    }

    /// <summary>Marks the start of an object.</summary>
    public void Mark()
    {
        _mark = (_waiting.Rows.Count, _waiting.Sightings.Count, _waiting.Addenda.Count);
        _changes.Clear();
        _atMark = null;
    }

    /// <summary>Forgets what waits since the mark, and lets wait again what has been written since.</summary>
    public void BackToMark()
    {
        _waiting = _atMark ?? AtMark();
        Mark();
        ForgetIds();
    }

    /// <summary>Whether more waits than shall be kept in memory.</summary>
    public bool IsMuch => _waiting.Rows.Count + _waiting.Sightings.Count >= mostWaiting;

    /// <summary>Writes all that waits, in the middle of an object.</summary>
    public void Relieve()
    {
        _atMark ??= AtMark();
        Write();
        _changes.Clear();
        _mark = default;
    }

    /// <summary>Writes all that waits, when all objects of the transaction are complete.</summary>
    /// <param name="blocks">Which numbers their blocks have now.</param>
    public void Complete(Dictionary<long, long> blocks)
    {
        foreach (var (row, _, _) in _waiting.Rows)
        {
            row.Block = blocks[row.Block];
        }

        Write();
    }

    private void Write()
    {
        var keys = WriteRows();

        foreach (var (number, objectId, index) in _waiting.Sightings)
        {
            session.InsertSighting(new SightingRow { EventKey = keys[number], ObjectId = objectId, Index = index });
        }

        foreach (var (number, original) in _waiting.Addenda)
        {
            session.InsertAddendum(new AddendumRow { OriginalHigh = original.High, OriginalLow = original.Low, EventKey = keys[number] });
        }

        _waiting.Clear();
        ForgetIds();
    }

    // Gives each row's key by its number.
    private long[] WriteRows()
    {
        var (keys, numbers) = (new long[_waiting.Rows.Count], new int[_waiting.Rows.Count]);
        for (var number = 0; number < numbers.Length; number++)
        {
            (keys[number], numbers[number]) = (_waiting.Rows[number].Row.Key, number);
        }

        // The order is all that is needed of the keys that the rows were to have.
        Array.Sort(keys, numbers);
        foreach (var number in numbers)
        {
            keys[number] = Insert(_waiting.Rows[number]);
        }

        return keys;
    }

    private long Insert(WaitingRow waiting)
    {
        var row = waiting.Row;
        while (!session.TryInsert(row, waiting.Caller, waiting.Call))
        {
            // Another object: the row that waits again if all is taken back has its own key.
            row = row with { Key = EventKey.Next(row.Key) };
        }

        Written?.Add(row);
        return row.Key;
    }

    private IEnumerable<int> WaitingOf(EventIdBits id)
    {
        for (var number = _before.Count; number < _waiting.Rows.Count; number++)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastOf, _waiting.Rows[number].Row.Id, out var isKnown);
            _before.Add(isKnown ? last : -1);
            last = number;
        }

        for (var number = _lastOf.GetValueOrDefault(id, -1); number >= 0; number = _before[number])
        {
            yield return number;
        }
    }

    private void ForgetIds()
    {
        _lastOf.Clear();
        _before.Clear();
    }

    private void Change(int number, WaitingRow row)
    {
        if (number < _mark.Rows)
        {
            _changes.Add((number, _waiting.Rows[number]));
        }

        _waiting.Rows[number] = row;
    }

    private Waiting AtMark()
    {
        var waiting = new Waiting
        {
            Rows = _waiting.Rows[.._mark.Rows], Sightings = _waiting.Sightings[.._mark.Sightings], Addenda = _waiting.Addenda[.._mark.Addenda],
        };
        for (var i = _changes.Count - 1; i >= 0; i--)
        {
            waiting.Rows[_changes[i].Row] = _changes[i].Was;
        }

        return waiting;
    }

    private readonly record struct WaitingRow(EventRow Row, int Caller, int Call);

    private sealed class Waiting
    {
        public List<WaitingRow> Rows { get; init; } = [];

        public List<(int Number, long ObjectId, int Index)> Sightings { get; init; } = [];

        public List<(int Number, EventIdBits Original)> Addenda { get; init; } = [];

        public void Clear()
        {
            Rows.Clear();
            Sightings.Clear();
            Addenda.Clear();
        }
    }
}

/// <summary>An event as its writer names it.</summary>
/// <param name="Key">Its key; where it waits, the one that it is to have.</param>
/// <param name="Waiting">Its number among those that are not written yet, else null. It counts until they are.</param>
internal readonly record struct EventRef(long Key, int? Waiting = null);
