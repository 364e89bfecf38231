using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>
/// An index of the words of records. Whoever deletes a block or writes it anew loses its line here by a trigger: the number of a
/// deleted block may be given again, and an index that speaks of another block's words would hide events.
/// </summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261124_WordIndex")]
internal sealed class WordIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE word_groups (
            id INTEGER NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            blocks INTEGER NOT NULL,
            buckets INTEGER NOT NULL
        );
        CREATE TABLE word_blocks (
            block INTEGER NOT NULL PRIMARY KEY,
            group_id INTEGER NOT NULL,
            place INTEGER NOT NULL
        );
        CREATE TABLE word_buckets (
            id INTEGER NOT NULL PRIMARY KEY,
            words BLOB NOT NULL
        );
        CREATE TRIGGER word_blocks_of_deleted AFTER DELETE ON blocks BEGIN DELETE FROM word_blocks WHERE block = OLD.id; END;
        CREATE TRIGGER word_blocks_of_changed AFTER UPDATE OF id, offsets, gzip ON blocks BEGIN DELETE FROM word_blocks WHERE block IN (OLD.id, NEW.id); END;
        """);
}
