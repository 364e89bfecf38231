using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Search;
using TrailBoard.Core.Watching;
using TrailBoard.Data.Store.Watching;

namespace TrailBoard.Tests.Watching;

/// <summary>What watches find in a real store: each event once, however it comes.</summary>
public sealed class WatchingTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime _time = new();

    /// <summary>Events 0 to 19, of which every third is a deletion, over half a year; each may be written in three ways.</summary>
    private sealed record Case(int[][] Imports, bool[] Restarts, int Late, int BatchSize);

    private static readonly Gen<Case> Any =
        from imports in Gen.Choose(0, 59).ArrayOf().ArrayOf(6)
        from restarts in Gen.Elements(true, false).ArrayOf(6)
        from late in Gen.Choose(0, 5)
        from batch in Gen.Elements(1, 3, 100)
        select new Case(imports, restarts, late, batch);

    [Fact]
    public void Whatever_comes_late_twice_or_in_any_order_fires_once_and_nothing_else_does() =>
        Prop.ForAll(Arb.From(Any), one => OnceAsync(one).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    // The watch is made after some of the imports; before each of the others the process may end, after it has looked or before.
    private static async Task OnceAsync(Case one)
    {
        var time = new ManualTime();
        using var first = await TestStore.CreateAsync(time: time);
        var store = first;
        var opened = new List<TestStore>();
        var (before, after) = (new HashSet<int>(), new HashSet<int>());
        for (var i = 0; i < one.Imports.Length; i++)
        {
            if (i == one.Late)
            {
                await WatchesOf(store).AddAsync(new WatchDraft("deletions", "action:DeleteRepository", null, false), None);
            }

            await store.ImportAsync(new FakeObject("o" + i, [.. one.Imports[i].Select(Written)]) { BatchSize = one.BatchSize });
            (i < one.Late ? before : after).UnionWith(one.Imports[i].Select(number => number % 20));
            if (one.Restarts[i])
            {
                store.Release();
                opened.Add(store = new TestStore(first.Folder, time: time));
            }
            else
            {
                await FiringsOf(store).LookAsync(None);
            }

            time.Advance(TimeSpan.FromMinutes(i % 3));
        }

        time.Advance(WatchRule.Pause);
        await FiringsOf(store).LookAsync(None);
        var expected = after.Except(before).Where(IsDeletion).Select(Some.Guid).Order(StringComparer.Ordinal);
        Assert.Equal(expected, (await FiredAsync(store)).Order(StringComparer.Ordinal));
        opened.ForEach(reopened => reopened.Dispose());
    }

    [Fact]
    public async Task A_year_of_old_events_is_one_firing_that_says_how_many_and_from_when_to_when()
    {
        using var store = await TestStore.CreateAsync(time: _time);
        await WatchesOf(store).AddAsync(new WatchDraft("all", "", null, false), None);
        await store.ImportAsync([.. Enumerable.Range(0, 365).Select(day => new FakeObject("day" + day, Some.Record(day, $"{new DateTime(2025, 1, 1).AddDays(day):yyyy-MM-dd}T12:00:00Z")))]);

        Assert.Equal(1, await FiringsOf(store).LookAsync(None));
        var firing = Assert.Single(await FiringsOf(store).NewestAsync(10, None));
        Assert.Equal("365 events match all, from 2025-01-01T12:00:00Z to 2025-12-31T12:00:00Z", firing.Sentence);
        Assert.Equal(365, (await FiredAsync(store)).Count);
        Assert.Equal(0, await FiringsOf(store).LookAsync(None));
    }

    [Fact]
    public async Task The_events_of_a_firing_are_its_own_newest_first_page_by_page()
    {
        using var store = await TestStore.CreateAsync(time: _time);
        await WatchesOf(store).AddAsync(new WatchDraft("pushes", "action:PutImage", null, false), None);
        for (var i = 0; i < 2; i++)
        {
            await store.ImportAsync(new FakeObject("o" + i, [.. Enumerable.Range(i * 10, 7).Select(number => Some.Record(number, $"2026-10-01T12:00:{number:00}Z"))]));
            await FiringsOf(store).LookAsync(None);
            _time.Advance(WatchRule.Pause);
        }

        var firings = FiringsOf(store);
        var first = (await firings.NewestAsync(10, None))[1];
        var page = await firings.EventsAsync(first.Id, null, 4, None);
        var rest = await firings.EventsAsync(first.Id, page.Next, 4, None);
        Assert.Null(rest.Next);
        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(Some.Guid), page.Events.Concat(rest.Events).Select(stored => stored.Event.EventId));

        // What is removed from the store is no longer among them, and the rest is.
        store.Change("DELETE FROM events WHERE key IN (SELECT max(key) FROM events)");
        Assert.Equal(6, (await firings.EventsAsync((await firings.NewestAsync(1, None))[0].Id, null, 100, None)).Events.Count);
    }

    [Fact]
    public async Task Within_five_minutes_what_comes_waits_and_is_told_together()
    {
        using var store = await TestStore.CreateAsync(time: _time);
        await WatchesOf(store).AddAsync(new WatchDraft("all", "", null, false), None);
        var firings = FiringsOf(store);
        for (var i = 0; i < 4; i++)
        {
            await store.ImportAsync(new FakeObject("o" + i, Some.Record(i)));
            Assert.Equal(i == 0 ? 1 : 0, await firings.LookAsync(None));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await firings.LookAsync(None));
        Assert.Equal([3L, 1L], (await firings.NewestAsync(10, None)).Select(firing => firing.Count));
    }

    [Fact]
    public async Task What_was_young_enough_when_it_came_is_told_though_the_watch_rested_meanwhile()
    {
        using var store = await TestStore.CreateAsync(time: _time);
        await WatchesOf(store).AddAsync(new WatchDraft("fresh", "", TimeSpan.FromMinutes(10), false), None);
        var firings = FiringsOf(store);
        await store.ImportAsync(new FakeObject("first", Some.Record(1, ViewText(_time.GetUtcNow()))));
        Assert.Equal(1, await firings.LookAsync(None));

        _time.Advance(TimeSpan.FromMinutes(1));
        await store.ImportAsync(new FakeObject("second", Some.Record(2, ViewText(_time.GetUtcNow().AddMinutes(-8)))));
        _time.Advance(WatchRule.Pause);
        Assert.Equal(1, await firings.LookAsync(None));
        Assert.Contains(Some.Guid(2), await FiredAsync(store));
    }

    [Fact]
    public async Task A_back_test_says_what_a_watch_fires_when_events_come_at_their_own_times()
    {
        var random = new Random(7);
        var seconds = Enumerable.Range(0, 120).Select(_ => random.Next(0, 14_400)).Order().ToList();
        var start = _time.GetUtcNow();
        using var store = await TestStore.CreateAsync(time: _time);
        await WatchesOf(store).AddAsync(new WatchDraft("deletions", "action:DeleteRepository", TimeSpan.FromHours(1), false), None);
        var firings = FiringsOf(store);
        var (looked, due) = (0, -1);
        for (var second = 0; second <= 14_400 + (int)WatchRule.Pause.TotalSeconds; second++)
        {
            var come = seconds.Select((at, number) => (at, number)).Where(pair => pair.at == second).ToList();
            if (come.Count > 0)
            {
                await store.ImportAsync(new FakeObject("o" + second, [.. come.Select(pair => Some.Record(pair.number, ViewText(start.AddSeconds(second)), action: IsDeletion(pair.number) ? "DeleteRepository" : "PutImage"))]));
            }

            // Between these a look would find nothing: nothing has come, and no watch has waited long enough.
            if ((come.Count > 0 || second == due) && await firings.LookAsync(None) > 0)
            {
                (looked, due) = (looked + 1, second + (int)WatchRule.Pause.TotalSeconds);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(FilterParser.TryParse("action:DeleteRepository", out var filter, out _));
        var test = await WatchesOf(store).TestAsync(filter, start, _time.GetUtcNow(), None);
        Assert.Equal((looked, seconds.Where((_, number) => IsDeletion(number)).Count()), ((int)test.Firings, (int)test.Events));
        Assert.True(looked > 10, $"Only {looked} firings tell nothing.");
        Assert.Equal(0, (await WatchesOf(store).TestAsync(filter, start.AddDays(-1), start, None)).Events);
    }

    [Fact]
    public async Task Events_that_are_older_than_a_watch_wants_do_not_count()
    {
        using var store = await TestStore.CreateAsync(time: _time);
        await WatchesOf(store).AddAsync(new WatchDraft("fresh", "", TimeSpan.FromHours(24), false), None);
        var now = _time.GetUtcNow();
        await store.ImportAsync(new FakeObject("o", Some.Record(1, ViewText(now.AddHours(-23))), Some.Record(2, ViewText(now.AddHours(-25)))));
        await FiringsOf(store).LookAsync(None);
        Assert.Equal([Some.Guid(1)], await FiredAsync(store));
    }

    [Fact]
    public async Task A_filter_of_more_conditions_than_the_database_takes_finds_the_same()
    {
        using var store = await TestStore.CreateAsync(time: _time);
        var filter = string.Join(" OR ", Enumerable.Range(0, 150).Select(i => $"(user:alice{(i == 0 ? "" : i)} action:Put*)")) + " OR time>=2100-01-01";
        await WatchesOf(store).AddAsync(new WatchDraft("many", filter, null, false), None);
        await store.ImportAsync(new FakeObject("o", Some.Record(1), Some.Record(2, action: "DeleteRepository")));
        await FiringsOf(store).LookAsync(None);
        Assert.Equal([Some.Guid(1)], await FiredAsync(store));
    }

    [Fact]
    public async Task A_watch_that_was_off_looks_only_at_what_comes_after_it_is_switched_on()
    {
        using var store = await TestStore.CreateAsync(time: _time);
        var watches = WatchesOf(store);
        var watch = (await watches.AddAsync(new WatchDraft("all", "", null, false), None))!;
        await watches.SwitchAsync(watch.Id, on: false, None);
        await store.ImportAsync(new FakeObject("a", Some.Record(1)));
        Assert.Equal(0, await FiringsOf(store).LookAsync(None));
        await watches.SwitchAsync(watch.Id, on: true, None);
        await store.ImportAsync(new FakeObject("b", Some.Record(2), Some.Record(1)));
        Assert.Equal(1, await FiringsOf(store).LookAsync(None));
        Assert.Equal([Some.Guid(2)], await FiredAsync(store));
        await watches.DeleteAsync(watch.Id, None);
        Assert.Empty(await watches.AllAsync(None));
        Assert.Single(await FiringsOf(store).NewestAsync(10, None));
    }

    [Fact]
    public async Task Two_processes_that_look_at_once_note_an_event_once()
    {
        using var store = await TestStore.CreateAsync(time: _time);
        using var other = new TestStore(store.Folder, time: _time);
        await WatchesOf(store).AddAsync(new WatchDraft("all", "", null, false), None);
        await store.ImportAsync(new FakeObject("o", Some.Record(1)));
        var fired = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => FiringsOf(i % 2 == 0 ? store : other).LookAsync(None)));
        Assert.Equal(1, fired.Sum());
        Assert.Single(await FiredAsync(store));
    }

    [Fact]
    public async Task What_was_looked_at_is_no_longer_new()
    {
        using var store = await TestStore.CreateAsync(time: _time);
        for (var i = 0; i < 3; i++)
        {
            await WatchesOf(store).AddAsync(new WatchDraft("all" + i, "", null, false), None);
        }

        await store.ImportAsync(new FakeObject("o", Some.Record(1)));
        var firings = FiringsOf(store);
        Assert.Equal(3, await firings.LookAsync(None));
        Assert.Equal(3, await firings.UnseenAsync(None));
        var newest = (await firings.NewestAsync(1, None))[0];
        await firings.SeeAsync(newest.Id, None);
        Assert.Equal(2, await firings.UnseenAsync(None));
        Assert.True((await firings.FindAsync(newest.Id, None))!.IsSeen);
        await firings.SeeAsync(null, None);
        Assert.Equal(0, await firings.UnseenAsync(None));
        Assert.Null(await firings.FindAsync(99, None));
    }

    [Theory]
    [InlineData("record:x")]
    [InlineData("actor:x")]
    [InlineData("colour:red")]
    public async Task No_watch_is_made_of_a_filter_that_cannot_be_watched(string filter)
    {
        using var store = await TestStore.CreateAsync(time: _time);
        await Assert.ThrowsAsync<ArgumentException>(() => WatchesOf(store).AddAsync(new WatchDraft("x", filter, null, false), None));
    }

    internal static Watches WatchesOf(TestStore store) => new(store.Database, new(), store.Time);

    internal static Firings FiringsOf(TestStore store) => new(store.Database, new(), store.Time);

    private static bool IsDeletion(int number) => number % 3 == 0;

    // The same event in other bytes, of which another sorts first: the store shows that one from then on.
    private static string Written(int number)
    {
        var (of, how) = (number % 20, number / 20);
        var json = Some.Record(of, $"2026-{1 + (of % 6):00}-01T12:00:{of:00}Z", action: IsDeletion(of) ? "DeleteRepository" : "PutImage");
        return how switch { 0 => json, 1 => "{ " + json[1..], _ => "{\n" + json[1..] };
    }

    private static string ViewText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    // The ids of the events of all firings: twice where an event fired twice.
    private static async Task<List<string>> FiredAsync(TestStore store)
    {
        var (firings, ids) = (FiringsOf(store), new List<string>());
        foreach (var firing in await firings.NewestAsync(1_000, None))
        {
            var page = await firings.EventsAsync(firing.Id, null, 1_000, None);
            Assert.Equal(firing.Count, page.Events.Count);
            ids.AddRange(page.Events.Select(stored => stored.Event.EventId));
        }

        return ids;
    }
}
