using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>Up to which block the events are of before things were kept with them: <see cref="OlderThings"/> reads those blocks once.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261130_Things")]
internal sealed class Things : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE unread_things (last_block INTEGER NOT NULL PRIMARY KEY);
        INSERT INTO unread_things SELECT max(id) FROM blocks HAVING max(id) IS NOT NULL;
        """);
}
