using TrailBoard.Core.Watching;
using TrailBoard.Data.Store.Watching;

namespace TrailBoard.Tests.Watching;

/// <summary>What waits to be sent stands in the store until it was, or was given up.</summary>
public sealed class DeliveryTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime _time = new();

    private static Deliveries Of(TestStore store) => new(store.Database, store.Time);

    private async Task<TestStore> WithFiringAsync()
    {
        var store = await TestStore.CreateAsync(time: _time);
        await WatchingTests.WatchesOf(store).AddAsync(new WatchDraft("all", "", null, IsPosted: true), None);
        await store.ImportAsync(new FakeObject("o", Some.Record(1)));
        Assert.Equal(1, await WatchingTests.FiringsOf(store).LookAsync(None));
        return store;
    }

    [Fact]
    public async Task A_firing_that_was_noted_before_the_process_ended_is_sent_after_it_under_the_same_id()
    {
        using var store = await WithFiringAsync();
        var key = (await WatchingTests.FiringsOf(store).NewestAsync(1, None))[0].Key;
        store.Release();

        using var second = new TestStore(store.Folder, time: _time);
        Assert.Equal(key, Assert.Single(await Of(second).TakeAsync(10, None)).Key);
        Assert.Empty(await Of(second).TakeAsync(10, None));
        second.Release();

        // That process ended in the middle of sending: nobody knows whether it came, so it is sent again.
        _time.Advance(TimeSpan.FromMinutes(2));
        using var third = new TestStore(store.Folder, time: _time);
        var again = Assert.Single(await Of(third).TakeAsync(10, None));
        Assert.Equal(key, again.Key);
        await Of(third).EndAsync(again, null, None);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await Of(third).TakeAsync(10, None));
        Assert.Equal(new Delivery(DeliveryState.Delivered, 1, null, null), (await WatchingTests.FiringsOf(third).NewestAsync(1, None))[0].Delivery);
    }

    [Fact]
    public async Task What_fails_is_tried_again_ever_later_then_given_up_and_again_when_a_person_says_so()
    {
        using var store = await WithFiringAsync();
        var deliveries = Of(store);
        for (var tried = 1; tried <= DeliveryPace.Attempts; tried++)
        {
            var firing = Assert.Single(await deliveries.TakeAsync(10, None));
            await deliveries.EndAsync(firing, "It answered 500.", None);
            var delivery = (await WatchingTests.FiringsOf(store).NewestAsync(1, None))[0].Delivery;
            Assert.Equal((tried, "It answered 500."), (delivery.Attempts, delivery.Error));
            if (DeliveryPace.After(tried) is { } wait)
            {
                Assert.Equal((DeliveryState.Waiting, _time.GetUtcNow() + wait), (delivery.State, delivery.Next));
                _time.Advance(wait - TimeSpan.FromMilliseconds(1));
                Assert.Empty(await deliveries.TakeAsync(10, None));
                _time.Advance(TimeSpan.FromMilliseconds(1));
            }
            else
            {
                Assert.Equal((DeliveryState.GivenUp, null), (delivery.State, delivery.Next));
            }
        }

        _time.Advance(TimeSpan.FromDays(10));
        Assert.Empty(await deliveries.TakeAsync(10, None));
        var given = (await WatchingTests.FiringsOf(store).NewestAsync(1, None))[0];
        await deliveries.AgainAsync(given.Id, None);
        Assert.Equal(given.Key, Assert.Single(await deliveries.TakeAsync(10, None)).Key);
    }

    [Fact]
    public async Task Two_processes_do_not_take_the_same()
    {
        using var store = await WithFiringAsync();
        using var other = new TestStore(store.Folder, time: _time);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Of(i % 2 == 0 ? store : other).TakeAsync(10, None)));
        Assert.Single(taken.SelectMany(some => some));
    }

    [Fact]
    public async Task Of_too_many_that_wait_the_oldest_are_given_up_and_old_firings_go_with_their_events()
    {
        using var store = await WithFiringAsync();
        store.Change($"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Firing.Most + 10})
            INSERT INTO firings (key, watch_id, watch_name, filter, count, first_key, last_key, at, is_seen, delivery, attempts, next_try)
            SELECT 'k' || i, 1, 'all', '', 1, 1, 1, 1, 0, 1, 0, 1 FROM n
            """);
        _time.Advance(WatchRule.Pause);
        await store.ImportAsync(new FakeObject("p", Some.Record(2)));
        await WatchingTests.FiringsOf(store).LookAsync(None);
        Assert.Equal(Firing.Most, store.Number("SELECT count(*) FROM firings"));
        Assert.Equal(DeliveryPace.MostWaiting, store.Number("SELECT count(*) FROM firings WHERE delivery = 1"));
        Assert.Equal(DeliveryPace.MostWaiting, store.Number("SELECT count(*) FROM firings WHERE delivery = 1 AND id > (SELECT max(id) FROM firings) - 1000"));
        Assert.Equal(1, store.Number("SELECT count(*) FROM firing_events"));
    }
}
