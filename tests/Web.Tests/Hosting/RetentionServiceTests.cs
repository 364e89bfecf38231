using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>When old days are removed, and which.</summary>
public sealed class RetentionServiceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Old_days_are_removed_at_the_start_and_at_each_midnight()
    {
        var (time, kept) = (new ManualTime(Start), new FakeRetention());
        using var service = Service(kept, 30, time);
        await service.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => time.Set == 1);
        Assert.Equal([new DateOnly(2026, 10, 22)], kept.Removed);

        time.Advance(TimeSpan.FromHours(11.9));
        Assert.Single(kept.Removed);
        time.Advance(TimeSpan.FromHours(0.2));
        await Wait.UntilAsync(() => time.Set == 2);
        Assert.Equal([new DateOnly(2026, 10, 22), new DateOnly(2026, 10, 23)], kept.Removed);
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_removed()
    {
        var (time, kept) = (new ManualTime(Start), new FakeRetention());
        using var service = Service(kept, 0, time);
        await service.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => time.Set == 1);
        Assert.Empty(kept.Removed);
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_was_broken_off_is_brought_to_its_end_whatever_the_limit_is_now()
    {
        var (time, kept) = (new ManualTime(Start), new FakeRetention());
        kept.Last = new RemovalNote(new RemovedDays(new DateOnly(2026, 9, 1), 1, 1, 1, 1), Start, Finished: null);
        using var service = Service(kept, 0, time);
        await service.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => time.Set == 1);
        Assert.Equal([new DateOnly(2026, 9, 1)], kept.Removed);
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_tried_again_in_an_hour()
    {
        var (time, kept) = (new ManualTime(Start), new FakeRetention { Fault = new StoreException("It is busy.") });
        using var service = Service(kept, 30, time);
        await service.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => time.Set == 1);
        Assert.Empty(kept.Removed);
        kept.Fault = null;
        time.Advance(TimeSpan.FromHours(1));
        await Wait.UntilAsync(() => time.Set == 2);
        Assert.Single(kept.Removed);
        await service.StopAsync(CancellationToken.None);
    }

    private static RetentionService Service(IRetention retention, int keepDays, TimeProvider time) =>
        new(retention, Options.Create(new StoreOptions { KeepDays = keepDays }), time, NullLogger<RetentionService>.Instance);

    private sealed class FakeRetention : IRetention
    {
        public List<DateOnly> Removed { get; } = [];

        public RemovalNote? Last { get; set; }

        public StoreException? Fault { get; set; }

        public Task<RemovedDays> PlanAsync(DateOnly before, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<RemovedDays> RemoveAsync(DateOnly before, CancellationToken cancellationToken)
        {
            if (Fault is not null)
            {
                throw Fault;
            }

            Removed.Add(before);
            return Task.FromResult(new RemovedDays(before, 0, 0, 0, 0));
        }

        public Task<RemovalNote?> LastAsync(CancellationToken cancellationToken) => Task.FromResult(Last);
    }
}
