using Microsoft.Data.Sqlite;
using TrailBoard.Core.Events;
using TrailBoard.Data.Store.Coverage;
using static Microsoft.Data.Sqlite.SqliteType;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>Bulk writing by prepared statements on one connection: 2.5 times faster than VALUES of many rows.</summary>
internal sealed class SqliteBulkSession : BulkSession
{
    private const string Columns = "block, ordinal, action, actor, region, address, account, access_key, error, error_message, agent, repository, resource, shape, flags";

    // The log shrinks only when no reader looks at it at the end of a checkpoint; past this size the writer waits a little for that.
    private const long LongLog = 64 << 20;

    private readonly SqliteConnection _connection;
    private readonly FileInfo _log;
    private readonly List<PreparedCommand> _commands = [];
    private readonly PreparedCommand _insertEvent;
    private readonly PreparedCommand _findEvent;
    private readonly PreparedCommand _replaceEvent;
    private readonly PreparedCommand _addFlags;
    private readonly PreparedCommand _setFlags;
    private readonly PreparedCommand _findTerm;
    private readonly PreparedCommand _insertTerm;
    private readonly PreparedCommand _readSets;
    private readonly PreparedCommand _insertSet;
    private readonly PreparedCommand _insertBlock;
    private readonly PreparedCommand _readBlock;
    private readonly PreparedCommand _objectOfBlock;
    private readonly PreparedCommand _insertSighting;
    private readonly PreparedCommand _insertAddendum;
    private readonly PreparedCommand _insertObject;
    private readonly PreparedCommand _insertRejection;
    private readonly PreparedCommand _insertDigestFile;
    private SqliteTransaction? _transaction;

    public SqliteBulkSession(SqliteConnection connection, string path)
    {
        _connection = connection;
        _log = new FileInfo(path + "-wal");
        _insertEvent = Prepare(
            $"INSERT INTO events (key, id_high, id_low, {Columns}) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT DO NOTHING",
            Integers(18));
        _findEvent = Prepare("SELECT id_high, id_low, block, ordinal, flags FROM events WHERE key = $0", Integer);
        _replaceEvent = Prepare(
            $"UPDATE events SET ({Columns}) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) WHERE key = $0",
            Integers(16));
        _addFlags = Prepare("UPDATE events SET flags = flags | $4 WHERE key >= $0 AND key < $1 AND id_high = $2 AND id_low = $3", Integers(5));
        _setFlags = Prepare("UPDATE events SET flags = $1 WHERE key = $0", Integers(2));
        _findTerm = Prepare("SELECT id FROM terms WHERE kind = $0 AND value = $1", Integer, Text);
        _insertTerm = Prepare("INSERT INTO terms (kind, id, value) VALUES ($0, $1, $2)", Integer, Integer, Text);
        _readSets = Prepare("SELECT set_id, term_id FROM term_sets WHERE kind = $0 ORDER BY set_id, position", Integer);
        _insertSet = Prepare("INSERT INTO term_sets (kind, set_id, position, term_id) VALUES ($0, $1, $2, $3)", Integers(4));
        _insertBlock = Prepare("INSERT INTO blocks (id, object_id, as_delivered, offsets, gzip) VALUES ($0, $1, $2, $3, $4)", Integer, Integer, Integer, Blob, Blob);
        _readBlock = Prepare("SELECT offsets, gzip FROM blocks WHERE id = $0", Integer);
        _objectOfBlock = Prepare("SELECT object_id FROM blocks WHERE id = $0", Integer);
        _insertSighting = Prepare("INSERT INTO sightings (event_key, object_id, idx) VALUES ($0, $1, $2) ON CONFLICT DO NOTHING", Integers(3));
        _insertAddendum = Prepare("INSERT INTO addenda (original_high, original_low, event_key) VALUES ($0, $1, $2) ON CONFLICT DO NOTHING", Integers(3));
        _insertObject = Prepare(
            "INSERT INTO objects (id, run_id, source, name, state, reason, wrapper, sha256, content_sha256, size, inflated, modified, settled_at, read, stored, duplicates, rejected, conflicts, late) "
            + "VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
            [Integer, Integer, Text, Text, Integer, Text, Text, Text, Text, .. Integers(10)]);
        _insertDigestFile = Prepare("INSERT INTO digest_files (object_id, number, name, sha256) VALUES ($0, $1, $2, $3)", Integer, Integer, Text, Text);
        _insertRejection = Prepare(
            "INSERT INTO rejections (object_id, number, idx, offset, reason, message, excerpt) VALUES ($0, $1, $2, $3, $4, $5, $6)",
            Integer, Integer, Integer, Integer, Text, Text, Text);
        Coverage = new SqliteCoverage(connection, () => Transaction);
    }

    public override CoverageSession Coverage { get; }

    /// <summary>The connection, for tests that make the disk full.</summary>
    internal SqliteConnection Connection => _connection;

    private SqliteTransaction Transaction => _transaction ?? throw new InvalidOperationException("No transaction has begun.");

    public override void Begin() => _transaction = _connection.BeginTransaction(deferred: false);

    public override void Commit()
    {
        Transaction.Commit();
        _transaction!.Dispose();
        _transaction = null;
        _log.Refresh();
        if (_log.Exists && _log.Length > LongLog)
        {
            Rest();
        }
    }

    public override void Rest() =>
        SqliteFile.Execute(_connection, "PRAGMA busy_timeout = 500; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 0;");

    public override void Rollback()
    {
        var transaction = _transaction;
        _transaction = null;
        // Disposing rolls back, and does nothing where SQLite has rolled back by itself, as it does when the disk is full.
        transaction?.Dispose();
    }

    public override void Mark() => Transaction.Save("object");

