using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>How many runs of a source failed in a row, so that a process that is started again goes on waiting.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261121_SourcesFailing")]
internal sealed class SourcesFailing : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE source_states ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;");
}
