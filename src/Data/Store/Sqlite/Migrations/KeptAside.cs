using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>Finds the few objects that wait for a person among the millions that do not.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261121_KeptAside")]
internal sealed class KeptAside : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE INDEX ix_objects_state ON objects (state);");
}
