using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>What is covered, by whom, and what is missing; filled from the ledger and the events of a store that is older.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261122_Coverage")]
internal sealed class Coverage : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Tables);
        migrationBuilder.Sql(FillCounts);
        migrationBuilder.Sql(FillWindows);
        migrationBuilder.Sql(FillGaps);
    }

    private const string Tables = """
        CREATE TABLE coverage_places (
            id INTEGER NOT NULL PRIMARY KEY,
            source TEXT NOT NULL,
            account TEXT NOT NULL,
            region TEXT NOT NULL
        );
        CREATE UNIQUE INDEX ix_coverage_places_source_account_region ON coverage_places (source, account, region);
        CREATE TABLE coverage_hours (
            place INTEGER NOT NULL,
            hour INTEGER NOT NULL,
            files INTEGER NOT NULL,
            records INTEGER NOT NULL,
            events INTEGER NOT NULL,
            late INTEGER NOT NULL,
            run INTEGER NOT NULL,
            PRIMARY KEY (place, hour)
        ) WITHOUT ROWID;
        CREATE TABLE coverage_days (
            place INTEGER NOT NULL,
            day INTEGER NOT NULL,
            files INTEGER NOT NULL,
            records INTEGER NOT NULL,
            events INTEGER NOT NULL,
            late INTEGER NOT NULL,
            run INTEGER NOT NULL,
            PRIMARY KEY (place, day)
        ) WITHOUT ROWID;
        CREATE TABLE coverage_spans (
            place INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            starts INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            known_at INTEGER NOT NULL,
            PRIMARY KEY (place, kind, starts)
        ) WITHOUT ROWID;
        CREATE TABLE coverage_gaps (
            name TEXT NOT NULL,
            place INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            starts INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            object_id INTEGER NOT NULL,
            PRIMARY KEY (name, place)
        ) WITHOUT ROWID;
        CREATE INDEX ix_coverage_gaps_place_starts ON coverage_gaps (place, starts);
        """;

    // An event's key is its second since 2010 in the upper bits (EventKey); 36,000,000 hours keep the division from rounding up
    // before 2010, and 350,640 hours lie between 1970 and then. Which copy of an event came late was not kept for each: late is
    // counted where all of them were.
    private const string FillCounts = """
        CREATE TEMP TABLE brought AS
        SELECT o.source, o.id AS object, o.run_id AS run, coalesce(a.value, '') AS account, coalesce(r.value, '') AS region, b.hour,
               sum(b.records) AS records, sum(b.events) AS events, sum(b.late) AS late
        FROM (
            SELECT blocks.object_id AS object, e.account, e.region, ((e.key >> 31) + 129600000000) / 3600 - 36000000 + 350640 AS hour,
                   count(*) AS records, count(*) AS events, sum((e.flags >> 14) & 1) AS late
            FROM events e JOIN blocks ON blocks.id = e.block
            GROUP BY 1, 2, 3, 4
            UNION ALL
            SELECT s.object_id, e.account, e.region, ((e.key >> 31) + 129600000000) / 3600 - 36000000 + 350640,
                   count(*), 0, sum((e.flags >> 14) & 1)
            FROM sightings s JOIN events e ON e.key = s.event_key
            GROUP BY 1, 2, 3, 4
        ) b
        JOIN objects o ON o.id = b.object
        LEFT JOIN terms a ON a.kind = 5 AND a.id = b.account
        LEFT JOIN terms r ON r.kind = 3 AND r.id = b.region
        GROUP BY o.id, a.value, r.value, b.hour;

        INSERT INTO coverage_places (source, account, region) SELECT DISTINCT source, account, region FROM brought;
        INSERT INTO coverage_hours (place, hour, files, records, events, late, run)
        SELECT p.id, b.hour, count(*), sum(b.records), sum(b.events), sum(b.late), max(b.run)
        FROM brought b JOIN coverage_places p ON p.source = b.source AND p.account = b.account AND p.region = b.region
        GROUP BY p.id, b.hour;
        INSERT INTO coverage_days (place, day, files, records, events, late, run)
        SELECT p.id, (b.hour + 36000000) / 24 - 1500000, count(DISTINCT b.object), sum(b.records), sum(b.events), sum(b.late), max(b.run)
        FROM brought b JOIN coverage_places p ON p.source = b.source AND p.account = b.account AND p.region = b.region
        GROUP BY 1, 2;
        DROP TABLE brought;
        """;

    // Names of windows: lookup/111122223333/eu-west-1/2026-11-03T14:00:00Z/2026-11-03T15:00:00Z, and /fresh behind some. Those that
    // touch become one: a stretch begins where no earlier one reaches.
    private const string FillWindows = """
        CREATE TEMP TABLE windows AS
        SELECT source, substr(name, 8, 12) AS account, substr(name, 21, length(name) - 62) AS region,
               CAST(strftime('%s', substr(name, -41, 20)) AS INTEGER) AS starts, CAST(strftime('%s', substr(name, -20)) AS INTEGER) AS ends,
               settled_at / 1000 AS known_at
        FROM (
            SELECT source, replace(name, '/fresh', '') AS name, settled_at FROM objects
            WHERE name GLOB 'lookup/[0-9]*/*/*T*Z/*T*Z*' AND (state IN (2, 3) OR (state = 6 AND sha256 IS NOT NULL))
        );
        DELETE FROM windows WHERE starts IS NULL OR ends IS NULL OR starts >= ends;
        INSERT OR IGNORE INTO coverage_places (source, account, region) SELECT DISTINCT source, account, region FROM windows;
        INSERT INTO coverage_spans (place, kind, starts, ends, known_at)
        SELECT place, 1, min(starts), max(ends), max(known_at)
        FROM (
            SELECT *, sum(begins) OVER (PARTITION BY place ORDER BY starts, ends ROWS UNBOUNDED PRECEDING) AS stretch
            FROM (
                SELECT p.id AS place, starts, ends, known_at,
                       coalesce(starts > max(ends) OVER (PARTITION BY p.id ORDER BY starts, ends ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 1) AS begins
                FROM windows w JOIN coverage_places p ON p.source = w.source AND p.account = w.account AND p.region = w.region
            )
        )
        GROUP BY place, stretch;
        DROP TABLE windows;
        """;

    // Files with CloudTrail's own name, 111122223333_CloudTrail_eu-west-1_20261103T1405Z_id.json.gz, and questions that failed, were kept
    // aside or had records refused and were not imported since, by whomever. What stands behind the last slash is what is left when
    // all that leads up to it is taken away. A question that was answered in other pieces is no gap.
    private const string FillGaps = """
        CREATE TEMP TABLE failed AS
        SELECT o.id AS object, o.source, o.name, iif(o.state = 3, 3, 1) AS kind, replace(o.name, rtrim(o.name, replace(o.name, '/', '')), '') AS file
        FROM objects o
        WHERE (o.state IN (3, 4, 5) OR (o.state = 6 AND o.sha256 IS NULL AND (o.reason LIKE 'Archived%' OR o.reason LIKE 'It is no longer in the bucket%')))
          AND NOT EXISTS (SELECT 1 FROM objects d WHERE d.source IN (SELECT DISTINCT source FROM objects) AND d.name = o.name
                          AND (d.state = 2 OR (o.state <> 3 AND (d.state = 3 OR (d.state = 6 AND d.sha256 IS NOT NULL)))));
        CREATE TEMP TABLE failed_parts AS
        SELECT object, source, name, kind, substr(file, 1, 12) AS account, substr(file, 25, instr(substr(file, 25), '_') - 1) AS region,
               unixepoch(substr(at, 1, 4) || '-' || substr(at, 5, 2) || '-' || substr(at, 7, 2) || 'T' || substr(at, 10, 2) || ':' || substr(at, 12, 2)) - 900 AS starts,
               unixepoch(substr(at, 1, 4) || '-' || substr(at, 5, 2) || '-' || substr(at, 7, 2) || 'T' || substr(at, 10, 2) || ':' || substr(at, 12, 2)) + 60 AS ends
        FROM (SELECT *, substr(file, 25 + instr(substr(file, 25), '_'), 14) AS at FROM failed)
        WHERE file GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]_CloudTrail_*_[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9]Z_*'
        UNION ALL
        SELECT object, source, name, iif(kind = 3, 3, 2), substr(window, 8, 12), substr(window, 21, length(window) - 62),
               unixepoch(substr(window, -41, 20)), unixepoch(substr(window, -20))
        FROM (SELECT *, replace(name, '/fresh', '') AS window FROM failed)
        WHERE name GLOB 'lookup/[0-9]*/*/*T*Z/*T*Z*';
        DELETE FROM failed_parts WHERE starts IS NULL OR ends IS NULL OR starts >= ends;
        INSERT OR IGNORE INTO coverage_places (source, account, region) SELECT DISTINCT source, account, region FROM failed_parts;
        INSERT OR REPLACE INTO coverage_gaps (name, place, kind, starts, ends, object_id)
        SELECT f.name, p.id, f.kind, f.starts, f.ends, f.object
        FROM failed_parts f JOIN coverage_places p ON p.source = f.source AND p.account = f.account AND p.region = f.region
        WHERE f.kind <> 2 OR NOT EXISTS (SELECT 1 FROM coverage_spans s WHERE s.place = p.id AND s.kind = 1 AND s.starts <= f.starts AND s.ends >= f.ends)
        ORDER BY f.object;
        DROP TABLE failed;
        DROP TABLE failed_parts;
        """;
}
