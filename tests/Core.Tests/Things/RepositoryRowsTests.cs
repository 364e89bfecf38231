using System.Text;
using System.Text.Json.Nodes;
using TrailBoard.Core.Search;
using TrailBoard.Core.Tests.Activities;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;
using static TrailBoard.Tests.RegistryTrail;

namespace TrailBoard.Core.Tests.Things;

/// <summary>Pushes and scans told by rows, all else by records: the same story as by records alone, and further back.</summary>
public sealed class RepositoryRowsTests
{
    private const string Other = "444455556666";

    [Theory]
    [InlineData(6_000, 1)]
    [InlineData(20_000, 7)]
    public async Task Every_repository_of_the_demo_month_is_told_as_by_its_records(int events, int seed) => await SameAsync(await DemoEvents.ReadAsync(events, seed));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Registries_into_which_much_is_pushed_are_told_as_by_their_records_of_which_none_is_read(int seed)
    {
        var events = new PushTrail(seed, new DateTime(2026, 10, 1, 1, 0, 0, DateTimeKind.Utc), pace: 1_200).Tell().Take(150).SelectMany(scene => scene.Records)
            .Select(json => (Json: json, Read: Some.Read(json))).Select(one => new StoredEvent(Some.Place(one.Read.Event.Time, one.Read.ContentHash), one.Read.Event, Encoding.UTF8.GetBytes(one.Json)));

        Assert.Equal(0, await SameAsync([.. events]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whatever_was_done_in_whichever_order_the_story_is_that_of_the_records(int seed)
    {
        var random = new Random(seed);
        var events = Enumerable.Range(0, 300).SelectMany(minute => random.Next(12) switch
        {
            0 => [Delete(minute, [(random.Next(9), null)])],
            1 => [Delete(minute, [(null, "v" + random.Next(5))])],
            2 => [Expire(minute, "two weeks", (random.Next(9), ["v" + random.Next(5)]))],
            3 => [Ecr(minute, "SetRepositoryPolicy", new() { ["policyText"] = $$"""{"n":{{minute}}}""" })],
            4 => [Named(Ecr(minute, "StartImageScan", new() { ["imageId"] = new JsonObject { ["imageDigest"] = Digest(random.Next(9)), ["imageTag"] = "v" + random.Next(5) } }))],
            5 => [Named(Ecr(minute, random.Next(5) == 0 ? "DeleteRepository" : "CreateRepository", []))],
            6 => Copies(minute, "v" + random.Next(5), random.Next(9), random),
            7 => [Named(Put(minute, null, random.Next(9)))],
            8 => [Put(minute, "v" + random.Next(5), random.Next(9))],
            9 => [Named(Put(minute, "v" + random.Next(5), random.Next(9), account: Other))],
            _ => new[] { Named(Put(minute, "v" + random.Next(5), random.Next(9))) },
        }).ToList();

        Assert.True(await SameAsync(events) < events.Count);
    }

    [Fact]
    public async Task A_push_from_another_account_that_two_trails_tell_of_is_one_however_little_one_of_them_says()
    {
        var (own, foreign) = (Named(Put(1, "v1", 1), shared: "s1"), Named(Ecr(1, "PutImage", new() { ["registryId"] = Account }, account: Other), owner: Account, shared: "s1"));

        var story = Assert.Single((await ReadAsync([own, foreign, Named(Put(9, "v2", 2))])).Stories);

        Assert.Equal(2, story.Changes.Count);
        await SameAsync([own, foreign, Named(Put(9, "v2", 2))]);
    }

    [Fact]
    public async Task A_push_whose_row_names_no_image_or_two_is_told_by_its_record()
    {
        var cut = Named(Ecr(1, "PutImage", new() { ["imageTag"] = "v1" }));
        var both = Named(Put(2, "v1", 1), change: record => record["requestParameters"]!["imageDigest"] = Digest(7));

        Assert.Equal(2, await SameAsync([cut, both]));
        var moves = Assert.Single(Assert.Single((await ReadAsync([cut, both])).Stories).Tags).Moves;
        Assert.Equal([null, Digest(1)], moves.Select(move => move.Digest));
    }

    [Fact]
    public async Task A_push_that_failed_is_none()
    {
        var failed = Named(Put(1, "v1", 1), change: record => record["errorCode"] = "ImageTagAlreadyExistsException");

        Assert.Empty(RegistryRows.Read([failed]).Told);
        Assert.Empty((await ReadAsync([failed])).Stories);
    }

    [Fact]
    public async Task However_many_pushes_there_are_a_policy_a_setting_and_an_expiry_from_before_them_are_told_and_tags_from_the_oldest_push_on()
    {
        StoredEvent[] rare =
        [
            Ecr(0, "CreateRepository", new() { ["imageTagMutability"] = "IMMUTABLE" }),
            Ecr(1, "SetRepositoryPolicy", new() { ["policyText"] = "{}" }), Expire(2, "two weeks", (1, ["v1"]), (2, ["v2"])),
        ];

        // After the expiry and before the oldest push that is told, v1 came back: nothing may say that it is gone.
        var pushes = Enumerable.Range(10, RepositoryQueries.FirstPushes + 3).Select(minute => Named(Put(minute, minute == 11 ? "v1" : "w" + minute % 7, minute)));
        var found = await ReadAsync([.. rare, .. pushes]);

        var story = Assert.Single(found.Stories);
        Assert.Equal((Noon.AddMinutes(13), null), (found.TagsBack, found.OthersBack));
        Assert.Single(story.Policies);
        Assert.Equal("IMMUTABLE", Assert.Single(story.Settings).Value);
        Assert.NotNull(story.Created);
        Assert.Equal(["v1", "v2"], Assert.Single(story.Changes.OfType<RegistryChange.ImagesExpired>()).Images.SelectMany(image => image.Tags));
        Assert.All(story.Tags, tag => Assert.StartsWith("w", tag.Tag, StringComparison.Ordinal));
        Assert.Equal(RepositoryQueries.FirstPushes, story.Tags.Sum(tag => tag.Moves.Count));
    }

    [Fact]
    public async Task Of_very_many_other_changes_the_newest_are_told_and_tags_only_as_far_back_as_they()
    {
        StoredEvent[] pushes = [Named(Put(0, "gone", 1)), Named(Put(5_000, "v1", 2))];
        var rare = Enumerable.Range(1, RepositoryQueries.FirstOthers + 4).Select(minute => minute == 1 ? Delete(minute, [(1, null)]) : Ecr(minute, "TagResource", new() { ["n"] = minute }));
        var found = await ReadAsync([.. pushes, .. rare]);
        var further = await ReadAsync([.. pushes, .. rare], times: 2);

        Assert.Equal((Noon.AddMinutes(5), Noon.AddMinutes(5)), (found.TagsBack, found.OthersBack));
        Assert.Equal("v1", Assert.Single(Assert.Single(found.Stories).Tags).Tag);
        Assert.Equal((null, null), (further.TagsBack, further.OthersBack));
        Assert.Equal(["gone", "v1"], Assert.Single(further.Stories).Tags.Select(tag => tag.Tag));
    }

    private static async Task<RepositoryStories> ReadAsync(List<StoredEvent> events, int times = 1) =>
        await new RepositoryQueries(new ListedQueries(events)).ReadAsync(new(FilterEdit.Leaf(EventFields.Repository, "team/api"), TimeRange.All), times, CancellationToken.None);

    /// <summary>Compares the stories of all repositories, and says how many records of pushes and scans were read.</summary>
    private static async Task<long> SameAsync(List<StoredEvent> events)
    {
        var (read, told) = (0L, 0);
        foreach (var repository in events.SelectMany(stored => stored.Event.Repositories).Distinct(StringComparer.Ordinal))
        {
            var asked = new EventQuery(FilterEdit.Leaf(EventFields.Repository, repository), TimeRange.All);
            var queries = new ListedQueries(events);
            var stories = await new RepositoryQueries(queries).ReadAsync(asked, RepositoryQueries.MostTimes, CancellationToken.None);
            var records = events.Where(stored => FilterEvaluator.Matches(FilterParts.And(asked.Filter, RepositoryQueries.Changes), stored.Event, stored.Record)).ToList();

            Assert.Equal((null, null), (stories.TagsBack, stories.OthersBack));
            Assert.Equal(Told(RepositoryStory.Of(records)), Told(stories.Stories));
            read += queries.Records - records.Count(stored => !RegistryRows.Actions.Contains(stored.Event.Action));
            told += stories.Stories.Count;
        }

        Assert.True(told > 0);
        return read;
    }

    private static string Told(IReadOnlyList<RepositoryStory> stories) => string.Join('\n', stories.SelectMany(story =>
        story.Tags.SelectMany(tag => tag.Moves.Select(move => $"{story.Repository} {tag.Tag} {move.Kind} {move.Digest} {move.Before} {move.By.Cursor} {move.Rule}"))
            .Concat(story.Policies.Select(policy => $"{policy.Set.Kind} {policy.Set.Text} {policy.Before?.Text}"))
            .Concat(story.Settings.Select(setting => $"{setting}"))
            .Append($"{story.Created?.By.Cursor} {story.Deleted?.By.Cursor}")
            .Concat(story.Changes.Select(change => change switch
            {
                RegistryChange.ImagePut put => $"put {put.Tag} {put.Digest} {put.By.Cursor} {put.By.Event.EventId}",
                RegistryChange.ScanStarted scan => $"scan {scan.Tag} {scan.Digest} {scan.By.Cursor} {scan.By.Event.EventId}",
                _ => $"{change.GetType().Name} {change.By.Cursor}",
            }))));

    // A push into this registry by another account, as both trails have it; at times with less in the caller's than in the owner's.
    private static StoredEvent[] Copies(int minute, string tag, int digest, Random random)
    {
        var (own, theirs) = (Put(minute, tag, digest, user: "bob"), Put(minute, tag, digest));
        return
        [
            Named(own, shared: $"s{minute}"),
            Named(theirs, recipient: Other, shared: $"s{minute}", change: record =>
            {
                record["responseElements"] = random.Next(2) == 0 ? null : record["responseElements"]!.DeepClone();
                record["userIdentity"] = new JsonObject { ["type"] = "AWSAccount", ["accountId"] = Other };
            }),
        ];
    }

    /// <summary>The same with what records have: the ARN of the repository.</summary>
    private static StoredEvent Named(StoredEvent stored, string? owner = null, string? recipient = null, string? shared = null, Action<JsonObject>? change = null)
    {
        var record = JsonNode.Parse(stored.Record.Span)!.AsObject();
        owner ??= stored.Event.Account;
        record["resources"] = new JsonArray(new JsonObject { ["accountId"] = owner, ["ARN"] = $"arn:aws:ecr:{stored.Event.Region}:{owner}:repository/{stored.Event.Repositories[0]}" });
        if (recipient is not null)
        {
            record["recipientAccountId"] = recipient;
            record["eventID"] = record["eventID"]!.GetValue<string>()[..^1] + "f";
        }

        if (shared is not null)
        {
            record["sharedEventID"] = shared;
        }

        change?.Invoke(record);
        var bytes = Encoding.UTF8.GetBytes(record.ToJsonString());
        var read = Some.Read(Encoding.UTF8.GetString(bytes));
        return new(Some.Place(read.Event.Time, read.ContentHash), read.Event, bytes);
    }
}
