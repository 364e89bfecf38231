using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>Where the rows of each block lie, and what was removed: what columns in memory follow by.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261125_BlockKeys")]
internal sealed class BlockKeys : Migration
{
    // Not in the blocks themselves: behind their blobs each would be read through a chain of pages. Blocks that are there get no
    // line: to find their keys all rows would have to be read, and nobody needs them but columns that are older than they are.
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE block_keys (
            block INTEGER NOT NULL PRIMARY KEY,
            first_key INTEGER NOT NULL,
            last_key INTEGER NOT NULL
        );
        CREATE TABLE removals (
            id INTEGER NOT NULL PRIMARY KEY,
            below_key INTEGER NOT NULL,
            object_id INTEGER NOT NULL,
            block INTEGER NOT NULL
        );
        """);
}
