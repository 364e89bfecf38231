using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

public sealed class EventIdSetTests
{
    [Fact]
    public void Every_id_is_found_in_its_second_however_large_the_set_grows()
    {
        var (set, random, all) = (new EventIdSet(), new Random(7), new List<(EventIdBits Id, long Key)>());
        for (var i = 0; i < 200_000; i++)
        {
            all.Add((new EventIdBits(random.NextInt64(), random.NextInt64()), random.NextInt64(-1L << 61, 1L << 61)));
            set.Add(all[i].Id, all[i].Key);
        }

        var seconds = new long[EventIdSet.MaxFound];
        Assert.All(all, one => Assert.Contains(one.Key >> 31 << 31, seconds[..set.Find(one.Id, seconds)]));
        var strangers = Enumerable.Range(0, 10_000).Count(_ => set.Find(new EventIdBits(random.NextInt64(), random.NextInt64()), seconds) > 0);
        Assert.InRange(strangers, 0, 100);
    }

    [Fact]
    public void An_id_of_very_many_seconds_is_found_in_some_and_hides_no_other()
    {
        var (set, seconds, often) = (new EventIdSet(), new long[EventIdSet.MaxFound], new EventIdBits(1, 2));
        for (var i = 0; i < 10_000; i++)
        {
            set.Add(often, i * EventKey.Second);
            set.Add(new EventIdBits(i, -i), EventKey.Second);
        }

        Assert.Equal(EventIdSet.MaxFound, set.Find(often, seconds));
        Assert.All(Enumerable.Range(0, 10_000), i => Assert.Contains(EventKey.Second, seconds[..set.Find(new EventIdBits(i, -i), seconds)]));
    }
}
