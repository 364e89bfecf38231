using System.Text.Json;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;
using TrailBoard.Tests.Columns;

namespace TrailBoard.Tests;

/// <summary>Rows that are read by their keys past EF Core are those that EF Core reads.</summary>
public sealed class RowReadingTests
{
    [Fact]
    public async Task Any_keys_give_what_the_database_gives_for_them()
    {
        using var store = await TestStore.CreateAsync();
        var varied = new Random(4);
        await store.ImportAsync(new FakeObject("varied", [.. Enumerable.Range(0, 900).Select(id => new VariedDelivery(
            id, varied.Next(6), varied.Next(86_400), varied.Next(12), varied.Next(21), varied.Next(16), varied.Next(10), varied.Next(4)).Json)]));
        var reading = new RowReading();
        await store.Database.ReadAsync(
            async context =>
            {
                var dictionaries = await new Terms().AsOfAsync(context, CancellationToken.None);
                var all = new Dictionary<long, EventRow>();
                await foreach (var row in context.Events.AsAsyncEnumerable())
                {
                    all.Add(row.Key, row);
                }

                var (random, keys) = (new Random(9), all.Keys.Order().ToArray());
                for (var round = 0; round < 200; round++)
                {
                    // Dense, sparse, one, none, all, and keys that are not there: before the first, between two, behind the last.
                    var share = round % 4 == 0 ? 1 : random.NextDouble() * random.NextDouble();
                    List<long> sought = [.. keys.Where(_ => random.NextDouble() < share)];
                    sought.AddRange(sought.Where(_ => random.Next(9) == 0).Select(key => key + random.Next(-1, 2)).Append(keys[0] - 5).Append(keys[^1] + 5).ToList());
                    sought = [.. sought.Distinct().OrderDescending()];
                    var read = reading.Read(context, sought, dictionaries);
                    Assert.Equal(sought.Where(all.ContainsKey), read.Select(pair => pair.Row.Key));
                    Assert.All(read, pair =>
                    {
                        Assert.Equal(all[pair.Row.Key], pair.Row);
                        Assert.Equal(JsonSerializer.Serialize(EventColumns.Decode(all[pair.Row.Key], dictionaries)), JsonSerializer.Serialize(pair.Event));
                    });
                }

                return 0;
            },
            CancellationToken.None);
    }

    [Fact]
    public async Task The_events_at_places_are_those_of_a_list_newest_first_and_each_once()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("some", [.. Enumerable.Range(0, 20).Select(i => Some.Record(i))]));
        var all = await store.Queries.ListAsync(EventQuery.All, CancellationToken.None);

        var read = await store.Queries.AtAsync([all[7].Cursor, all[3].Cursor, all[7].Cursor, new EventCursor(all[0].Cursor.Value + 1)], CancellationToken.None);

        Assert.Equal(JsonSerializer.Serialize(new[] { all[3], all[7] }), JsonSerializer.Serialize(read));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(7, 9)]
    [InlineData(19, 19)]
    public async Task The_neighbours_of_an_event_are_those_next_to_it_in_the_list(int newest, int oldest)
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("some", [.. Enumerable.Range(0, 20).Select(i => Some.Record(i))]));
        var all = await store.Queries.ListAsync(EventQuery.All, CancellationToken.None);

        var near = await store.Queries.NeighboursAsync(all[newest].Cursor, all[oldest].Cursor, CancellationToken.None);

        Assert.Equal(JsonSerializer.Serialize(all.ElementAtOrDefault(newest - 1)), JsonSerializer.Serialize(near.Newer));
        Assert.Equal(JsonSerializer.Serialize(all.ElementAtOrDefault(oldest + 1)), JsonSerializer.Serialize(near.Older));
    }

    [Fact]
    public async Task Events_that_share_a_caller_have_the_same_one()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("some", [.. Enumerable.Range(0, 20).Select(i => Some.Record(i))]));
        await store.RunColumnsAsync();
        var events = await store.Queries.ListAsync(EventQuery.All, CancellationToken.None);
        Assert.Equal(20, events.Count);
        Assert.All(events, stored => Assert.Same(events[0].Event.Actor, stored.Event.Actor));
    }

    [Fact]
    public void A_code_is_found_until_another_takes_its_place()
    {
        var recent = new RecentCodes<string>(4);
        recent.Add(1, "one");
        recent.Add(-2, "minus two");
        Assert.Equal(("one", "minus two"), (recent.Find(1), recent.Find(-2)));
        recent.Add(5, "five");
        Assert.Equal((null, "five"), (recent.Find(1), recent.Find(5)));
    }
}
