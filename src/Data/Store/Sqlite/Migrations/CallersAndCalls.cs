using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>Who called and what was called: once for all events that share it, instead of eleven columns of each event.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261127_CallersAndCalls")]
internal sealed class CallersAndCalls : Migration
{
    // Every row is written anew, in one transaction: whoever breaks it off leaves the store as it was. The indexes find the tuples that are
    // there already, in the file and not in memory, and are dropped again: the writer remembers what it met lately. So that the callers'
    // index is seldom read, more pages than usual are kept; the next opening of the connection takes that back.
    // The signs of the view keep SQLite from asking for a caller's events: the events always come first, in the order of their keys.
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        PRAGMA cache_size = -65536;
        ALTER TABLE events RENAME TO wide_events;
        CREATE TABLE callers (
            id INTEGER NOT NULL PRIMARY KEY,
            actor INTEGER NOT NULL,
            access_key INTEGER NOT NULL,
            address INTEGER NOT NULL,
            account INTEGER NOT NULL,
            region INTEGER NOT NULL,
            agent INTEGER NOT NULL
        );
        CREATE TABLE calls (
            id INTEGER NOT NULL PRIMARY KEY,
            action INTEGER NOT NULL,
            shape INTEGER NOT NULL,
            flags INTEGER NOT NULL,
            error INTEGER NOT NULL,
            error_message INTEGER NOT NULL
        );
        CREATE TABLE events (
            key INTEGER NOT NULL PRIMARY KEY,
            id_high INTEGER NOT NULL,
            id_low INTEGER NOT NULL,
            block INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            caller INTEGER NOT NULL,
            call INTEGER NOT NULL,
            repository INTEGER NOT NULL,
            resource INTEGER NOT NULL
        );
        CREATE UNIQUE INDEX callers_once ON callers (actor, access_key, address, account, region, agent);
        CREATE UNIQUE INDEX calls_once ON calls (action, shape, flags, error, error_message);
        INSERT OR IGNORE INTO callers (actor, access_key, address, account, region, agent)
        SELECT actor, access_key, address, account, region, agent FROM wide_events ORDER BY key;
        INSERT OR IGNORE INTO calls (action, shape, flags, error, error_message)
        SELECT action, shape, flags, error, error_message FROM wide_events ORDER BY key;
        INSERT INTO events (key, id_high, id_low, block, ordinal, caller, call, repository, resource)
        SELECT e.key, e.id_high, e.id_low, e.block, e.ordinal, c.id, k.id, e.repository, e.resource
        FROM wide_events e
        CROSS JOIN callers c ON c.actor = e.actor AND c.access_key = e.access_key AND c.address = e.address AND c.account = e.account AND c.region = e.region AND c.agent = e.agent
        CROSS JOIN calls k ON k.action = e.action AND k.shape = e.shape AND k.flags = e.flags AND k.error = e.error AND k.error_message = e.error_message
        ORDER BY e.key;
        DROP INDEX callers_once;
        DROP INDEX calls_once;
        DROP TABLE wide_events;
        CREATE VIEW event_rows AS
        SELECT e.key AS key, e.id_high AS id_high, e.id_low AS id_low, e.block AS block, e.ordinal AS ordinal,
               k.action AS action, c.actor AS actor, c.region AS region, c.address AS address, c.account AS account, c.access_key AS access_key,
               k.error AS error, k.error_message AS error_message, c.agent AS agent, e.repository AS repository, e.resource AS resource,
               k.shape AS shape, k.flags AS flags
        FROM events e LEFT JOIN callers c ON c.id = +e.caller LEFT JOIN calls k ON k.id = +e.call;
        """);
}
