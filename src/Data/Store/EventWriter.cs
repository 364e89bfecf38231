using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Data.Columns;

namespace TrailBoard.Data.Store;

/// <summary>
/// Writes objects whole or not at all, about 20,000 events or a second to a transaction. One for the process: it keeps the
/// connection, the ids and the codes from one run to the next.
/// </summary>
internal sealed class EventWriter(TrailDatabase database, LiveColumns columns, IOptions<StoreOptions> options, TimeProvider time) : IEventSink, IDisposable
{
    private BulkSession? _session;
    private RecordWriter? _records;
    private EventIdSet? _ids;
    private (long Object, long Block) _committed = (-1, -1);
    private WrittenRows? _written;

    public async Task WriteAsync(
        long runId, ChannelReader<ObjectInFlight> objects, Action<ObjectOutcome> settled, CancellationToken cancellationToken)
    {
        var transaction = new WriteTransaction(this, database.WriteGate, settled, time);
        try
        {
            while (await transaction.WaitAsync(objects, cancellationToken))
            {
                while (objects.TryRead(out var inFlight))
                {
                    await new ObjectWriting(this, transaction, inFlight, runId, time).WriteAsync(cancellationToken);
                    if (transaction.IsFull)
                    {
                        await transaction.CommitAsync(cancellationToken);
                    }
                }
            }

            await transaction.CommitAsync(cancellationToken);
            await columns.TakeInAsync();
            await RestAsync(cancellationToken);
        }
        catch (DbException fault)
        {
            throw database.Explain(fault);
        }
        finally
        {
            transaction.Abandon();
        }
    }

    private async Task RestAsync(CancellationToken cancellationToken)
    {
        await database.WriteGate.WaitAsync(cancellationToken);
        try
        {
            _session?.Rest();
        }
        finally
        {
            database.WriteGate.Release();
        }
    }

    /// <summary>The start of the first day that is left, where earlier ones were removed on purpose.</summary>
    public DateTimeOffset FirstDayLeft { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>How many rows wait at most to be written in the order of their keys.</summary>
    public int MostWaiting { get; set; } = EventRows.MostWaiting;

    public BulkSession Session => _session ?? throw new InvalidOperationException("No transaction has begun.");

    public RecordWriter Records => _records ?? throw new InvalidOperationException("No transaction has begun.");

    /// <summary>Begins a transaction. The caller holds the gate.</summary>
    public void Begin()
    {
        CheckReserve();
        _session ??= database.OpenBulkSession();
        _session.Begin();
        var heads = _session.ReadHeads();
        if (_ids is null || heads.Block != _committed.Block)
        {
            // The first use, or another process wrote: its ids are not known here.
            _ids = new EventIdSet();
            foreach (var (key, id) in _session.ReadIds())
            {
                _ids.Add(id, key);
            }
        }

        var firstTimeLeft = _session.ReadFirstDayLeft() is { } day ? RetentionNoteRow.StartOf(day) : DateTimeOffset.MinValue;
        if (_records is null || heads.Object != _committed.Object || firstTimeLeft != FirstDayLeft)
        {
            FirstDayLeft = firstTimeLeft;
            _records = new RecordWriter(_session, heads, _ids, MostWaiting) { FirstTimeLeft = firstTimeLeft };
        }

        _committed = (heads.Object, heads.Block);
        _written = columns.Current is null ? null : new WrittenRows();
        _records.Written = _written;
    }

    /// <summary>Marks the start of an object, so that it alone can be taken back.</summary>
    public void Mark()
    {
        Session.Mark();
        Records.Mark();
        _written?.Mark();
    }

    public void Commit()
    {
        Records.Complete();
        Session.Commit();
        var before = _committed.Object;
        _committed = (Records.LastObject, Records.LastBlock);
        columns.Announce(new CommittedRows(_written?.Rows, before, _committed.Object));
    }

    /// <summary>Goes on at once, unless the columns in memory are far behind; they follow on a thread of their own.</summary>
    public Task WaitForColumnsAsync() => columns.WaitForRoomAsync();

    /// <summary>Gives up the transaction and what is remembered of it.</summary>
    public void Rollback()
    {
        _records = null;
        _session?.Rollback();
    }

    /// <summary>Takes back the object that is being written, and forgets the codes and blocks that it added.</summary>
    public void BackToMark()
    {
        Session.BackToMark();
        Records.BackToMark();
        _written?.BackToMark();
    }

    public void Dispose() => _session?.Dispose();

    private void CheckReserve()
    {
        var reserve = options.Value.ReserveMegabytes * 1_048_576L;
        if (database.FreeBytes() is { } free && free < reserve)
        {
            throw new StoreException(
                $"Only {free / 1_048_576} MB are free for the store {database.Location}, less than the reserve of {options.Value.ReserveMegabytes} MB (Store:ReserveMegabytes). "
                + "The import stopped; what was imported is kept, and reading goes on. Free some space and import again: it continues where it stopped.");
        }
    }
}
