using TrailBoard.Core.Import;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

/// <summary>What is known of sources, and their leases, in a real store.</summary>
public sealed class SourceStatesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_lease_is_given_to_one_only_until_it_is_given_back()
    {
        using var store = await TestStore.CreateAsync();
        var states = new SourceStates(store.Database, store.Time);

        var first = await states.TakeAsync("prod", "a", Minute, CancellationToken.None);
        Assert.NotNull(first);
        Assert.Null(await states.TakeAsync("prod", "b", Minute, CancellationToken.None));
        Assert.NotNull(await states.TakeAsync("other", "b", Minute, CancellationToken.None));

        await states.GiveBackAsync(first, CancellationToken.None);
        var second = await states.TakeAsync("prod", "b", Minute, CancellationToken.None);
        Assert.True(second!.Token > first.Token);
    }

    [Fact]
    public async Task A_lease_whose_holder_died_ends_and_its_late_words_count_no_more()
    {
        var time = new ManualTime();
        using var store = await TestStore.CreateAsync(time: time);
        var states = new SourceStates(store.Database, time);
        var lost = (await states.TakeAsync("prod", "a", Minute, CancellationToken.None))!;

        time.Advance(Minute / 2);
        Assert.True(await states.RenewAsync(lost, Minute, CancellationToken.None));
        time.Advance(Minute * 0.75);
        Assert.Null(await states.TakeAsync("prod", "b", Minute, CancellationToken.None));
        time.Advance(Minute / 2);
        var held = await states.TakeAsync("prod", "b", Minute, CancellationToken.None);

        Assert.False(await states.RenewAsync(lost, Minute, CancellationToken.None));
        await states.EndAsync(lost, new SourceRunEnd(null, time.GetUtcNow(), "late", null), CancellationToken.None);
        await states.GiveBackAsync(lost, CancellationToken.None);
        var state = Assert.Single(await states.AllAsync(CancellationToken.None));
        Assert.Equal(("b", null, null), (state.Owner, state.LastError, state.LastSuccess));
        Assert.True(await states.RenewAsync(held!, Minute, CancellationToken.None));
    }

    [Fact]
    public async Task A_lease_that_a_wrong_clock_wrote_far_ahead_holds_nobody_up_and_a_small_correction_takes_none_away()
    {
        var time = new ManualTime();
        using var store = await TestStore.CreateAsync(time: time);
        var states = new SourceStates(store.Database, time);
        Assert.NotNull(await states.TakeAsync("prod", "a process that was killed", Minute, CancellationToken.None));

        time.Advance(TimeSpan.FromSeconds(-30));
        Assert.Null(await states.TakeAsync("prod", "b", Minute, CancellationToken.None));
        time.Advance(TimeSpan.FromDays(-365));
        Assert.NotNull(await states.TakeAsync("prod", "b", Minute, CancellationToken.None));
        Assert.Null(await states.TakeAsync("prod", "c", Minute, CancellationToken.None));
    }

    [Fact]
    public async Task The_newest_delivery_of_a_run_is_remembered_and_never_goes_back()
    {
        using var store = await TestStore.CreateAsync();
        var states = new SourceStates(store.Database, store.Time);
        var lease = (await states.TakeAsync("prod", "a", Minute, CancellationToken.None))!;
        var noon = store.Time.GetUtcNow();

        await store.ImportAsync(
            new FakeObject("new", Some.Record(1)) { ModifiedAt = noon.AddMinutes(-5) },
            new FakeObject("old", Some.Record(2)) { ModifiedAt = noon.AddDays(-5) });
        await states.EndAsync(lease, new SourceRunEnd(1, noon, null, noon + Minute), CancellationToken.None);
        await store.ImportAsync(new FakeObject("older", Some.Record(3)) { ModifiedAt = noon.AddDays(-9) });
        await states.EndAsync(lease, new SourceRunEnd(2, null, "It broke.", noon + (2 * Minute)), CancellationToken.None);
        await states.EndAsync(lease, new SourceRunEnd(null, null, "It broke again.", null), CancellationToken.None);

        var state = Assert.Single(await states.AllAsync(CancellationToken.None));
        Assert.Equal(TimeSpan.FromMinutes(5), state.Lag(noon));
        Assert.Equal((noon, "It broke again.", null), (state.LastSuccess, state.LastError, state.NextTry));
    }

    [Fact]
    public async Task The_newest_delivery_is_told_while_a_run_goes_on_and_what_was_looked_at_is_not_looked_at_again()
    {
        using var store = await TestStore.CreateAsync();
        var states = new SourceStates(store.Database, store.Time);
        var lease = (await states.TakeAsync("prod", "a", Minute, CancellationToken.None))!;
        var noon = store.Time.GetUtcNow();
        await store.ImportAsync(new FakeObject("new", Some.Record(1)) { ModifiedAt = noon.AddHours(-1) }, new FakeObject("old", Some.Record(2)) { ModifiedAt = noon.AddDays(-5) });

        var seen = await states.AdvanceAsync(lease, 1, 0, CancellationToken.None);
        Assert.Equal(noon.AddHours(-1), Assert.Single(await states.AllAsync(CancellationToken.None)).Newest);
        Assert.Equal(seen, await states.AdvanceAsync(lease, 1, seen, CancellationToken.None));
        Assert.Equal(seen, await states.AdvanceAsync(lease, 2, seen, CancellationToken.None));

        await states.GiveBackAsync(lease, CancellationToken.None);
        await store.ImportAsync(new FakeObject("newer", Some.Record(3)) { ModifiedAt = noon });
        await states.AdvanceAsync(lease, 2, seen, CancellationToken.None);
        Assert.Equal(noon.AddHours(-1), Assert.Single(await states.AllAsync(CancellationToken.None)).Newest);
    }

    [Fact]
    public async Task Failures_in_a_row_are_remembered_until_a_run_does_not_fail()
    {
        using var store = await TestStore.CreateAsync();
        var states = new SourceStates(store.Database, store.Time);
        var lease = (await states.TakeAsync("prod", "a", Minute, CancellationToken.None))!;

        await states.EndAsync(lease, new SourceRunEnd(null, null, "It broke.", null, 3), CancellationToken.None);
        Assert.Equal(3, Assert.Single(await states.AllAsync(CancellationToken.None)).Failures);
        await states.EndAsync(lease, new SourceRunEnd(null, store.Time.GetUtcNow(), null, null), CancellationToken.None);
        Assert.Equal(0, Assert.Single(await states.AllAsync(CancellationToken.None)).Failures);
    }

    [Fact]
    public async Task Only_a_run_without_objects_can_be_forgotten()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("file", Some.Record(1)));
        var empty = await store.Ledger.StartRunAsync("S3", "prod", CancellationToken.None);

        await store.Ledger.ForgetRunAsync(1, CancellationToken.None);
        await store.Ledger.ForgetRunAsync(empty, CancellationToken.None);

        Assert.Equal(1, Assert.Single(await store.Ledger.RunsAsync(10, CancellationToken.None)).Id);
    }

    [Fact]
    public async Task A_pause_outlives_the_process()
    {
        using var store = await TestStore.CreateAsync();
        await new SourceStates(store.Database, store.Time).PauseAsync("prod", paused: true, CancellationToken.None);
        Assert.True(Assert.Single(await new SourceStates(store.Database, store.Time).AllAsync(CancellationToken.None)).IsPaused);
    }
}
