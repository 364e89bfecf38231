using TrailBoard.Core.Search;
using TrailBoard.Core.Watching;

namespace TrailBoard.Tests.Watching;

/// <summary>How often a watch fires, and what can be watched.</summary>
public sealed class FiringCountTests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", 0)]
    [InlineData("0", 1)]
    [InlineData("0 0 0", 1)]
    [InlineData("0 299", 2)]
    [InlineData("0 299 300", 2)]
    [InlineData("0 299 301", 3)]
    [InlineData("0 10 20 30", 2)]
    [InlineData("0 300 600", 3)]
    [InlineData("0 100 400 700", 4)]
    [InlineData("0 10 650", 3)]
    [InlineData("0 10 599 600", 3)]
    public void A_watch_fires_at_once_and_then_for_all_that_came_within_five_minutes(string seconds, long firings)
    {
        var count = new FiringCount();
        var times = seconds.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var second in times)
        {
            count.Add(Start.AddSeconds(int.Parse(second)));
        }

        Assert.Equal((firings, times.Length), (count.Firings, count.Events));
    }

    [Theory]
    [InlineData("action:PutImage -user:alice", null)]
    [InlineData("", null)]
    [InlineData("alice", null)]
    [InlineData("record:secret", "record")]
    [InlineData("action:PutImage (user:a OR -req.x:1)", "record")]
    [InlineData("-actor:bob", "who really acted")]
    public void What_a_watch_cannot_look_for_is_refused_with_the_reason(string filter, string? reason)
    {
        Assert.True(FilterParser.TryParse(filter, out var parsed, out _));
        var refusal = WatchRule.Refusal(parsed);
        if (reason is null)
        {
            Assert.Null(refusal);
        }
        else
        {
            Assert.Contains(reason, refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_delivery_is_tried_ever_more_rarely_and_then_given_up()
    {
        var waits = Enumerable.Range(1, DeliveryPace.Attempts).Select(DeliveryPace.After).ToList();
        Assert.Null(waits[^1]);
        Assert.All(waits.SkipLast(1).Zip(waits.Skip(1).SkipLast(1)), pair => Assert.True(pair.First < pair.Second));
    }
}
