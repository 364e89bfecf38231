using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;
using static TrailBoard.Tests.Columns.ColumnAnswers;

namespace TrailBoard.Tests.Columns;

/// <summary>What whoever removes rows has removed is gone from the columns too, in this process and in others.</summary>
public sealed class RemovedRowsTests
{
    [Theory]
    [InlineData("2026-09-29T13:00:00Z", 4)]
    [InlineData("2026-09-30T00:00:00Z", 4)]
    [InlineData("2026-09-30T00:00:00Z", 2)]
    [InlineData("2026-10-02T23:00:00Z", 1)]
    [InlineData("2027-01-01T00:00:00Z", 4)]
    public async Task Columns_forget_what_another_process_removed(string before, int quarters)
    {
        using var store = await FilledAsync();
        await store.RunColumnsAsync(sliceRows: 32);
        using var limited = new TestStore(store.Folder, time: TimeProvider.System);
        await limited.RunColumnsAsync(sliceRows: 32, limit: quarters == 4 ? long.MaxValue : Limits.OfSlices(store, quarters, 4));
        await RemoveAsync(store, EventKey.FirstOf(At(before)));
        await AgreesAsync(limited, store.Number("SELECT count(*) FROM events"));
        await AgreesAsync(store, store.Number("SELECT count(*) FROM events"));
        using var anew = new TestStore(store.Folder);
        await anew.RunColumnsAsync();
        Assert.Equal(anew.Columns.State.Days, store.Columns.State.Days);
        Assert.Equal(quarters == 4 || limited.Columns.State.Since is null ? anew.Columns.State.Days : limited.Columns.State.Days, limited.Columns.State.Days);
    }

    [Fact]
    public async Task What_is_imported_after_a_removal_stays_although_it_is_older_and_gets_the_numbers_of_nobody()
    {
        using var store = await FilledAsync();
        await store.RunColumnsAsync(sliceRows: 32);
        using var other = new TestStore(store.Folder, time: TimeProvider.System);
        await other.RunColumnsAsync(sliceRows: 32);
        var lastBlock = store.Number("SELECT max(id) FROM blocks");
        await RemoveAsync(store, long.MaxValue);
        await store.ImportAsync(new FakeObject("after", [.. Enumerable.Range(0, 30).Select(i => Some.Record(i, $"2026-09-2{i % 9}T12:00:00Z"))]) { BatchSize = 7 });
        Assert.Equal(30, await store.Queries.CountAsync(EventQuery.All, CancellationToken.None));
        Assert.True(store.Number("SELECT min(id) FROM blocks") > lastBlock);
        await AgreesAsync(store, 30);
        await AgreesAsync(other, 30);
    }

    [Fact]
    public async Task A_removal_while_others_import_leaves_what_the_database_has()
    {
        using var store = await FilledAsync();
        await store.RunColumnsAsync(sliceRows: 32);
        using var other = new TestStore(store.Folder, time: TimeProvider.System);
        var random = new Random(4);
        var importing = Task.Run(async () =>
        {
            for (var i = 0; i < 15; i++)
            {
                await (i % 2 == 0 ? store : other).ImportAsync(new FakeObject("more" + i, [.. Enumerable.Range(0, 25).Select(_ => Delivery(random).Json)]) { BatchSize = 6 });
            }
        });
        for (var hour = 0; hour < 96 && !importing.IsCompleted; hour += 8)
        {
            await RemoveAsync(store, EventKey.FirstOf(At("2026-09-28T00:00:00Z").AddHours(hour)));
        }

        await importing;
        await AgreesAsync(store, store.Number("SELECT count(*) FROM events"));
    }

    private static async Task<TestStore> FilledAsync()
    {
        var store = await TestStore.CreateAsync(time: TimeProvider.System);
        var random = new Random(3);
        await store.ImportAsync(new FakeObject("a", [.. Enumerable.Range(0, 400).Select(_ => Delivery(random).Json)]) { BatchSize = 40 });
        return store;
    }

    // As whoever keeps only some days does it.
    private static Task RemoveAsync(TestStore store, long below) => store.Database.WriteAsync(
        async context =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await Removals.AddAsync(context, below, CancellationToken.None);
            await context.Sightings.Where(row => row.EventKey < below).ExecuteDeleteAsync();
            await context.StoredRows.Where(row => row.Key < below).ExecuteDeleteAsync();
            await context.Blocks.Where(row => !context.StoredRows.Any(one => one.Block == row.Id)).ExecuteDeleteAsync();
            await context.BlockKeys.Where(row => !context.Blocks.Any(block => block.Id == row.Block)).ExecuteDeleteAsync();
            await transaction.CommitAsync();
        },
        CancellationToken.None);

    private static async Task AgreesAsync(TestStore store, long events)
    {
        await EventuallyAsync(async () => await store.Queries.CountAsync(EventQuery.All, CancellationToken.None) == events && store.Columns.Current!.Mark == await MarkAsync(store));
        for (var question = 0; question < Queries.Length * 3; question++)
        {
            Assert.Equal(await AnswerAsync(store.Sql, question), await AnswerAsync(store.Queries, question));
        }

        Assert.Equal(await store.Sql.SummaryAsync(CancellationToken.None), await store.Queries.SummaryAsync(CancellationToken.None));
    }

    private static Task<StoreMark> MarkAsync(TestStore store) => store.Database.ReadAsync(context => StoreMark.ReadAsync(context, CancellationToken.None), CancellationToken.None);
}
