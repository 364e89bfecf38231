using Microsoft.EntityFrameworkCore;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Store;
using static TrailBoard.Tests.Columns.ColumnAnswers;

namespace TrailBoard.Tests.Columns;

/// <summary>Columns on disk make a start fast, and never an answer wrong: what is not what was written, of this store, counts for nothing.</summary>
public sealed class StoredColumnsTests
{
    private const int SliceRows = 32;
    private const int Days = 6;

    [Fact]
    public async Task A_site_that_starts_again_reads_its_columns_from_disk()
    {
        using var store = await WrittenAsync();
        Assert.Equal(Days, await AgreesAsync(store.Folder));
    }

    [Fact]
    public async Task What_was_written_and_removed_meanwhile_is_added_to_what_is_on_disk()
    {
        using var store = await WrittenAsync();
        using (var other = new TestStore(store.Folder))
        {
            var random = new Random(8);
            await other.ImportAsync(new FakeObject("more", [.. Enumerable.Range(0, 60).Select(_ => Delivery(random).Json), Some.Record(7, "2026-12-01T12:00:00Z")]) { BatchSize = 9 });
            var below = EventKey.FirstOf(At("2026-09-29T12:00:00Z"));
            await other.Database.WriteAsync(
                async context =>
                {
                    await using var transaction = await context.Database.BeginTransactionAsync();
                    await Removals.AddAsync(context, below, CancellationToken.None);
                    await context.StoredRows.Where(row => row.Key < below).ExecuteDeleteAsync();
                    await transaction.CommitAsync();
                },
                CancellationToken.None);
            await other.ImportAsync(new FakeObject("old", Some.Record(8, "2026-09-29T01:00:00Z")));
        }

        Assert.Equal(Days - 1, await AgreesAsync(store.Folder));
        Assert.Equal(Days, await AgreesAsync(store.Folder));
    }

