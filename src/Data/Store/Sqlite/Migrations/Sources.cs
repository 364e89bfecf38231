using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>What is known of sources, and their leases.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261121_Sources")]
internal sealed class Sources : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE source_states (
            name TEXT NOT NULL PRIMARY KEY,
            lease_owner TEXT NULL,
            lease_until INTEGER NOT NULL,
            token INTEGER NOT NULL,
            is_paused INTEGER NOT NULL,
            last_success INTEGER NULL,
            last_error TEXT NULL,
            next_try INTEGER NULL,
            newest INTEGER NULL
        ) WITHOUT ROWID;
        """);
}
