using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>Dictionaries in packed blocks instead of rows with an index of their values.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261123_TermBlocks")]
internal sealed class TermBlocks : Migration
{
    // pack_terms is ours (SqliteSetup).
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE term_blocks (
            dictionary INTEGER NOT NULL,
            last_id INTEGER NOT NULL,
            packed BLOB NOT NULL,
            PRIMARY KEY (dictionary, last_id)
        ) WITHOUT ROWID;
        INSERT INTO term_blocks (dictionary, last_id, packed)
        SELECT kind, max(id), pack_terms(id, value) FROM terms GROUP BY kind, id / 20000;
        INSERT INTO term_blocks (dictionary, last_id, packed)
        SELECT -kind, max(set_id), pack_terms(set_id, members)
        FROM (SELECT kind, set_id, group_concat(term_id, ' ') AS members FROM (SELECT * FROM term_sets ORDER BY kind, set_id, position) GROUP BY kind, set_id)
        GROUP BY kind, set_id / 20000;
        DROP TABLE terms;
        DROP TABLE term_sets;
        """);
}
