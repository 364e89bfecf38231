using TrailBoard.Core.Demo;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Tests.Things;

/// <summary>The newest records of a question, and what is told of repositories by them and by rows, from the real store.</summary>
public sealed class NewestRecordsTests
{
    private static readonly DateTimeOffset End = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_newest_records_are_those_with_which_an_export_begins_and_whether_there_are_older_ones_is_said()
    {
        using var store = await MonthAsync(2_000);
        foreach (var queries in new[] { store.Queries, store.Sql })
        {
            foreach (var filter in new[] { "", "service:ecr", "action:PutImage", "repository:shop/*", "record:*sha256*", "action:NeverSeen" })
            {
                var query = new EventQuery(FilterParser.Parse(filter), TimeRange.All);
                var all = new List<StoredEvent>();
                await foreach (var stored in queries.ExportAsync(query, CancellationToken.None))
                {
                    all.Add(stored with { Record = stored.Record.ToArray() });
                }

                foreach (var limit in new[] { 1, 7, Math.Max(1, all.Count - 1), Math.Max(1, all.Count), all.Count + 1, 5_000 })
                {
                    var newest = await queries.NewestAsync(query, limit, CancellationToken.None);
                    Assert.Equal(all.Take(limit).Select(Shown), newest.Events.Select(Shown));
                    Assert.Equal(all.Count > limit, newest.IsCut);
                    Assert.Equal(all.Count > limit ? all[limit - 1].Cursor : null, newest.Cut?.Cursor);
                }
            }
        }
    }

    [Fact]
    public async Task What_is_told_of_every_repository_by_rows_of_the_store_is_what_its_records_tell()
    {
        using var store = await MonthAsync(20_000);
        var (told, tags) = (0, 0);
        foreach (var repository in (await store.Queries.GroupAsync(new GroupQuery(EventQuery.All, EventFields.Repository, 500), CancellationToken.None)).Groups.Select(group => group.Value))
        {
            var filter = FilterEdit.Leaf(EventFields.Repository, repository);
            var records = new List<StoredEvent>();
            await foreach (var stored in store.Queries.ExportAsync(new EventQuery(FilterParts.And(filter, RepositoryQueries.Changes), TimeRange.All), CancellationToken.None))
            {
                records.Add(stored with { Record = stored.Record.ToArray() });
            }

            var wanted = RepositoryStory.Of(records);
            foreach (var queries in new[] { store.Queries, store.Sql })
            {
                var found = await new RepositoryQueries(queries).ReadAsync(new(filter, TimeRange.All), RepositoryQueries.MostTimes, CancellationToken.None);
                Assert.Equal((null, null), (found.TagsBack, found.OthersBack));
                Assert.Equal(Told(wanted), Told(found.Stories));
            }

            (told, tags) = (told + wanted.Count, tags + wanted.Sum(story => story.Tags.Count));
        }

        Assert.True(told > 5 && tags > 50, $"{told} repositories with {tags} tags");
    }

    private static string Shown(StoredEvent stored) => $"{stored.Cursor} {stored.Event.EventId} {stored.Event.Who} {Convert.ToBase64String(stored.Record.Span)}";

    private static string Told(IReadOnlyList<RepositoryStory> stories) => string.Join('\n', stories.SelectMany(story =>
        story.Tags.SelectMany(tag => tag.Moves.Select(move => $"{story.Repository} {tag.Tag} {move.Kind} {move.Digest} {move.Before} {move.By.Event.EventId} {move.By.Event.Who} {move.Rule}"))
            .Concat(story.Policies.Select(policy => $"{policy.Set.Kind} {policy.Set.Text} {policy.Before?.Text}"))
            .Concat(story.Changes.Select(change => $"{change.GetType().Name} {change.By.Cursor}"))));

    private static async Task<TestStore> MonthAsync(int events)
    {
        var store = await TestStore.CreateAsync();
        using var feed = new ImportFeed(store.Time);
        await new ImportRun(store.Writer, store.Ledger, new TrailObjectReader(store.Time), feed, new ImportOptions(), store.Time).RunAsync(new DemoTrail(events, 7, End), "demo", null, CancellationToken.None);
        await store.RunColumnsAsync();
        return store;
    }
}
