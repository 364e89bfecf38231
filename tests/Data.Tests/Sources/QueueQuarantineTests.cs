using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Data.Sources;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

/// <summary>FAULTS 65 and 71: what is kept aside of a queue, and how a person gets it read after all.</summary>
public sealed class QueueQuarantineTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);
    private static readonly S3Patience Quick = new(TimeSpan.FromSeconds(20), 2, TimeSpan.FromMilliseconds(5), 64 * 1024);
    private static readonly byte[] Cut = [0x1f, 0x8b, 8, 0, 0];

    private readonly ManualTime _time = new();
    private FakeS3 _s3 = null!;
    private FakeSqs _sqs = null!;
    private TestStore _store = null!;
    private Quarantine _quarantine = null!;

    public async Task InitializeAsync()
    {
        (_s3, _sqs, _store) = (await FakeS3.StartAsync(), await FakeSqs.StartAsync(_time), await TestStore.CreateAsync());
        _quarantine = new Quarantine(_store.Database, _time);
    }

    public async Task DisposeAsync()
    {
        await _s3.DisposeAsync();
        await _sqs.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Fault_71_a_file_that_was_kept_aside_is_read_when_a_person_asks_for_it_though_its_message_is_gone()
    {
        _s3.Put(FakeS3.Key(1), Cut);
        _sqs.Send(Announce(1), receives: 4);
        await RunAsync();
        var kept = Assert.Single(await KeptAsync());
        Assert.Equal((0, $"s3://trails/{FakeS3.Key(1)}"), (_sqs.Left, kept.Name));

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
        _s3.Put(FakeS3.Key(1), Cut);
        _sqs.Send(Announce(1), receives: 4);
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
        _sqs.Send(Announce(1), receives: 4);
        await RunAsync("elsewhere");
        var refused = Assert.Single(await KeptAsync());
        await _quarantine.RetryAsync(refused.Id, CancellationToken.None);

        await RunAsync("elsewhere");
        Assert.Empty(_s3.Requests);
        await _quarantine.RetryAsync(Assert.Single(await KeptAsync()).Id, CancellationToken.None);

        Assert.Equal(1, (await RunAsync()).Progress.Counts.Stored);
    }

    [Fact]
    public async Task Fault_65_a_foreign_message_beside_a_broken_file_holds_up_nothing_and_nothing_is_stuck()
    {
        _s3.Put(FakeS3.Key(1), Cut);
        Put(2);
        _sqs.Send(Announce(1, 2));
        _sqs.Send("not a notification");
        for (var receive = 1; receive <= 5; receive++)
        {
            await RunAsync();
            _sqs.Redeliver();
        }

        // Both messages are gone, the good file is there, and each of the two others is kept aside once, though it came five times.
        Assert.Equal((0, 1L), (_sqs.Left, _store.Number("SELECT count(*) FROM events")));
        Assert.Equal(["s3://trails/" + FakeS3.Key(1), "sqs:message-2"], (await KeptAsync()).Select(line => line.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await RunAsync()).Progress.FilesListed);
    }

    [Fact]
    public async Task A_file_that_was_kept_aside_and_is_announced_again_is_read_and_no_longer_kept_aside()
    {
        _s3.Put(FakeS3.Key(1), Cut);
        _sqs.Send(Announce(1), receives: 4);
        await RunAsync();
        Put(1);
        _sqs.Send(Announce(1));

        Assert.Equal(1, (await RunAsync()).Progress.Counts.Stored);
        Assert.Empty(await KeptAsync());
    }

    private static string Announce(params int[] numbers) =>
        JsonSerializer.Serialize(new { s3Bucket = "trails", s3ObjectKey = numbers.Select(number => FakeS3.Key(number)) });

    private void Put(int number) => _s3.Put(FakeS3.Key(number), FakeS3.Gzip($$"""{"Records":[{{Some.Record(number)}}]}"""));

    private Task<IReadOnlyList<LedgerObject>> KeptAsync() => _quarantine.KeptAsync(10, CancellationToken.None);

    private async Task<ImportSummary> RunAsync(string allowed = "trails")
    {
        using var source = new QueueSource(
            new SourceOptions { Name = "queue", Type = SourceType.Queue, QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/trails", AllowedBuckets = [allowed] },
            () => new QueueAccess(_sqs.Session().Sqs("eu-west-1"), name => new S3Bucket(name, _s3.Client, "eu-west-1", TimeProvider.System, Quick))
            {
                AskedAgain = cancellationToken => _quarantine.AskedAgainAsync("queue", cancellationToken),
            },
            _time,
            NullLogger.Instance,
            QueuePatience.Default);
        using var feed = new ImportFeed(TimeProvider.System);
        return await new ImportRun(_store.Writer, _store.Ledger, new TrailObjectReader(_time), feed, new ImportOptions { Readers = 2 }, TimeProvider.System)
            .RunAsync(source, "Queue", null, CancellationToken.None).WaitAsync(Soon, CancellationToken.None);
    }
}