    [Fact]
    public async Task A_file_that_is_not_as_it_was_written_counts_for_nothing()
    {
        using var store = await WrittenAsync();
        var files = Directory.GetFiles(Columns(store.Folder));
        Assert.Equal(Days + 1, files.Length);
        var random = new Random(17);
        foreach (var file in files.Order(StringComparer.Ordinal).Where((_, i) => i % 3 == 0))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            var nearEnd = bytes.Length - 1 - random.Next(30);
            byte[][] broken =
            [
                [.. bytes.Select((one, i) => i == bytes.Length / 2 ? (byte)(one ^ 4) : one)],
                [.. bytes.Select((one, i) => i == nearEnd ? (byte)(one + 1) : one)],
                bytes[..random.Next(bytes.Length)],
                [],
                [.. bytes, 0],
                await File.ReadAllBytesAsync(files.First(other => other != file)),
            ];
            foreach (var instead in broken)
            {
                using var copy = Copied(store.Folder);
                await File.WriteAllBytesAsync(Path.Combine(Columns(copy.Folder), Path.GetFileName(file)), instead);
                Assert.Equal(Path.GetFileName(file) == "index" ? 0 : Days - 1, await AgreesAsync(copy.Folder));
            }
        }
    }

    [Fact]
    public async Task Files_of_another_version_are_not_read()
    {
        using var store = await WrittenAsync();
        foreach (var (version, sliceRows, expected) in ((Guid, int, int)[])[(Guid.NewGuid(), SliceRows, 0), (StoredColumns.ThisVersion, SliceRows + 1, 0), (StoredColumns.ThisVersion, SliceRows, Days)])
        {
            using var copy = Copied(store.Folder);
            Directory.Delete(Columns(copy.Folder), recursive: true);
            using (var reader = new TestStore(copy.Folder))
            {
                await reader.RunColumnsAsync(SliceRows);
                var columns = reader.Columns.Current!;
                var line = await reader.Database.ReadAsync(context => LiveColumns.LineAsync(context, columns.Mark, CancellationToken.None), CancellationToken.None);
                reader.Release();
                Directory.Delete(Columns(copy.Folder), recursive: true);
                new StoredColumns(Columns(copy.Folder), version, sliceRows).Write(columns, line!);
            }

            Assert.Equal(expected, await AgreesAsync(copy.Folder));
        }
    }

    [Fact]
    public async Task Files_of_another_store_or_of_one_that_was_brought_back_from_a_backup_are_not_read()
    {
        using var store = await FilledAsync(3);
        using var backup = Copied(store.Folder);
        using (var later = new TestStore(store.Folder))
        {
            await later.ImportAsync(new FakeObject("second", Some.Record(1, "2026-09-30T12:00:00Z")));
            await later.RunColumnsAsync(SliceRows);
        }

        using (var restored = new TestStore(backup.Folder))
        {
            await restored.ImportAsync(new FakeObject("second", Some.Record(2, "2026-09-30T12:00:00Z")));
        }

        using var other = await FilledAsync(4);
        foreach (var folder in (string[])[backup.Folder, other.Folder])
        {
            Directory.CreateDirectory(Columns(folder));
            foreach (var file in Directory.GetFiles(Columns(store.Folder)))
            {
                File.Copy(file, Path.Combine(Columns(folder), Path.GetFileName(file)));
            }

            Assert.Equal(0, await AgreesAsync(folder));
        }
    }

    [Fact]
    public async Task A_process_that_is_killed_while_it_writes_leaves_nothing_wrong()
    {
        using var store = await WrittenAsync();
        using var before = Copied(store.Folder);
        using (var later = new TestStore(store.Folder))
        {
            var random = new Random(9);
            await later.ImportAsync(new FakeObject("more", [.. Enumerable.Range(0, 90).Select(_ => Delivery(random).Json)]));
            await later.RunColumnsAsync(SliceRows);
        }

        // Some of the days are of the new state, and one is half written.
        var files = Directory.GetFiles(Columns(store.Folder)).Order(StringComparer.Ordinal).ToArray();
        for (var killed = 0; killed < files.Length; killed++)
        {
            using var copy = Copied(store.Folder);
            Directory.Delete(Columns(copy.Folder), recursive: true);
            CopyFiles(Columns(before.Folder), Columns(copy.Folder));
            foreach (var file in files[..killed])
            {
                File.Copy(file, Path.Combine(Columns(copy.Folder), Path.GetFileName(file)), overwrite: true);
            }

            var half = await File.ReadAllBytesAsync(files[killed]);
            await File.WriteAllBytesAsync(Path.Combine(Columns(copy.Folder), Path.GetFileName(files[killed]) + ".new"), half[..(half.Length / 2)]);
            Assert.InRange(await AgreesAsync(copy.Folder), 0, Days);
            Assert.Equal(Days, await AgreesAsync(copy.Folder));
            Assert.DoesNotContain(Directory.GetFiles(Columns(copy.Folder)), file => file.EndsWith(".new", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Days_that_have_not_changed_are_not_written_again()
    {
        using var store = await WrittenAsync();
        var long_ago = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Array.ForEach(Directory.GetFiles(Columns(store.Folder)), file => File.SetLastWriteTimeUtc(file, long_ago));
        using (var later = new TestStore(store.Folder))
        {
            await later.RunColumnsAsync(SliceRows);
            await later.ImportAsync(new FakeObject("more", Some.Record(1, "2026-09-30T12:00:00Z")));
        }

        Assert.Equal(2, Directory.GetFiles(Columns(store.Folder)).Count(file => File.GetLastWriteTimeUtc(file) != long_ago));
        Assert.Equal(Days, await AgreesAsync(store.Folder));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_only_time()
    {
        using var store = await FilledAsync(3);
        await File.WriteAllTextAsync(Columns(store.Folder), "a file in its place");
        Assert.Equal(0, await AgreesAsync(store.Folder));
        Assert.Equal(0, await AgreesAsync(store.Folder));
        Assert.Equal("a file in its place", await File.ReadAllTextAsync(Columns(store.Folder)));
    }

    [Fact]
    public async Task Nothing_is_written_to_a_disk_that_is_nearly_full()
    {
        using var store = await FilledAsync(3);
        using (var full = new TestStore(store.Folder, reserve: 1_000_000_000))
        {
            await full.RunColumnsAsync(SliceRows);
        }

        Assert.False(Directory.Exists(Columns(store.Folder)));
    }

    private static async Task<TestStore> FilledAsync(int seed)
    {
        var store = await TestStore.CreateAsync();
        var random = new Random(seed);
        await store.ImportAsync(new FakeObject("a", [.. Enumerable.Range(0, 400).Select(_ => Delivery(random).Json)]) { BatchSize = 40 });
        store.Release();
        return store;
    }

    // A store beside which a process that has ended left its columns.
    private static async Task<TestStore> WrittenAsync()
    {
        var store = await FilledAsync(3);
        using var site = new TestStore(store.Folder);
        await site.RunColumnsAsync(SliceRows);
        Assert.Equal((0, Days), (site.Columns.DaysFromDisk, site.Columns.State.Days));
        return store;
    }

    /// <returns>How many days were read from the disk.</returns>
    private static async Task<int> AgreesAsync(string folder)
    {
        using var store = new TestStore(folder);
        await store.RunColumnsAsync(SliceRows);
        for (var question = 0; question < Queries.Length * 3; question++)
        {
            Assert.Equal(await AnswerAsync(store.Sql, question), await AnswerAsync(store.Queries, question));
        }

        Assert.Equal(store.Number("SELECT count(*) FROM events"), store.Columns.Current!.Slices.Sum(slice => slice.Rows));
        return store.Columns.DaysFromDisk;
    }

    private static string Columns(string folder) => Path.Combine(folder, "trailboard.db-columns");

    private static Copy Copied(string folder)
    {
        var copy = new Copy(Directory.CreateTempSubdirectory("trailboard-").FullName);
        CopyFiles(folder, copy.Folder);
        if (Directory.Exists(Columns(folder)))
        {
            CopyFiles(Columns(folder), Columns(copy.Folder));
        }

        return copy;
    }

    private static void CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private sealed record Copy(string Folder) : IDisposable
    {
        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
