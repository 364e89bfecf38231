using Microsoft.Data.Sqlite;
using TrailBoard.Core.Import;
using TrailBoard.Data.Store.Coverage;
using static Microsoft.Data.Sqlite.SqliteType;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>Coverage by prepared statements, on the connection and in the transaction of a <see cref="SqliteBulkSession"/>.</summary>
internal sealed class SqliteCoverage : CoverageSession
{
    private readonly Func<SqliteTransaction> _transaction;
    private readonly PreparedCommand _findPlace;
    private readonly PreparedCommand _insertPlace;
    private readonly PreparedCommand _addHour;
    private readonly PreparedCommand _addDay;
    private readonly PreparedCommand _spansAt;
    private readonly PreparedCommand _insertSpan;
    private readonly PreparedCommand _deleteSpan;
    private readonly PreparedCommand _isImported;
    private readonly PreparedCommand _setGap;
    private readonly PreparedCommand _clearGaps;
    private readonly PreparedCommand _clearWindows;
    private readonly PreparedCommand[] _commands;

    public SqliteCoverage(SqliteConnection connection, Func<SqliteTransaction> transaction)
    {
        _transaction = transaction;
        _findPlace = new PreparedCommand(connection, "SELECT id FROM coverage_places WHERE source = $0 AND account = $1 AND region = $2", Text, Text, Text);
        _insertPlace = new PreparedCommand(connection, "INSERT INTO coverage_places (source, account, region) VALUES ($0, $1, $2) RETURNING id", Text, Text, Text);
        _addHour = new PreparedCommand(connection, Add("coverage_hours", "hour"), Integers(7));
        _addDay = new PreparedCommand(connection, Add("coverage_days", "day"), Integers(7));
        _spansAt = new PreparedCommand(
            connection, "SELECT starts, ends, known_at FROM coverage_spans WHERE place = $0 AND kind = $1 AND starts <= $3 AND ends >= $2", Integers(4));
        _insertSpan = new PreparedCommand(connection, "INSERT INTO coverage_spans (place, kind, starts, ends, known_at) VALUES ($0, $1, $2, $3, $4)", Integers(5));
        _deleteSpan = new PreparedCommand(connection, "DELETE FROM coverage_spans WHERE place = $0 AND kind = $1 AND starts = $2", Integers(3));
        // By source and name, because that is what the ledger has an index on; sources are few.
        _isImported = new PreparedCommand(
            connection,
            $"SELECT 1 FROM objects WHERE source IN (SELECT DISTINCT source FROM coverage_places) AND name = $0 AND (state = {(int)ObjectState.Done} "
            + $"OR ($1 = 0 AND (state = {(int)ObjectState.DoneWithRejects} OR (state = {(int)ObjectState.Skipped} AND sha256 IS NOT NULL)))) LIMIT 1",
            Text,
            Integer);
        _setGap = new PreparedCommand(
            connection,
            "INSERT INTO coverage_gaps (name, place, kind, starts, ends, object_id) VALUES ($0, $1, $2, $3, $4, $5) "
            + "ON CONFLICT (name, place) DO UPDATE SET kind = excluded.kind, starts = excluded.starts, ends = excluded.ends, object_id = excluded.object_id",
            [Text, .. Integers(5)]);
        _clearGaps = new PreparedCommand(connection, $"DELETE FROM coverage_gaps WHERE name = $0 AND ($1 = 1 OR kind <> {(int)GapKind.Refused})", Text, Integer);
        _clearWindows = new PreparedCommand(
            connection, $"DELETE FROM coverage_gaps WHERE place = $0 AND kind = {(int)GapKind.Window} AND starts >= $1 AND ends <= $2", Integers(3));
        _commands =
        [
            _findPlace, _insertPlace, _addHour, _addDay, _spansAt, _insertSpan, _deleteSpan, _isImported, _setGap, _clearGaps, _clearWindows,
        ];
    }

    public override long PlaceOf(string source, string account, string region) =>
        (long)(_findPlace.Scalar(_transaction(), source, account, region) ?? _insertPlace.Scalar(_transaction(), source, account, region)!);

    public override void AddHour(CoverageHourRow row) =>
        _addHour.Execute(_transaction(), row.Place, row.Hour, row.Files, row.Records, row.Events, row.Late, row.Run);

    public override void AddDay(CoverageDayRow row) =>
        _addDay.Execute(_transaction(), row.Place, row.Day, row.Files, row.Records, row.Events, row.Late, row.Run);

    public override IReadOnlyList<CoverageSpanRow> SpansAt(long place, ClaimKind kind, long starts, long ends)
    {
        using var reader = _spansAt.Read(_transaction(), place, (int)kind, starts, ends);
        var spans = new List<CoverageSpanRow>();
        while (reader.Read())
        {
            spans.Add(new CoverageSpanRow { Place = place, Kind = kind, Starts = reader.GetInt64(0), Ends = reader.GetInt64(1), KnownAt = reader.GetInt64(2) });
        }

        return spans;
    }

    public override void InsertSpan(CoverageSpanRow row) => _insertSpan.Execute(_transaction(), row.Place, (int)row.Kind, row.Starts, row.Ends, row.KnownAt);

    public override void DeleteSpan(CoverageSpanRow row) => _deleteSpan.Execute(_transaction(), row.Place, (int)row.Kind, row.Starts);

    public override bool IsImported(string name, bool whole) => _isImported.Scalar(_transaction(), name, whole ? 1 : 0) is not null;

    public override void SetGap(CoverageGapRow row) =>
        _setGap.Execute(_transaction(), row.Name, row.Place, (int)row.Kind, row.Starts, row.Ends, row.ObjectId);

    public override void ClearGaps(string name, bool whole) => _clearGaps.Execute(_transaction(), name, whole ? 1 : 0);

    public override void ClearWindows(long place, long starts, long ends) => _clearWindows.Execute(_transaction(), place, starts, ends);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Array.ForEach(_commands, command => command.Dispose());
        }
    }

    private static string Add(string table, string time) =>
        $"INSERT INTO {table} (place, {time}, files, records, events, late, run) VALUES ($0, $1, $2, $3, $4, $5, $6) ON CONFLICT (place, {time}) DO UPDATE SET "
        + "files = files + excluded.files, records = records + excluded.records, events = events + excluded.events, late = late + excluded.late, run = max(run, excluded.run)";

    private static SqliteType[] Integers(int count) => [.. Enumerable.Repeat(Integer, count)];
}
