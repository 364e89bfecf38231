using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Store;

namespace TrailBoard.Tests;

public sealed class SetupTests
{
    private const string OwnTables = "type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'";

    [Fact]
    public async Task The_migrated_database_and_the_model_agree()
    {
        using var store = await TestStore.CreateAsync();
        await using var context = store.Database.CreateDbContext();
        var view = Assert.Single(context.Model.GetEntityTypes(), entity => entity.GetViewName() is not null);
        Assert.Equal(
            view.GetProperties().Select(property => property.GetColumnName()).Order(StringComparer.Ordinal),
            (await context.Database.SqlQuery<string>($"SELECT name AS Value FROM pragma_table_info({view.GetViewName()})").ToListAsync()).Order(StringComparer.Ordinal));
        var entities = context.Model.GetEntityTypes().Where(entity => entity != view).ToList();
        Assert.Equal(store.Number($"SELECT count(*) FROM sqlite_master WHERE {OwnTables}"), entities.Count);
        foreach (var entity in entities)
        {
            var table = entity.GetTableName()!;
            var wanted = entity.GetProperties()
                .Select(property => $"{property.GetColumnName()} {property.GetColumnType()} null:{property.IsNullable} key:{property.IsPrimaryKey()}")
                .Order(StringComparer.Ordinal);
            var columns = await context.Database
                .SqlQuery<string>($"SELECT name || ' ' || type || ' null:' || iif(\"notnull\", 'False', 'True') || ' key:' || iif(pk, 'True', 'False') AS Value FROM pragma_table_xinfo({table})")
                .ToListAsync();
            Assert.Equal(wanted, columns.Order(StringComparer.Ordinal));

            var indexes = await context.Database
                .SqlQuery<string>($"SELECT name || ' ' || \"unique\" AS Value FROM pragma_index_list({table}) WHERE origin = 'c'")
                .ToListAsync();
            Assert.Equal(
                entity.GetIndexes().Select(index => $"ix_{table}_{string.Join('_', index.Properties.Select(property => property.GetColumnName()))} {(index.IsUnique ? 1 : 0)}").Order(StringComparer.Ordinal),
                indexes.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_store_is_prepared_again_and_again()
    {
        using var store = await TestStore.CreateAsync();
        Assert.True(await store.Setup.IsReadyAsync(CancellationToken.None));
        await store.Setup.PrepareAsync(CancellationToken.None);
        Assert.Equal(4096, store.Number("PRAGMA page_size"));
        Assert.Equal("wal", store.Text("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_not_ready()
    {
        using var store = new TestStore();
        Assert.False(await store.Setup.IsReadyAsync(CancellationToken.None));
        Assert.False(File.Exists(store.File.Path));
    }

    [Theory]
    [InlineData("This is a letter, not a database.")]
    [InlineData("SQLite format 3\0 and then something else altogether")]
    public async Task Fault_95_a_file_that_is_not_a_database_is_refused_and_left_alone(string content)
    {
        using var store = new TestStore();
        await File.WriteAllTextAsync(store.File.Path, content);
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Setup.PrepareAsync(CancellationToken.None));
        Assert.Contains(store.File.Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("left as it is", fault.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(store.File.Path));
    }

    [Fact]
    public async Task Fault_95_another_programs_database_is_refused_and_left_alone()
    {
        using var store = new TestStore();
        store.Number("CREATE TABLE notes (id INTEGER); SELECT 0;");
        var before = await File.ReadAllBytesAsync(store.File.Path);
        await Assert.ThrowsAsync<StoreException>(() => store.Setup.PrepareAsync(CancellationToken.None));
        Assert.Equal(before, await File.ReadAllBytesAsync(store.File.Path));
    }

    [Fact]
    public async Task Fault_95_a_damaged_store_says_so_when_it_is_read()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", [.. Enumerable.Range(0, 3_000).Select(i => Some.Record(i))]));
        store.Number("PRAGMA wal_checkpoint(TRUNCATE)");
        store.Release();
        var bytes = await File.ReadAllBytesAsync(store.File.Path);
        bytes.AsSpan(4096 * 2).Fill(0x5A);
        await File.WriteAllBytesAsync(store.File.Path, bytes);
        using var reopened = new TestStore(store.Folder);
        var fault = await Assert.ThrowsAsync<StoreException>(() => reopened.ExportAsync());
        Assert.Contains("damaged", fault.Message, StringComparison.Ordinal);
        Assert.Contains("backup", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_108_a_newer_schema_is_refused_and_left_alone()
    {
        using var store = await TestStore.CreateAsync();
        store.Number("INSERT INTO __EFMigrationsHistory VALUES ('29991231_Later', '99'); SELECT 0;");
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Setup.PrepareAsync(CancellationToken.None));
        Assert.Contains("newer version", fault.Message, StringComparison.Ordinal);
        Assert.Contains("29991231_Later", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_105_a_migration_lock_that_a_dead_process_left_is_cleared()
    {
        using var store = new TestStore();
        await store.Setup.PrepareAsync(CancellationToken.None);
        var drops = store.Text("SELECT group_concat('DROP ' || type || ' \"' || name || '\"', ';') FROM sqlite_master WHERE type = 'view' OR " + OwnTables);
        store.Number($"CREATE TABLE IF NOT EXISTS __EFMigrationsLock (Id INTEGER NOT NULL CONSTRAINT PK___EFMigrationsLock PRIMARY KEY, Timestamp TEXT NOT NULL); INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01'); DELETE FROM __EFMigrationsHistory; {drops}; SELECT 0;");
        await store.Setup.PrepareAsync(CancellationToken.None).WaitAsync(Wait.Long);
        Assert.Equal(0, store.Number("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task Fault_104_of_two_that_start_together_one_migrates()
    {
        using var first = new TestStore();
        using var second = new TestStore(first.Folder);
        await Task.WhenAll(first.Setup.PrepareAsync(CancellationToken.None), second.Setup.PrepareAsync(CancellationToken.None));
        await using var context = first.Database.CreateDbContext();
        Assert.Equal(context.Database.GetMigrations().Count(), first.Number("SELECT count(*) FROM __EFMigrationsHistory"));
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_named()
    {
        using var parent = new TestStore();
        using var store = new TestStore(parent.Folder, Path.Combine(parent.Folder, "missing", "x.db"));
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Setup.PrepareAsync(CancellationToken.None));
        Assert.Contains(Path.Combine(parent.Folder, "missing"), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_folder_is_created()
    {
        using var parent = new TestStore();
        using var store = new TestStore(Path.Combine(parent.Folder, "own"));
        await store.Setup.PrepareAsync(CancellationToken.None);
        Assert.True(File.Exists(Path.Combine(parent.Folder, "own", "trailboard.db")));
    }
}
