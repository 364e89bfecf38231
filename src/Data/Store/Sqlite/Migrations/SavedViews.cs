using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>Views that people saved under names.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261202_SavedViews")]
internal sealed class SavedViews : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE saved_views (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            folded TEXT NOT NULL,
            address TEXT NOT NULL,
            version INTEGER NOT NULL,
            is_start INTEGER NOT NULL,
            saved_at INTEGER NOT NULL
        );
        CREATE UNIQUE INDEX ix_saved_views_folded ON saved_views (folded);
        """);
}
