using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>What people watch for, how far each watch has looked, what it found, and what became of sending that.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261203_Watches")]
internal sealed class Watches : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE watches (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            filter TEXT NOT NULL,
            within INTEGER NULL,
            is_posted INTEGER NOT NULL,
            is_on INTEGER NOT NULL,
            block INTEGER NOT NULL,
            object_id INTEGER NOT NULL,
            since INTEGER NOT NULL,
            last_fired INTEGER NULL
        );
        CREATE TABLE firings (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL,
            watch_id INTEGER NOT NULL,
            watch_name TEXT NOT NULL,
            filter TEXT NOT NULL,
            count INTEGER NOT NULL,
            first_key INTEGER NOT NULL,
            last_key INTEGER NOT NULL,
            at INTEGER NOT NULL,
            is_seen INTEGER NOT NULL,
            delivery INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            next_try INTEGER NULL,
            error TEXT NULL
        );
        CREATE TABLE firing_events (
            firing_id INTEGER NOT NULL,
            event_key INTEGER NOT NULL,
            PRIMARY KEY (firing_id, event_key)
        ) WITHOUT ROWID;
        """);
}
