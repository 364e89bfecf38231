using TrailBoard.Core.Activities;
using TrailBoard.Core.Views;
using Xunit.Abstractions;

namespace TrailBoard.Core.Tests.Activities;

/// <summary>Registries into which much is pushed, folded: what the trail's ledger says was pushed is what is told.</summary>
public sealed class PushFoldTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1_200)]
    [InlineData(2, 1_200)]
    [InlineData(3, 1_200)]
    [InlineData(4, 20)]
    public void Nine_rows_in_ten_are_folded_away_and_every_event_is_in_one_activity(int seed, double pace)
    {
        var (events, ledger) = Read(seed, pace, 12_000);
        var activities = ActivityFold.All(events);
        output.WriteLine($"{events.Count} events of {ledger.Count} pushes, {activities.Count} activities: "
            + string.Join(", ", activities.CountBy(activity => activity.Kind).OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}")));
        Assert.Equal(Ids(events), Ids(activities.SelectMany(activity => activity.Events)));
        Assert.True(activities.Count <= events.Count / 10, $"{activities.Count} rows of {events.Count} events");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_push_of_the_ledger_is_one_activity_and_nothing_else_is_one(int seed)
    {
        var (events, ledger) = Read(seed, pace: 1_200, 12_000);
        Assert.All(events.CountBy(stored => stored.Event.Time.UtcDateTime.Date), day => Assert.InRange(day.Value, 1, FoldSpan.Aim));
        var page = await new ActivityQueries(new ListedQueries(events)).PageAsync(EventQuery.All, after: null, events.Count, CancellationToken.None);
        var pushes = page.Rows.Where(row => row.Activity.Kind == ActivityKind.Push).ToDictionary(row => row.Activity.Headline.Event.EventId);
        Assert.Equal(ledger.Count, pushes.Count);
        Assert.All(ledger, pushed =>
        {
            var (activity, sentence) = pushes[pushed.Ids[^1]];
            var steps = activity.Events.Where(stored => !stored.Event.Action!.StartsWith("Describe", StringComparison.Ordinal) && stored.Event.Action != "GetAuthorizationToken").ToList();
            Assert.Equal(pushed.Ids.Order(StringComparer.Ordinal), Ids(steps));
            Assert.All(activity.Events, stored => Assert.Equal(pushed.AccessKey, stored.Event.AccessKey));
            Assert.Contains(pushed.Digest, activity.Headline.Event.Resources);
            Assert.Equal(pushed.Repository, sentence.Resource);
            Assert.Contains($" {pushed.Repository}:{pushed.Tags[^1]} ", sentence.ToString(), StringComparison.Ordinal);
            Assert.Contains(pushed.Layers is { } layers ? $"({layers} layers, " : "", sentence.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Whatever_was_refused_is_a_row_that_says_so()
    {
        var (events, _) = Read(1, pace: 1_200, 12_000);
        var refused = ActivityFold.All(events).Where(activity => activity.Outcome != ActivityOutcome.Succeeded).ToList();
        Assert.Equal(Ids(events.Where(stored => stored.Event.IsError)), Ids(refused.SelectMany(activity => activity.Events)));
        Assert.True(refused.Count > 10);
    }

    private static (List<StoredEvent> Events, List<Pushed> Ledger) Read(int seed, double pace, int atLeast)
    {
        var (events, ledger) = (new List<StoredEvent>(), new List<Pushed>());
        foreach (var scene in new PushTrail(seed, new(2026, 10, 5, 6, 0, 0, DateTimeKind.Utc), pace).Tell())
        {
            events.AddRange(scene.Records.Select(Some.Read).Select(record => new StoredEvent(Some.Place(record.Event.Time, record.ContentHash), record.Event, record.Json)));
            ledger.AddRange(scene.Pushes);
            if (events.Count >= atLeast)
            {
                break;
            }
        }

        return (events, ledger);
    }

    private static List<string> Ids(IEnumerable<StoredEvent> events) => [.. events.Select(stored => stored.Event.EventId).Order(StringComparer.Ordinal)];
}
