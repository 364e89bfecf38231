using TrailBoard.Core.Import;

namespace TrailBoard.Core.Tests.Import;

public sealed class ImportFeedTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_burst_gives_at_most_four_calls_a_second_and_one_after_the_last_change()
    {
        using var feed = new ImportFeed(_time);
        var seen = new List<int>();
        using var subscription = feed.Subscribe(() => seen.Add(feed.Current[0].FilesSettled));

        for (var i = 1; i <= 1000; i++)
        {
            feed.Publish(Progress(1) with { FilesSettled = i });
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(seen.Count, 4, 5);
        Assert.Equal(1000, seen[^1]);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.InRange(seen.Count, 4, 5);
    }

    [Fact]
    public void A_subscription_that_was_disposed_is_not_called()
    {
        using var feed = new ImportFeed(_time);
        var calls = 0;
        feed.Subscribe(() => calls++).Dispose();
        feed.Publish(Progress(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, calls);
    }

    [Fact]
    public void An_ended_run_is_shown_for_a_minute_and_its_going_is_told()
    {
        using var feed = new ImportFeed(_time);
        var counts = new List<int>();
        using var subscription = feed.Subscribe(() => counts.Add(feed.Current.Count));
        feed.Publish(Progress(1) with { Finished = true });
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(feed.Current);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(feed.Current);
        Assert.Equal([1, 0], counts);
    }

    [Fact]
    public void A_run_that_left_no_trace_goes_at_once()
    {
        using var feed = new ImportFeed(_time);
        var counts = new List<int>();
        using var subscription = feed.Subscribe(() => counts.Add(feed.Current.Count));
        feed.Publish(Progress(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        feed.Publish(Progress(1) with { Finished = true, IsForgotten = true });
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([1, 0], counts);
    }

    [Fact]
    public void A_running_import_is_kept_however_long_it_takes_and_the_newest_comes_first()
    {
        using var feed = new ImportFeed(_time);
        feed.Publish(Progress(1));
        feed.Publish(Progress(2));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([2L, 1L], feed.Current.Select(p => p.RunId));
    }

    [Fact]
    public void A_subscriber_that_throws_is_told_dropped_and_harms_nobody()
    {
        var failures = new List<Exception>();
        using var feed = new ImportFeed(_time, failures.Add);
        var calls = 0;
        using var bad = feed.Subscribe(() => throw new InvalidOperationException("The page is gone."));
        using var good = feed.Subscribe(() => calls++);
        for (var i = 0; i < 3; i++)
        {
            feed.Publish(Progress(1));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(3, calls);
        Assert.Equal("The page is gone.", Assert.Single(failures).Message);
    }

    private ImportProgress Progress(long runId) => new() { RunId = runId, Label = "test", Started = _time.GetUtcNow() };
}
