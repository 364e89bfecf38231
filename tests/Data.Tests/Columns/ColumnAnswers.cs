using System.Diagnostics;
using System.Text.Json;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests.Columns;

/// <summary>Some questions, and answers to them as text that can be compared.</summary>
internal static class ColumnAnswers
{
    public static readonly EventQuery[] Queries =
    [
        EventQuery.All,
        new(FilterParser.Parse("error:*"), TimeRange.All),
        new(FilterParser.Parse("-service:ecr readonly:true"), TimeRange.All),
        new(FilterParser.Parse("resource:*bucket1 OR user:person*"), TimeRange.All),
        new(FilterParser.Parse("eventId:*4 identity:*"), TimeRange.All),
        new(FilterParser.Parse("action:Act1*"), new TimeRange(At("2026-09-28T12:00:00Z"), At("2026-10-02T06:00:00Z"))),
    ];

    public static VariedDelivery Delivery(Random random) => new(
        random.Next(300), random.Next(6), random.Next(86_400), random.Next(12), random.Next(21), random.Next(16), random.Next(10), random.Next(4));

    public static async Task<string> AnswerAsync(EventQueries queries, int question)
    {
        var (query, none) = (Queries[question / 3], CancellationToken.None);
        return (question % 3) switch
        {
            0 => JsonSerializer.Serialize(await queries.GroupAsync(new GroupQuery(query, EventFields.All.Where(field => field.IsGroupable).ElementAt(question % 21), 20, 5), none)),
            1 => JsonSerializer.Serialize(await queries.HistogramAsync(query, 20, none)),
            // That an id is in conflict is read from the row when it is shown, and may be known a commit earlier.
            _ => string.Join('\n', (await queries.PageAsync(query, null, 30, none)).Events.Select(stored => TestStore.Describe(stored.Event with { Flags = stored.Event.Flags & (Core.Events.EventFlags)Slice.Flags }))),
        };
    }

    public static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Wait.Long, "It did not come.");
            await Task.Delay(50);
        }
    }

    public static DateTimeOffset At(string time) => DateTimeOffset.Parse(time);
}
