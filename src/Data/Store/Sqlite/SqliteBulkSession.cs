using TrailBoard.Data.Store.Coverage;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>Bulk writing by prepared statements on one connection: 2.5 times faster than VALUES of many rows.</summary>
internal sealed class SqliteBulkSession(WriterConnection connection, LogKeeper log) : BulkSession
{
    private const string Columns = "block, ordinal, caller, call, repository, resource";
    private const string CallColumns = "k.action, k.shape, k.flags, k.error, k.error_message";

    private readonly Statement _begin = connection.Prepare("BEGIN IMMEDIATE");
    private readonly Statement _commit = connection.Prepare("COMMIT");
    private readonly Statement _mark = connection.Prepare("SAVEPOINT object");
    private readonly Statement _backToMark = connection.Prepare("ROLLBACK TO object");
    private readonly Statement _unmark = connection.Prepare("RELEASE object");
    private readonly Statement _insertEvent = connection.Prepare(
        $"INSERT INTO events (key, id_high, id_low, {Columns}) VALUES ({Holes(9)}) ON CONFLICT DO NOTHING");

    private readonly Statement _findEvent = connection.Prepare(
        $"SELECT {CallColumns}, e.id_high, e.id_low, e.block, e.ordinal FROM events e CROSS JOIN calls k ON k.id = e.call WHERE e.key = ?");

    private readonly Statement _findEvents = connection.Prepare(
        $"SELECT {CallColumns}, e.key FROM events e CROSS JOIN calls k ON k.id = e.call WHERE e.key >= ? AND e.key < ? AND e.id_high = ? AND e.id_low = ?");

    private readonly Statement _replaceEvent = connection.Prepare($"UPDATE events SET ({Columns}) = ({Holes(6)}) WHERE key = ?");
    private readonly Statement _setCall = connection.Prepare("UPDATE events SET call = ? WHERE key = ?");
    private readonly Statement _setThing = connection.Prepare("UPDATE events SET repository = ? WHERE key = ?");
    private readonly Statement _setUnreadThings = connection.Prepare("UPDATE unread_things SET last_block = ?");
    private readonly Statement _readCallers = connection.Prepare("SELECT id, actor, access_key, address, account, region, agent FROM callers ORDER BY id DESC");
    private readonly Statement _insertCaller = connection.Prepare(
        $"INSERT INTO callers (id, actor, access_key, address, account, region, agent) VALUES ({Holes(7)})");

