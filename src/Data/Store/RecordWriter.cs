using System.Text.Json;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Data.Store.Coverage;

namespace TrailBoard.Data.Store;

/// <summary>Writes records: new ones as rows, copies as sightings, the same id with other content as rows that are flagged.</summary>
internal sealed class RecordWriter
{
    // Facts about a delivery, not about the event: true only while every delivery says so, whatever their order.
    private const EventFlags OfDelivery = EventFlags.Late | EventFlags.FutureTime;
    private const int MaxKnownConflicts = 100_000;

    private static readonly TimeSpan LateAfter = TimeSpan.FromDays(1);

    private readonly BulkSession _session;
    private readonly TermCodes _codes;
    private readonly TupleCodes<Caller> _callers;
    private readonly TupleCodes<Call> _calls;
    private readonly EventIdSet _ids;
    private readonly EventRows _rows;
    private readonly WaitingBlocks _blocks;
    private readonly StoredBlocks _stored;
    private readonly HashSet<EventIdBits> _knownConflicts = [];
    private readonly long[] _times = new long[EventIdSet.MaxFound];
    private (long Object, long Block) _mark;

    public RecordWriter(BulkSession session, StoreHeads heads, EventIdSet ids, int mostWaiting)
    {
        _session = session;
        _ids = ids;
        _rows = new EventRows(session, mostWaiting);
        _blocks = new WaitingBlocks(session);
        _stored = new StoredBlocks(session, _blocks);
        _codes = new TermCodes(session);
        _callers = new TupleCodes<Caller>(session.ReadCallers(), session.InsertCaller);
        _calls = new TupleCodes<Call>(session.ReadCalls(), session.InsertCall);
        LastBlock = heads.Block;
        LastObject = heads.Object;
    }

    /// <summary>Takes the rows that are written, where somebody wants to know them.</summary>
    public WrittenRows? Written
    {
        get => _rows.Written;
        set => _rows.Written = value;
    }

    /// <summary>What happened before it is of a day that was removed on purpose, and is not written again.</summary>
    public DateTimeOffset FirstTimeLeft { get; init; } = DateTimeOffset.MinValue;

    public long LastBlock { get; private set; }

    public long LastObject { get; private set; }

    public long NextObject() => ++LastObject;

    /// <summary>Marks the start of an object.</summary>
    public void Mark()
    {
        _codes.Mark();
        _callers.Mark();
        _calls.Mark();
        _rows.Mark();
        _blocks.Mark();
        _mark = (LastObject, LastBlock);
    }

    /// <summary>Forgets what the object added that is taken back. Its ids stay: they only say where to look.</summary>
    public void BackToMark()
    {
        _codes.BackToMark();
        _callers.BackToMark();
        _calls.BackToMark();
        _rows.BackToMark();
        _blocks.BackToMark();
        (LastObject, LastBlock) = _mark;
        _stored.Clear();
        _knownConflicts.Clear();
    }

    /// <summary>Writes what is still to be written before the commit.</summary>
    public void Complete()
    {
        if (_blocks.Write() is { Count: > 0 } numbers)
        {
            // What was inflated has the numbers of before.
            _stored.Clear();
            _rows.Complete(numbers);
        }

        _codes.Write();
    }

    /// <summary>Writes a batch and its block, if any row points into it.</summary>
    /// <param name="rejections">Takes those of the batch, and those of records that the store cannot hold.</param>
    public RecordCounts Write(ObjectReading.Batch batch, long objectId, DateTimeOffset? delivered, List<Rejection> rejections, ObjectCoverage coverage)
    {
        var writing = new BatchWriting(batch, objectId, LastBlock + 1);
        var counts = new RecordCounts(batch.Records.Count + batch.Rejections.Count, 0, 0, batch.Rejections.Count);
        rejections.AddRange(batch.Rejections);
        for (var ordinal = 0; ordinal < batch.Records.Count; ordinal++)
        {
            var record = batch.Records[ordinal];
            if (record.Event.Time < EventKey.MinTime || record.Event.Time > EventKey.MaxTime)
            {
                rejections.Add(Unholdable(record));
                counts = counts with { Rejected = counts.Rejected + 1 };
                continue;
            }

            if (record.Event.Time < FirstTimeLeft)
            {
                counts = counts with { TooOld = counts.TooOld + 1 };
                continue;
            }

            var isLate = delivered - record.Event.Time > LateAfter;
            var written = Write(record, ordinal, isLate, writing);
            coverage.Count(record.Event, isStored: written.Stored > 0, isLate);
            counts += written;
        }

        if (writing.IsUsed)
        {
            var offsets = BlockOffsets.Encode(batch.Block!, [.. batch.Records.Select(record => record.Index)]);
            _blocks.Add(new WaitingBlock(
                writing.BlockId, writing.IsNamed, objectId, batch.Block!.AsDelivered, offsets, batch.Block.Gzip, writing.FirstKey, writing.LastKey));
            LastBlock = writing.BlockId;
        }

        if (_rows.IsMuch || _blocks.IsMuch)
        {
            _blocks.Relieve();
            _rows.Relieve();
        }

        return counts;
    }