    public override void BackToMark()
    {
        Transaction.Rollback("object");
        Transaction.Release("object");
    }

    public override void Unmark() => Transaction.Release("object");

    public override StoreHeads ReadHeads() => new(
        Number("SELECT max(id) FROM objects"),
        Number("SELECT max(id) FROM blocks"),
        ByKind(kind => (int)Number($"SELECT max(id) FROM terms WHERE kind = {kind}")),
        ByKind(kind => (int)Number($"SELECT max(set_id) FROM term_sets WHERE kind = {kind}")));

    public override IEnumerable<(long Key, EventIdBits Id)> ReadIds()
    {
        using var command = new PreparedCommand(_connection, "SELECT key, id_high, id_low FROM events");
        using var reader = command.Read(_transaction);
        while (reader.Read())
        {
            yield return (reader.GetInt64(0), new EventIdBits(reader.GetInt64(1), reader.GetInt64(2)));
        }
    }

    public override bool TryInsert(EventRow row) => _insertEvent.Execute(
        Transaction, row.Key, row.IdHigh, row.IdLow, row.Block, row.Ordinal, row.Action, row.Actor, row.Region, row.Address, row.Account,
        row.AccessKey, row.Error, row.ErrorMessage, row.Agent, row.Repository, row.Resource, row.Shape, row.Flags) == 1;

    public override StoredPlace? Find(long key)
    {
        using var reader = _findEvent.Read(Transaction, key);
        return reader.Read()
            ? new StoredPlace(
                new EventIdBits(reader.GetInt64(0), reader.GetInt64(1)), reader.GetInt64(2), reader.GetInt32(3), (EventFlags)reader.GetInt32(4))
            : null;
    }

    public override void Replace(EventRow row) => _replaceEvent.Execute(
        Transaction, row.Key, row.Block, row.Ordinal, row.Action, row.Actor, row.Region, row.Address, row.Account,
        row.AccessKey, row.Error, row.ErrorMessage, row.Agent, row.Repository, row.Resource, row.Shape, row.Flags);

    public override int AddFlags(long fromKey, long toKey, EventIdBits id, EventFlags flags) =>
        _addFlags.Execute(Transaction, fromKey, toKey, id.High, id.Low, (int)flags);

    public override void SetFlags(long key, EventFlags flags) => _setFlags.Execute(Transaction, key, (int)flags);

    public override int FindTerm(TermKind kind, string value) => _findTerm.Scalar(Transaction, (int)kind, value) is long id ? (int)id : 0;

    public override void InsertTerm(TermKind kind, int id, string value) => _insertTerm.Execute(Transaction, (int)kind, id, value);

    public override IEnumerable<(int SetId, int TermId)> ReadSets(TermKind kind)
    {
        using var reader = _readSets.Read(_transaction, (int)kind);
        while (reader.Read())
        {
            yield return (reader.GetInt32(0), reader.GetInt32(1));
        }
    }

    public override void InsertSet(TermKind kind, int setId, ReadOnlySpan<int> terms)
    {
        for (var position = 0; position < terms.Length; position++)
        {
            _insertSet.Execute(Transaction, (int)kind, setId, position, terms[position]);
        }
    }

    public override void InsertBlock(long id, long objectId, bool asDelivered, byte[] offsets, ReadOnlyMemory<byte> gzip) =>
        _insertBlock.Execute(Transaction, id, objectId, asDelivered ? 1 : 0, offsets, gzip.ToArray());

    public override (byte[] Offsets, byte[] Gzip) ReadBlock(long id)
    {
        using var reader = _readBlock.Read(Transaction, id);
        return reader.Read()
            ? (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1))
            : throw new InvalidDataException($"Block {id} is missing.");
    }

    public override long ObjectOfBlock(long id) => (long)_objectOfBlock.Scalar(Transaction, id)!;

    public override void InsertSighting(SightingRow sighting) =>
        _insertSighting.Execute(Transaction, sighting.EventKey, sighting.ObjectId, sighting.Index);

    public override void InsertAddendum(AddendumRow addendum) =>
        _insertAddendum.Execute(Transaction, addendum.OriginalHigh, addendum.OriginalLow, addendum.EventKey);

    public override void InsertObject(ObjectRow row) => _insertObject.Execute(
        Transaction, row.Id, row.RunId, row.Source, row.Name, (int)row.State, row.Reason, row.Wrapper, row.Sha256, row.ContentSha256, row.Size,
        row.Inflated, row.Modified, row.SettledAt, row.Read, row.Stored, row.Duplicates, row.Rejected, row.Conflicts, row.Late);

    public override void InsertRejection(RejectionRow row) => _insertRejection.Execute(
        Transaction, row.ObjectId, row.Number, row.Index, row.Offset, row.Reason, row.Message, row.Excerpt);

    public override void InsertDigestFile(DigestFileRow row) => _insertDigestFile.Execute(Transaction, row.ObjectId, row.Number, row.Name, row.Sha256);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Rollback();
            Coverage.Dispose();
            _commands.ForEach(command => command.Dispose());
            _connection.Dispose();
        }
    }

    private static SqliteType[] Integers(int count) => [.. Enumerable.Repeat(Integer, count)];

    private static int[] ByKind(Func<int, int> read) => [.. Enumerable.Range(0, Term.Kinds).Select(read)];

    private PreparedCommand Prepare(string sql, params ReadOnlySpan<SqliteType> types)
    {
        var command = new PreparedCommand(_connection, sql, types);
        _commands.Add(command);
        return command;
    }

    private long Number(string sql)
    {
        using var command = new PreparedCommand(_connection, sql);
        return command.Scalar(_transaction) is long number ? number : 0;
    }
}
