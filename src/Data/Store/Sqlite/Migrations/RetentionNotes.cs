using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>Which days were removed on purpose, how many records of a file were of such days, and how the blocks of those days are found.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261126_RetentionNotes")]
internal sealed class RetentionNotes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE retention_notes (
            id INTEGER NOT NULL PRIMARY KEY,
            before_day INTEGER NOT NULL,
            started INTEGER NOT NULL,
            finished INTEGER NULL,
            days INTEGER NOT NULL,
            events INTEGER NOT NULL,
            files INTEGER NOT NULL,
            bytes INTEGER NOT NULL
        );
        ALTER TABLE objects ADD COLUMN too_old INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX ix_blocks_object_id ON blocks (object_id);
        CREATE INDEX ix_block_keys_last_key ON block_keys (last_key);
        """);
}
