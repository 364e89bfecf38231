using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>Which events say that they correct which: from the original to what came later.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261121_Addenda")]
internal sealed class Addenda : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE addenda (
            original_high INTEGER NOT NULL,
            original_low INTEGER NOT NULL,
            event_key INTEGER NOT NULL,
            PRIMARY KEY (original_high, original_low, event_key)
        ) WITHOUT ROWID;
        """);
}
