using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>Events, dictionaries, blocks and the ledger.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261121_First")]
internal sealed class First : Migration
{
    // By SQL: EF Core's builder knows no WITHOUT ROWID, which spares a second B-tree for each table with a key of its own.
    // Columns that are read often come before text and blobs, so that reading them never follows overflow pages.
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE events (
            key INTEGER NOT NULL PRIMARY KEY,
            id_high INTEGER NOT NULL,
            id_low INTEGER NOT NULL,
            block INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            action INTEGER NOT NULL,
            actor INTEGER NOT NULL,
            region INTEGER NOT NULL,
            address INTEGER NOT NULL,
            account INTEGER NOT NULL,
            access_key INTEGER NOT NULL,
            error INTEGER NOT NULL,
            error_message INTEGER NOT NULL,
            agent INTEGER NOT NULL,
            repository INTEGER NOT NULL,
            resource INTEGER NOT NULL,
            shape INTEGER NOT NULL,
            flags INTEGER NOT NULL
        );
        CREATE TABLE terms (
            kind INTEGER NOT NULL,
            id INTEGER NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (kind, id)
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX ix_terms_kind_value ON terms (kind, value);
        CREATE TABLE term_sets (
            kind INTEGER NOT NULL,
            set_id INTEGER NOT NULL,
            position INTEGER NOT NULL,
            term_id INTEGER NOT NULL,
            PRIMARY KEY (kind, set_id, position)
        ) WITHOUT ROWID;
        CREATE TABLE blocks (
            id INTEGER NOT NULL PRIMARY KEY,
            object_id INTEGER NOT NULL,
            as_delivered INTEGER NOT NULL,
            offsets BLOB NOT NULL,
            gzip BLOB NOT NULL
        );
        CREATE TABLE sightings (
            event_key INTEGER NOT NULL,
            object_id INTEGER NOT NULL,
            idx INTEGER NOT NULL,
            PRIMARY KEY (event_key, object_id, idx)
        ) WITHOUT ROWID;
        CREATE TABLE runs (
            id INTEGER NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            label TEXT NOT NULL,
            started INTEGER NOT NULL,
            finished INTEGER NULL,
            unchanged INTEGER NOT NULL,
            error TEXT NULL
        );
        CREATE TABLE objects (
            id INTEGER NOT NULL PRIMARY KEY,
            run_id INTEGER NOT NULL,
            source TEXT NOT NULL,
            name TEXT NOT NULL,
            state INTEGER NOT NULL,
            reason TEXT NULL,
            wrapper TEXT NULL,
            sha256 TEXT NULL,
            content_sha256 TEXT NULL,
            size INTEGER NULL,
            inflated INTEGER NULL,
            modified INTEGER NULL,
            settled_at INTEGER NOT NULL,
            read INTEGER NOT NULL,
            stored INTEGER NOT NULL,
            duplicates INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            conflicts INTEGER NOT NULL,
            late INTEGER NOT NULL
        );
        CREATE INDEX ix_objects_source_name ON objects (source, name);
        CREATE INDEX ix_objects_sha256 ON objects (sha256);
        CREATE INDEX ix_objects_run_id ON objects (run_id);
        CREATE TABLE rejections (
            object_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            idx INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            reason TEXT NOT NULL,
            message TEXT NOT NULL,
            excerpt TEXT NOT NULL,
            PRIMARY KEY (object_id, number)
        ) WITHOUT ROWID;
        """);
}