    private RecordCounts Write(TrailRecord record, int ordinal, bool isLate, BatchWriting writing)
    {
        var id = EventIdBits.Of(record.Event.EventId, out var isText);
        var flags = record.Event.Flags | (isText ? EventFlags.TextId : 0);
        if (isLate)
        {
            flags |= EventFlags.Late;
        }

        var key = EventKey.Of(record.Event.Time, record.ContentHash);
        var found = _ids.Find(id, _times);
        if (found > 0)
        {
            if (FindCopy(key, id, record.Json, writing) is { } copy)
            {
                AddSighting(copy, record, ordinal, flags, writing);
                return new RecordCounts(0, 0, 1, 0);
            }

            if (IsConflict(id, _times.AsSpan(0, found)))
            {
                flags |= EventFlags.Conflict;
            }
        }

        var row = _codes.Encode(record.Event);
        (row.Key, row.IdHigh, row.IdLow, row.Block, row.Ordinal, row.Flags) = (key, id.High, id.Low, writing.BlockId, ordinal, (int)flags);
        var (caller, call) = (_callers.CodeOf(Caller.Of(row)), _calls.CodeOf(Call.Of(row)));
        _rows.Add(row, caller, call, record.Event.OriginalEventId is { } corrected ? EventIdBits.Of(corrected, out _) : null);
        writing.Use(row.Key);
        _ids.Add(id, row.Key);
        return new RecordCounts(0, 1, 0, 0, flags.HasFlag(EventFlags.Conflict) ? 1 : 0, flags.HasFlag(EventFlags.Late) ? 1 : 0);
    }

    private Copy? FindCopy(long key, EventIdBits id, ReadOnlyMemory<byte> json, BatchWriting writing)
    {
        foreach (var (known, place) in _rows.FindCopies(key, id))
        {
            if (Stored(place, writing) is var stored && IsSame(stored, json))
            {
                return new Copy(known, place, stored);
            }
        }

        return null;
    }

    private bool IsConflict(EventIdBits id, ReadOnlySpan<long> times)
    {
        if (_knownConflicts.Contains(id))
        {
            return true;
        }

        var others = 0;
        foreach (var first in times)
        {
            foreach (var (other, call) in _rows.FindAll(first, EventIdSet.After(first), id))
            {
                SetFlags(other, call, (EventFlags)call.Flags | EventFlags.Conflict);
                others++;
            }
        }

        if (others == 0)
        {
            return false;
        }

        if (_knownConflicts.Count >= MaxKnownConflicts)
        {
            _knownConflicts.Clear();
        }

        return _knownConflicts.Add(id);
    }

    // Of copies that differ in their bytes, the one that sorts first is shown: so the order of imports does not show.
    private void AddSighting(Copy copy, TrailRecord record, int ordinal, EventFlags flags, BatchWriting writing)
    {
        var merged = (copy.Place.Flags & ~OfDelivery) | (copy.Place.Flags & flags & OfDelivery);
        if (copy.Json.Span.SequenceCompareTo(record.Json.Span) <= 0)
        {
            _rows.See(copy.Event, writing.ObjectId, record.Index);
            SetFlags(copy.Event, copy.Place.Call, merged);
            return;
        }

        var (objectId, index) = copy.Place.Block == writing.BlockId
            ? (writing.ObjectId, writing.Batch.Records[copy.Place.Ordinal].Index)
            : (_blocks.Find(copy.Place.Block)?.ObjectId ?? _session.ObjectOfBlock(copy.Place.Block), _stored.IndexOf(copy.Place.Block, copy.Place.Ordinal));
        _rows.See(copy.Event, objectId, index);
        var row = _codes.Encode(record.Event);
        (row.Key, row.IdHigh, row.IdLow, row.Block, row.Ordinal) = (copy.Event.Key, copy.Place.Id.High, copy.Place.Id.Low, writing.BlockId, ordinal);
        row.Flags = (int)((flags & ~OfDelivery) | (merged & (OfDelivery | EventFlags.Conflict)));
        _rows.Replace(copy.Event, row, _callers.CodeOf(Caller.Of(row)), _calls.CodeOf(Call.Of(row)));
        writing.Use(row.Key);
        writing.IsNamed |= copy.Event.Waiting is null;
    }

    private void SetFlags(EventRef of, Call call, EventFlags flags)
    {
        if ((EventFlags)call.Flags != flags)
        {
            _rows.SetFlags(of, flags, _calls.CodeOf(call with { Flags = (int)flags }));
        }
    }

    private ReadOnlyMemory<byte> Stored(StoredPlace place, BatchWriting writing) => place.Block == writing.BlockId
        ? writing.Batch.Records[place.Ordinal].Json
        : _stored.Record(place.Block, place.Ordinal);

    private static bool IsSame(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        if (left.Span.SequenceEqual(right.Span))
        {
            return true;
        }

        using var one = JsonDocument.Parse(left);
        using var other = JsonDocument.Parse(right);
        try
        {
            return JsonElement.DeepEquals(one.RootElement, other.RootElement);
        }
        catch (InvalidOperationException)
        {
            // Text that is not Unicode cannot be compared as text, and the bytes differ.
            return false;
        }
    }

    private static Rejection Unholdable(TrailRecord record) => new(
        record.Index,
        0,
        "event-time",
        $"The eventTime {record.Event.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} is outside the years {EventKey.MinTime.Year + 1} to {EventKey.MaxTime.Year - 1} that the store can hold.",
        "");

    private readonly record struct Copy(EventRef Event, StoredPlace Place, ReadOnlyMemory<byte> Json);
}
