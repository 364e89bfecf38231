using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>The files that imported digests list.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261121_DigestFiles")]
internal sealed class DigestFiles : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE digest_files (
            object_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            PRIMARY KEY (object_id, number)
        ) WITHOUT ROWID;
        """);
}
