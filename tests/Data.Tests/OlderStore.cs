using Microsoft.Data.Sqlite;
using TrailBoard.Data.Store.Sqlite;

namespace TrailBoard.Tests;

/// <summary>Makes of a store what an earlier version had made of it, so that migrations have something to bring over.</summary>
internal static class OlderStore
{
    /// <summary>The schema before the migration TermBlocks: each value and each member of a set is a row.</summary>
    public static void Restore(TestStore store)
    {
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
