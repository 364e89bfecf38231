using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

public sealed class EventIdSetTests
{
    private const int MostTimes = 64;

    private readonly long[] _times = new long[EventIdSet.MaxFound];

    // Few ids, so that they come again, at times that are near one another, 34 years apart or anywhere that a key can be.
    private static readonly Gen<(EventIdBits Id, long Key)[]> Additions = Gen.NonEmptyListOf(
        from id in Gen.Choose(0, 20)
        from near in Gen.Choose(0, 300)
        from hash in Gen.Choose(0, int.MaxValue)
        from key in Gen.Frequency(
            (6, Gen.Constant(((500_000_000L + near) << 31) | (uint)hash)),
            (2, Gen.Constant((((near % 9) - 4L) << 61) + hash)),
            (1, Gen.Elements(long.MinValue, long.MinValue + hash, long.MaxValue - EventKey.Second, -1L, 0L)))
        select (new EventIdBits(id, ~id), key)).Select(additions => additions.ToArray());

    [Fact]
    public void An_id_is_found_in_all_of_its_times_and_in_no_other_than_those_that_come_again_with_them() => Prop.ForAll(Arb.From(Additions), additions =>
    {
        var set = new EventIdSet();
        var known = new Dictionary<EventIdBits, HashSet<long>>();
        foreach (var (id, key) in additions)
        {
            set.Add(id, key);
            if (!known.TryGetValue(id, out var keys))
            {
                known[id] = keys = [];
            }

            keys.Add(key);
        }

        foreach (var (id, keys) in known)
        {
            var found = TimesOf(set, id);
            Assert.All(keys, key => Assert.Contains(found, first => first <= key && key < EventIdSet.After(first)));

            // A time is about a minute, and one of eight is that of the key.
            var times = keys.Select(key => (key >> 37) & 0xffffff).Distinct().Count();
            Assert.Equal(times * 8, found.Distinct().Count());
            Assert.All(found, first => Assert.Contains(keys, key => (((key >> 37) - (first >> 37)) & 0xffffff) == 0));
        }

        Assert.Empty(TimesOf(set, new EventIdBits(-1, -1)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_id_is_found_however_large_the_set_grows_and_an_event_takes_at_most_nine_bytes()
    {
        const int events = 3_000_000;
        var (set, random, all) = (new EventIdSet(), new Random(7), new List<(EventIdBits Id, long Key)>(events / 50));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < events; i++)
        {
            var one = (Id: new EventIdBits(random.NextInt64(), random.NextInt64()), Key: random.NextInt64(long.MinValue, long.MaxValue));
            set.Add(one.Id, one.Key);
            if (i % 97 == 0)
            {
                all.Add(one);
            }
        }

        // All that was ever allocated: nothing is thrown away.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)events, 6, 9);
        Assert.All(all, one => Assert.Contains(TimesOf(set, one.Id), first => first <= one.Key && one.Key < EventIdSet.After(first)));
        var strangers = Enumerable.Range(0, 100_000).Count(_ => set.Find(new EventIdBits(random.NextInt64(), random.NextInt64()), _times) > 0);
        Assert.InRange(strangers, 0, 100);
    }

    [Fact]
    public void An_id_of_very_many_times_is_found_in_some_and_hides_no_other()
    {
        var (set, often) = (new EventIdSet(), new EventIdBits(1, 2));
        for (var i = 0; i < 10_000; i++)
        {
            set.Add(often, i * 64 * EventKey.Second);
            set.Add(new EventIdBits(i, -i), EventKey.Second);
        }

        Assert.Equal(MostTimes * 8, TimesOf(set, often).Count);
        Assert.All(Enumerable.Range(0, 10_000), i => Assert.Contains(0, TimesOf(set, new EventIdBits(i, -i))));
    }

    private List<long> TimesOf(EventIdSet set, EventIdBits id) => [.. _times[..set.Find(id, _times)]];
}
