using TrailBoard.Core.Events;
using TrailBoard.Data.Store.Coverage;

namespace TrailBoard.Data.Store;

/// <summary>
/// One connection that writes much: what differs between databases in bulk writing. Used by one caller at a time, and for all
/// but <see cref="Begin"/> within a transaction that holds the store's write lock.
/// </summary>
internal abstract class BulkSession : IDisposable
{
    /// <summary>Writes the coverage.</summary>
    public abstract CoverageSession Coverage { get; }

    /// <summary>Starts a transaction and takes the store's write lock, waiting for another process.</summary>
    public abstract void Begin();

    /// <summary>Commits. After it returns, the events survive whatever happens to the process or the machine.</summary>
    public abstract void Commit();

    /// <summary>Tidies up between runs: what is committed moves to its final place, as far as readers let it.</summary>
    public abstract void Rest();

    /// <summary>Gives up the transaction, if there is one.</summary>
    public abstract void Rollback();

    /// <summary>Marks the start of an object, so that it alone can be taken back.</summary>
    public abstract void Mark();

    /// <summary>Takes back all since the mark.</summary>
    public abstract void BackToMark();

    /// <summary>Keeps all since the mark.</summary>
    public abstract void Unmark();

    /// <summary>The highest numbers in use: they grow with whatever is written, so they also tell that another process wrote.</summary>
    public abstract StoreHeads ReadHeads();

    /// <summary>The first day that is left where earlier ones were removed on purpose, as days since 1970; else null.</summary>
    public abstract long? ReadFirstDayLeft();

    /// <summary>All events' keys and ids.</summary>
    public abstract IEnumerable<(long Key, EventIdBits Id)> ReadIds();

    /// <summary>Inserts an event unless its key is taken.</summary>
    /// <param name="caller">The code of its <see cref="Caller"/>.</param>
    /// <param name="call">The code of its <see cref="Call"/>.</param>
    public abstract bool TryInsert(EventRow row, int caller, int call);

    /// <summary>The event at a key.</summary>
    public abstract StoredPlace? Find(long key);

    /// <summary>Writes all of a row but its key and id anew.</summary>
    public abstract void Replace(EventRow row, int caller, int call);

    /// <summary>The events of an id within a range of keys.</summary>
    public abstract List<(long Key, Call Call)> FindAll(long fromKey, long toKey, EventIdBits id);

    /// <summary>Sets what was called of one event.</summary>
    public abstract void SetCall(long key, int call);

    /// <summary>Sets the code of what one event is about.</summary>
    public abstract void SetThing(long key, int thing);

    /// <summary>Notes up to which block the events are of before things were kept; 0: none is left.</summary>
    public abstract void SetUnreadThings(long lastBlock);

    /// <summary>Callers, newest first, each with its code.</summary>
    public abstract IEnumerable<(int Code, Caller Caller)> ReadCallers();

    public abstract void InsertCaller(int code, Caller caller);

    /// <summary>Calls, newest first, each with its code.</summary>
    public abstract IEnumerable<(int Code, Call Call)> ReadCalls();

    public abstract void InsertCall(int code, Call call);

    /// <summary>The blocks of a dictionary, newest first, each with the code of its last value.</summary>
    public abstract IEnumerable<(int LastId, byte[] Packed)> ReadTerms(int dictionary);

    public abstract void InsertTerms(int dictionary, int lastId, byte[] packed);

    /// <summary>In which order blocks are to be numbered so that they take little room.</summary>
    /// <param name="bytes">How long the bytes of each are.</param>
    /// <returns>Which of them comes first, second and so on.</returns>
    public abstract int[] OrderOfBlocks(IReadOnlyList<int> bytes);

    public abstract void InsertBlock(long id, long objectId, bool asDelivered, byte[] offsets, ReadOnlyMemory<byte> gzip);

    /// <summary>Notes between which keys the rows of a block lie, so that what was written lately is found without a look at every row.</summary>
    public abstract void InsertBlockKeys(long id, long firstKey, long lastKey);

    public abstract (byte[] Offsets, byte[] Gzip) ReadBlock(long id);

    /// <summary>The object whose block it is.</summary>
    public abstract long ObjectOfBlock(long id);

    public abstract void InsertSighting(SightingRow sighting);

    public abstract void InsertAddendum(AddendumRow addendum);

    public abstract void InsertObject(ObjectRow row);

    public abstract void InsertRejection(RejectionRow row);

    public abstract void InsertDigestFile(DigestFileRow row);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>The highest numbers in use.</summary>
internal sealed record StoreHeads(long Object, long Block);

/// <summary>What the writer must know of an event that is there.</summary>
internal readonly record struct StoredPlace(EventIdBits Id, long Block, int Ordinal, Call Call)
{
    public EventFlags Flags => (EventFlags)Call.Flags;
}
