using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>The ledger's indexes hold a part of each name and of each hash instead of all of it. No line is written anew.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261128_ShortIndexes")]
internal sealed class ShortIndexes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        ALTER TABLE objects ADD COLUMN name_end TEXT GENERATED ALWAYS AS (substr(name, -32)) VIRTUAL;
        ALTER TABLE objects ADD COLUMN sha256_begin TEXT GENERATED ALWAYS AS (substr(sha256, 1, 16)) VIRTUAL;
        ALTER TABLE digest_files ADD COLUMN name_end TEXT GENERATED ALWAYS AS (substr(name, -32)) VIRTUAL;
        DROP INDEX ix_objects_source_name;
        DROP INDEX ix_objects_sha256;
        CREATE INDEX ix_objects_name_end ON objects (name_end);
        CREATE INDEX ix_objects_sha256_begin ON objects (sha256_begin);
        """);
}