    private readonly Statement _readCalls = connection.Prepare($"SELECT {CallColumns}, k.id FROM calls k ORDER BY k.id DESC");
    private readonly Statement _insertCall = connection.Prepare($"INSERT INTO calls (id, action, shape, flags, error, error_message) VALUES ({Holes(6)})");
    private readonly Statement _readTerms = connection.Prepare("SELECT last_id, packed FROM term_blocks WHERE dictionary = ? ORDER BY last_id DESC");
    private readonly Statement _insertTerms = connection.Prepare("INSERT INTO term_blocks (dictionary, last_id, packed) VALUES (?, ?, ?)");
    private readonly Statement _insertBlock = connection.Prepare("INSERT INTO blocks (id, object_id, as_delivered, offsets, gzip) VALUES (?, ?, ?, ?, ?)");
    private readonly Statement _insertBlockKeys = connection.Prepare("INSERT INTO block_keys (block, first_key, last_key) VALUES (?, ?, ?)");
    private readonly Statement _readBlock = connection.Prepare("SELECT offsets, gzip FROM blocks WHERE id = ?");
    private readonly Statement _objectOfBlock = connection.Prepare("SELECT object_id FROM blocks WHERE id = ?");
    private readonly Statement _insertSighting = connection.Prepare("INSERT INTO sightings (event_key, object_id, idx) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    private readonly Statement _insertAddendum = connection.Prepare("INSERT INTO addenda (original_high, original_low, event_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    private readonly Statement _insertObject = connection.Prepare(
        "INSERT INTO objects (id, run_id, source, name, state, reason, wrapper, sha256, content_sha256, size, inflated, modified, settled_at, read, stored, duplicates, rejected, conflicts, late, too_old) "
        + $"VALUES ({Holes(20)})");

    private readonly Statement _insertDigestFile = connection.Prepare("INSERT INTO digest_files (object_id, number, name, sha256) VALUES (?, ?, ?, ?)");
    private readonly Statement _insertRejection = connection.Prepare(
        $"INSERT INTO rejections (object_id, number, idx, offset, reason, message, excerpt) VALUES ({Holes(7)})");

    public override CoverageSession Coverage { get; } = new SqliteCoverage(connection);

    /// <summary>The connection, for tests that make the disk full.</summary>
    internal WriterConnection Connection => connection;

    public override void Begin()
    {
        log.Check();
        _begin.Execute();
    }

    public override void Commit()
    {
        _commit.Execute();
        log.Committed(connection.TakeBytesWritten());
    }

    public override void Rest() => log.Restart();

    public override void Rollback()
    {
        // SQLite has rolled back by itself already where the disk was full.
        if (connection.IsInTransaction)
        {
            connection.Execute("ROLLBACK");
        }
    }

    public override void Mark() => _mark.Execute();

    public override void BackToMark()
    {
        _backToMark.Execute();
        _unmark.Execute();
    }

    public override void Unmark() => _unmark.Execute();

    public override StoreHeads ReadHeads() => new(
        Math.Max(Number("SELECT max(id) FROM objects"), Number("SELECT max(object_id) FROM removals")),
        Math.Max(Number("SELECT max(id) FROM blocks"), Number("SELECT max(block) FROM removals")));

    public override long? ReadFirstDayLeft()
    {
        using var statement = connection.Once("SELECT max(before_day) FROM retention_notes");
        return statement.Number();
    }

    public override IEnumerable<(long Key, EventIdBits Id)> ReadIds()
    {
        using var statement = connection.Once("SELECT key, id_high, id_low FROM events");
        using var rows = statement.Read();
        while (rows.Next())
        {
            yield return (rows.Number(0), new EventIdBits(rows.Number(1), rows.Number(2)));
        }
    }

    public override bool TryInsert(EventRow row, int caller, int call) => _insertEvent.ExecuteNumbers(
        [row.Key, row.IdHigh, row.IdLow, row.Block, row.Ordinal, caller, call, row.Thing, row.Resource]) == 1;

    public override StoredPlace? Find(long key)
    {
        using var rows = _findEvent.Read(key);
        return rows.Next()
            ? new StoredPlace(new EventIdBits(rows.Number(5), rows.Number(6)), rows.Number(7), (int)rows.Number(8), CallOf(rows))
            : null;
    }

    public override List<(long Key, Call Call)> FindAll(long fromKey, long toKey, EventIdBits id)
    {
        using var rows = _findEvents.Read(fromKey, toKey, id.High, id.Low);
        var found = new List<(long, Call)>();
        while (rows.Next())
        {
            found.Add((rows.Number(5), CallOf(rows)));
        }

        return found;
    }

    public override void Replace(EventRow row, int caller, int call) =>
        _replaceEvent.ExecuteNumbers([row.Block, row.Ordinal, caller, call, row.Thing, row.Resource, row.Key]);

    public override void SetCall(long key, int call) => _setCall.ExecuteNumbers([call, key]);

    public override void SetThing(long key, int thing) => _setThing.ExecuteNumbers([thing, key]);

    public override void SetUnreadThings(long lastBlock)
    {
        if (lastBlock > 0)
        {
            _setUnreadThings.ExecuteNumbers([lastBlock]);
        }
        else
        {
            connection.Execute("DELETE FROM unread_things");
        }
    }

    public override IEnumerable<(int Code, Caller Caller)> ReadCallers()
    {
        using var rows = _readCallers.Read();
        while (rows.Next())
        {
            yield return ((int)rows.Number(0), new Caller(
                (int)rows.Number(1), (int)rows.Number(2), (int)rows.Number(3), (int)rows.Number(4), (int)rows.Number(5), (int)rows.Number(6)));
        }
    }

    public override void InsertCaller(int code, Caller caller) => _insertCaller.ExecuteNumbers(
        [code, caller.Actor, caller.AccessKey, caller.Address, caller.Account, caller.Region, caller.Agent]);

    public override IEnumerable<(int Code, Call Call)> ReadCalls()
    {
        using var rows = _readCalls.Read();
        while (rows.Next())
        {
            yield return ((int)rows.Number(5), CallOf(rows));
        }
    }

    public override void InsertCall(int code, Call call) => _insertCall.ExecuteNumbers(
        [code, call.Action, call.Shape, call.Flags, call.Error, call.ErrorMessage]);

    public override IEnumerable<(int LastId, byte[] Packed)> ReadTerms(int dictionary)
    {
        using var rows = _readTerms.Read(dictionary);
        while (rows.Next())
        {
            yield return ((int)rows.Number(0), rows.Bytes(1));
        }
    }

    public override void InsertTerms(int dictionary, int lastId, byte[] packed) => _insertTerms.Execute(dictionary, lastId, packed);

    public override int[] OrderOfBlocks(IReadOnlyList<int> bytes) => BlockOrder.Of(bytes);

    public override void InsertBlock(long id, long objectId, bool asDelivered, byte[] offsets, ReadOnlyMemory<byte> gzip) =>
        _insertBlock.Execute(id, objectId, asDelivered ? 1 : 0, offsets, gzip);

    public override void InsertBlockKeys(long id, long firstKey, long lastKey) => _insertBlockKeys.Execute(id, firstKey, lastKey);

    public override (byte[] Offsets, byte[] Gzip) ReadBlock(long id)
    {
        using var rows = _readBlock.Read(id);
        return rows.Next()
            ? (rows.Bytes(0), rows.Bytes(1))
            : throw new InvalidDataException($"Block {id} is missing.");
    }

    public override long ObjectOfBlock(long id) => _objectOfBlock.Number(id)!.Value;

    public override void InsertSighting(SightingRow sighting) =>
        _insertSighting.Execute(sighting.EventKey, sighting.ObjectId, sighting.Index);

    public override void InsertAddendum(AddendumRow addendum) =>
        _insertAddendum.Execute(addendum.OriginalHigh, addendum.OriginalLow, addendum.EventKey);

    public override void InsertObject(ObjectRow row) => _insertObject.Execute(
        row.Id, row.RunId, row.Source, row.Name, (int)row.State, row.Reason, row.Wrapper, row.Sha256, row.ContentSha256, row.Size,
        row.Inflated, row.Modified, row.SettledAt, row.Read, row.Stored, row.Duplicates, row.Rejected, row.Conflicts, row.Late, row.TooOld);

    public override void InsertRejection(RejectionRow row) => _insertRejection.Execute(
        row.ObjectId, row.Number, row.Index, row.Offset, row.Reason, row.Message, row.Excerpt);

    public override void InsertDigestFile(DigestFileRow row) => _insertDigestFile.Execute(row.ObjectId, row.Number, row.Name, row.Sha256);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Closing rolls back what is open.
            Coverage.Dispose();
            log.Dispose();
            connection.Dispose();
        }
    }

    // Of the columns that every statement about calls gives first.
    private static Call CallOf(Statement.Rows rows) =>
        new((int)rows.Number(0), (int)rows.Number(1), (int)rows.Number(2), (int)rows.Number(3), (int)rows.Number(4));

    private static string Holes(int count) => string.Join(", ", Enumerable.Repeat('?', count));

    private long Number(string sql)
    {
        using var statement = connection.Once(sql);
        return statement.Number() ?? 0;
    }
}
