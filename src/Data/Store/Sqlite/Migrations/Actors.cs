using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TrailBoard.Data.Store.Sqlite.Migrations;

/// <summary>
/// Who is behind the sessions of the store: a line for each access key of a session and each caller that was recorded with it, none for events.
/// Key 0 is of callers whose name needs that of their identity provider. A line without proof waits for its answer. Evidence finds the events
/// that issued sessions by what chains ask for, and questions find the keys whose answer hangs on what was asked.
/// </summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261201_Actors")]
internal sealed class Actors : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE actor_names (
            id INTEGER NOT NULL PRIMARY KEY,
            name TEXT NOT NULL
        );
        CREATE UNIQUE INDEX ix_actor_names_name ON actor_names (name);
        CREATE TABLE actors (
            access_key INTEGER NOT NULL,
            actor INTEGER NOT NULL,
            sample INTEGER NOT NULL,
            name INTEGER NOT NULL,
            proof INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            PRIMARY KEY (access_key, actor)
        ) WITHOUT ROWID;
        CREATE INDEX ix_actors_changed ON actors (changed);
        CREATE INDEX ix_actors_sample ON actors (sample) WHERE proof = 0;
        CREATE TABLE actor_evidence (
            question INTEGER NOT NULL,
            event_key INTEGER NOT NULL,
            PRIMARY KEY (question, event_key)
        ) WITHOUT ROWID;
        CREATE TABLE actor_questions (
            question INTEGER NOT NULL,
            access_key INTEGER NOT NULL,
            PRIMARY KEY (question, access_key)
        ) WITHOUT ROWID;
        CREATE TABLE actor_state (
            id INTEGER NOT NULL PRIMARY KEY,
            block INTEGER NOT NULL,
            removal INTEGER NOT NULL,
            version INTEGER NOT NULL
        );
        INSERT INTO actor_state (id, block, removal, version) VALUES (1, 0, 0, 0);
        """);
}
