using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

/// <summary>FAULTS 65 and 71: what is kept aside of a queue, and how a person gets it read after all.</summary>
public sealed class QueueQuarantineTests : QueueTests
{
    private static readonly byte[] Cut = [0x1f, 0x8b, 8, 0, 0];

    private Quarantine _quarantine = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _quarantine = new Quarantine(Store.Database, Time);
    }

    [Fact]
    public async Task Fault_71_a_file_that_was_kept_aside_is_read_when_a_person_asks_for_it_though_its_message_is_gone()
    {
        S3.Put(FakeS3.Key(1), Cut);
        Sqs.Send(Announce(1), receives: 4);
        await RunAsync();
        var kept = Assert.Single(await KeptAsync());
        Assert.Equal((0, $"s3://trails/{FakeS3.Key(1)}"), (Sqs.Left, kept.Name));

        // Nobody asks: nothing is read.
        Assert.Equal(0, (await RunAsync()).Progress.FilesListed);
        Put(1);
        await _quarantine.RetryAsync(kept.Id, CancellationToken.None);
        var again = await RunAsync();

        Assert.Equal((1, 1L, null), (again.Progress.FilesListed, again.Progress.Counts.Stored, again.Progress.Error));
        Assert.Empty(await KeptAsync());
        Assert.Equal(0, (await RunAsync()).Progress.FilesListed);
    }

    [Fact]
    public async Task Fault_71_a_file_that_fails_once_more_is_kept_aside_once_more_and_not_tried_for_ever()
    {
        S3.Put(FakeS3.Key(1), Cut);
        Sqs.Send(Announce(1), receives: 4);
        await RunAsync();
        await _quarantine.RetryAsync(Assert.Single(await KeptAsync()).Id, CancellationToken.None);

        var again = await RunAsync();

        Assert.Equal(ObjectState.Quarantined, Assert.Single(again.Notable).State);
        Assert.Single(await KeptAsync());
        Assert.Equal(0, (await RunAsync()).Progress.FilesListed);
    }

    [Fact]
    public async Task Fault_72_a_refused_file_is_read_when_its_bucket_is_allowed_and_a_person_asks_for_it()
    {
        Put(1);
        Sqs.Send(Announce(1), receives: 4);
        await RunAsync("elsewhere");
        Assert.Equal(["Warning: Refused an object of bucket trails, which a message to the source queue named."], Log.All);
        var refused = Assert.Single(await KeptAsync());
        await _quarantine.RetryAsync(refused.Id, CancellationToken.None);

        await RunAsync("elsewhere");
        Assert.Empty(S3.Requests);
        await _quarantine.RetryAsync(Assert.Single(await KeptAsync()).Id, CancellationToken.None);

        Assert.Equal(1, (await RunAsync()).Progress.Counts.Stored);
    }

    [Fact]
    public async Task Fault_65_a_foreign_message_beside_a_broken_file_holds_up_nothing_and_nothing_is_stuck()
    {
        S3.Put(FakeS3.Key(1), Cut);
        Put(2);
        Sqs.Send(Announce(1, 2));
        Sqs.Send("not a notification");
        for (var receive = 1; receive <= 5; receive++)
        {
            await RunAsync();
            Sqs.Redeliver();
        }

        // Both messages are gone, the good file is there, and each of the two others is kept aside once, though it came five times.
        Assert.Equal((0, 1L), (Sqs.Left, Store.Number("SELECT count(*) FROM events")));
        Assert.Equal(["s3://trails/" + FakeS3.Key(1), "sqs:message-2"], (await KeptAsync()).Select(line => line.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await RunAsync()).Progress.FilesListed);
    }

    [Fact]
    public async Task A_file_that_was_kept_aside_and_is_announced_again_is_read_and_no_longer_kept_aside()
    {
        S3.Put(FakeS3.Key(1), Cut);
        Sqs.Send(Announce(1), receives: 4);
        await RunAsync();
        Put(1);
        Sqs.Send(Announce(1));

        Assert.Equal(1, (await RunAsync()).Progress.Counts.Stored);
        Assert.Empty(await KeptAsync());
    }

    private protected override QueueAccess Access() => base.Access() with { AskedAgain = cancellationToken => _quarantine.AskedAgainAsync("queue", cancellationToken) };

    private Task<IReadOnlyList<LedgerObject>> KeptAsync() => _quarantine.KeptAsync(10, CancellationToken.None);

    private Task<ImportSummary> RunAsync(string allowed = "trails") => RunAsync(change: options => options.AllowedBuckets = [allowed]);
}
