using TrailBoard.Core.Import;
using TrailBoard.Data.Store.Coverage;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>Coverage by prepared statements, on the connection and in the transaction of a <see cref="SqliteBulkSession"/>.</summary>
internal sealed class SqliteCoverage(WriterConnection connection) : CoverageSession
{
    private readonly Statement _findPlace = connection.Prepare("SELECT id FROM coverage_places WHERE source = ? AND account = ? AND region = ?");
    private readonly Statement _insertPlace = connection.Prepare("INSERT INTO coverage_places (source, account, region) VALUES (?, ?, ?) RETURNING id");
    private readonly Statement _addHour = connection.Prepare(Add("coverage_hours", "hour"));
    private readonly Statement _addDay = connection.Prepare(Add("coverage_days", "day"));
    private readonly Statement _spansAt = connection.Prepare("SELECT starts, ends, known_at FROM coverage_spans WHERE place = ? AND kind = ? AND starts <= ? AND ends >= ?");
    private readonly Statement _insertSpan = connection.Prepare("INSERT INTO coverage_spans (place, kind, starts, ends, known_at) VALUES (?, ?, ?, ?, ?)");
    private readonly Statement _deleteSpan = connection.Prepare("DELETE FROM coverage_spans WHERE place = ? AND kind = ? AND starts = ?");

    // By the end of the name first, because that is what the ledger has an index on.
    private readonly Statement _isImported = connection.Prepare(
        $"SELECT 1 FROM objects WHERE name_end = substr(?1, -{IndexedText.EndOfName}) AND source IN (SELECT DISTINCT source FROM coverage_places) AND name = ?1 AND (state = {(int)ObjectState.Done} "
        + $"OR (?2 = 0 AND (state = {(int)ObjectState.DoneWithRejects} OR (state = {(int)ObjectState.Skipped} AND sha256 IS NOT NULL)))) LIMIT 1");

    private readonly Statement _setGap = connection.Prepare(
        "INSERT INTO coverage_gaps (name, place, kind, starts, ends, object_id) VALUES (?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT (name, place) DO UPDATE SET kind = excluded.kind, starts = excluded.starts, ends = excluded.ends, object_id = excluded.object_id");

    private readonly Statement _clearGaps = connection.Prepare($"DELETE FROM coverage_gaps WHERE name = ? AND (? = 1 OR kind <> {(int)GapKind.Refused})");
    private readonly Statement _clearWindows = connection.Prepare($"DELETE FROM coverage_gaps WHERE place = ? AND kind = {(int)GapKind.Window} AND starts >= ? AND ends <= ?");

    public override long PlaceOf(string source, string account, string region) =>
        _findPlace.Number(source, account, region) ?? _insertPlace.Number(source, account, region)!.Value;

    public override void AddHour(CoverageHourRow row) =>
        _addHour.ExecuteNumbers([row.Place, row.Hour, row.Files, row.Records, row.Events, row.Late, row.Run]);

    public override void AddDay(CoverageDayRow row) =>
        _addDay.ExecuteNumbers([row.Place, row.Day, row.Files, row.Records, row.Events, row.Late, row.Run]);

    public override IReadOnlyList<CoverageSpanRow> SpansAt(long place, ClaimKind kind, long starts, long ends)
    {
        using var rows = _spansAt.Read(place, (int)kind, ends, starts);
        var spans = new List<CoverageSpanRow>();
        while (rows.Next())
        {
            spans.Add(new CoverageSpanRow { Place = place, Kind = kind, Starts = rows.Number(0), Ends = rows.Number(1), KnownAt = rows.Number(2) });
        }

        return spans;
    }

    public override void InsertSpan(CoverageSpanRow row) => _insertSpan.Execute(row.Place, (int)row.Kind, row.Starts, row.Ends, row.KnownAt);

    public override void DeleteSpan(CoverageSpanRow row) => _deleteSpan.Execute(row.Place, (int)row.Kind, row.Starts);

    public override bool IsImported(string name, bool whole) => _isImported.Number(name, whole ? 1 : 0) is not null;

    public override void SetGap(CoverageGapRow row) =>
        _setGap.Execute(row.Name, row.Place, (int)row.Kind, row.Starts, row.Ends, row.ObjectId);

    public override void ClearGaps(string name, bool whole) => _clearGaps.Execute(name, whole ? 1 : 0);

    public override void ClearWindows(long place, long starts, long ends) => _clearWindows.Execute(place, starts, ends);

    protected override void Dispose(bool disposing)
    {
        // The statements go with the connection.
    }

    private static string Add(string table, string time) =>
        $"INSERT INTO {table} (place, {time}, files, records, events, late, run) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (place, {time}) DO UPDATE SET "
        + "files = files + excluded.files, records = records + excluded.records, events = events + excluded.events, late = late + excluded.late, run = max(run, excluded.run)";
}
