using Microsoft.Data.Sqlite;
using TrailBoard.Data.Store;
using TrailBoard.Data.Store.Sqlite;

namespace TrailBoard.Tests;

/// <summary>Makes of a store what an earlier version had made of it, so that migrations have something to bring over.</summary>
internal static class OlderStore
{
    /// <summary>The store before the migration Things: repositories are all that events are about, and there are no others in the dictionary.</summary>
    public static async Task RestoreThingsAsync(TestStore store)
    {
        var (rows, values, sets) = (new List<(long Key, int Code)>(), new List<string>(), new List<string>());
        await using (var context = store.Database.CreateDbContext())
        {
            await using var transaction = await context.OpenSnapshotAsync(CancellationToken.None);
            using var terms = new Terms();
            var snapshot = await terms.AsOfAsync(context, CancellationToken.None);
            foreach (var row in context.Events.OrderBy(row => row.Key).ToList())
            {
                int[] codes = [.. ThingTerms.Of(snapshot, row.Thing).Repositories.Select(repository => CodeOf(values, repository))];
                rows.Add((row.Key, codes switch { [] => 0, [var only] => only, _ => -CodeOf(sets, string.Join(' ', codes)) }));
            }
        }

        using var connection = store.Connect();
        using var change = connection.BeginTransaction();
        foreach (var (key, code) in rows)
        {
            Insert(connection, "UPDATE events SET repository = $1 WHERE key = $0", key, code);
        }

        SqliteFile.Execute(connection, """
            DELETE FROM term_blocks WHERE dictionary IN (10, -10);
            DROP TABLE unread_things;
            DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%Things';
            """);
        foreach (var (dictionary, texts) in new[] { ((int)TermKind.Thing, values), (TermBlocks.SetsOf(TermKind.Thing), sets) }.Where(pair => pair.Item2.Count > 0))
        {
            Insert(connection, "INSERT INTO term_blocks VALUES ($0, $1, $2)", dictionary, texts.Count, TermBlocks.Pack(dictionary, texts));
        }

        change.Commit();
    }

    private static int CodeOf(List<string> texts, string text)
    {
        if (!texts.Contains(text))
        {
            texts.Add(text);
        }

        return texts.IndexOf(text) + 1;
    }

    /// <summary>The schema before the migration CallersAndCalls: all codes of an event are columns of its row.</summary>
    public static void RestoreRows(TestStore store) => store.Change("""
        BEGIN;
        CREATE TABLE wide_events (
            key INTEGER NOT NULL PRIMARY KEY, id_high INTEGER NOT NULL, id_low INTEGER NOT NULL, block INTEGER NOT NULL, ordinal INTEGER NOT NULL,
            action INTEGER NOT NULL, actor INTEGER NOT NULL, region INTEGER NOT NULL, address INTEGER NOT NULL, account INTEGER NOT NULL,
            access_key INTEGER NOT NULL, error INTEGER NOT NULL, error_message INTEGER NOT NULL, agent INTEGER NOT NULL, repository INTEGER NOT NULL,
            resource INTEGER NOT NULL, shape INTEGER NOT NULL, flags INTEGER NOT NULL);
        INSERT INTO wide_events SELECT key, id_high, id_low, block, ordinal, action, actor, region, address, account,
            access_key, error, error_message, agent, repository, resource, shape, flags FROM event_rows;
        DROP VIEW event_rows;
        DROP TABLE events;
        DROP TABLE callers;
        DROP TABLE calls;
        ALTER TABLE wide_events RENAME TO events;
        DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%CallersAndCalls';
        COMMIT;
        """);

    /// <summary>The schema before the migration TermBlocks: each value and each member of a set is a row.</summary>
    public static void Restore(TestStore store)
    {
        RestoreRows(store);
        var terms = store.Terms();
        using var connection = new SqliteConnection($"Data Source={store.File.Path};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        SqliteFile.Execute(connection, """
            CREATE TABLE terms (kind INTEGER NOT NULL, id INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
            CREATE UNIQUE INDEX ix_terms_kind_value ON terms (kind, value);
            CREATE TABLE term_sets (kind INTEGER NOT NULL, set_id INTEGER NOT NULL, position INTEGER NOT NULL, term_id INTEGER NOT NULL, PRIMARY KEY (kind, set_id, position)) WITHOUT ROWID;
            DROP TABLE term_blocks;
            DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%TermBlocks';
            """);
        foreach (var (dictionary, id, value) in terms)
        {
            if (dictionary > 0)
            {
                Insert(connection, "INSERT INTO terms VALUES ($0, $1, $2)", dictionary, id, value);
                continue;
            }

            var members = value.Split(' ');
            for (var position = 0; position < members.Length; position++)
            {
                Insert(connection, "INSERT INTO term_sets VALUES ($0, $1, $2, $3)", -dictionary, id, position, int.Parse(members[position]));
            }
        }

        transaction.Commit();
    }

    private static void Insert(SqliteConnection connection, string sql, params object[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$" + i, values[i]);
        }

        command.ExecuteNonQuery();
    }
}
