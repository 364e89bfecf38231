using TrailBoard.Core.Import;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

/// <summary>What a person may do with objects that are kept aside.</summary>
public sealed class QuarantineTests
{
    private const string File = "s3://trails/AWSLogs/1.json.gz";

    [Fact]
    public async Task Only_what_is_still_kept_aside_is_listed_and_the_newest_first()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(Kept(File), Kept("sqs:message-1"), Kept("s3://trails/2"), new FakeObject("failed") { Last = new ObjectReading.Failure("cut") });
        await store.ImportAsync(Kept("sqs:message-1"), new FakeObject("s3://trails/2", Some.Record()));

        var kept = await Of(store).KeptAsync(10, CancellationToken.None);

        Assert.Equal(["sqs:message-1", File], kept.Select(line => line.Name));
        Assert.Equal([false, true], kept.Select(line => line.CanBeReadAgain));
        Assert.Equal("sqs:message-1", Assert.Single(await Of(store).KeptAsync(1, CancellationToken.None)).Name);
    }

    [Fact]
    public async Task A_file_that_is_asked_for_again_waits_for_its_source_until_it_was_read()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(Kept(File));
        var line = Assert.Single(await Of(store).KeptAsync(10, CancellationToken.None));

        var asked = await Of(store).RetryAsync(line.Id, CancellationToken.None);

        Assert.Equal((ObjectState.Pending, "To be read again by the next run of files, as asked on 2026-11-21 12:00 UTC. Before: It is broken."), (asked?.State, asked?.Reason));
        Assert.Empty(await Of(store).KeptAsync(10, CancellationToken.None));
        Assert.Equal([File], await Of(store).AskedAgainAsync("files", CancellationToken.None));
        Assert.Empty(await Of(store).AskedAgainAsync("other", CancellationToken.None));

        await store.ImportAsync(new FakeObject(File, Some.Record()));
        Assert.Empty(await Of(store).AskedAgainAsync("files", CancellationToken.None));
        var history = Assert.Single(await store.Ledger.ObjectsAsync(line.RunId, 0, 10, CancellationToken.None));
        Assert.Equal((ObjectState.Pending, true), (history.State, history.IsSuperseded));
    }

    [Fact]
    public async Task A_file_that_fails_again_is_kept_aside_again()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(Kept(File));
        var first = Assert.Single(await Of(store).KeptAsync(10, CancellationToken.None));
        await Of(store).RetryAsync(first.Id, CancellationToken.None);
        await store.ImportAsync(Kept(File));

        var second = Assert.Single(await Of(store).KeptAsync(10, CancellationToken.None));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Empty(await Of(store).AskedAgainAsync("files", CancellationToken.None));
    }

    [Fact]
    public async Task What_is_discarded_stays_in_the_ledger_with_the_time()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(Kept("sqs:message-1"));
        var line = Assert.Single(await Of(store).KeptAsync(10, CancellationToken.None));

        await Of(store).DiscardAsync(line.Id, CancellationToken.None);

        Assert.Empty(await Of(store).KeptAsync(10, CancellationToken.None));
        var noted = Assert.Single(await store.Ledger.ObjectsAsync(line.RunId, 0, 10, CancellationToken.None));
        Assert.Equal((ObjectState.Skipped, "Discarded on 2026-11-21 12:00 UTC. Before: It is broken."), (noted.State, noted.Reason));
    }

    [Fact]
    public async Task Nothing_is_decided_twice_and_a_message_cannot_be_asked_for()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(Kept("sqs:message-1"), Kept(File), Kept("s3://trails/2"));
        var (second, file, message) = await Of(store).KeptAsync(10, CancellationToken.None) is [var a, var b, var c] ? (a, b, c) : throw new InvalidOperationException();
        await store.ImportAsync(new FakeObject("s3://trails/2", Some.Record()));

        Assert.Null(await Of(store).RetryAsync(message.Id, CancellationToken.None));
        Assert.Null(await Of(store).RetryAsync(second.Id, CancellationToken.None));
        Assert.Null(await Of(store).RetryAsync(99, CancellationToken.None));
        Assert.NotNull(await Of(store).DiscardAsync(file.Id, CancellationToken.None));
        Assert.Null(await Of(store).DiscardAsync(file.Id, CancellationToken.None));
        Assert.Null(await Of(store).RetryAsync(file.Id, CancellationToken.None));
    }

    private static FakeObject Kept(string name) => new(name) { Last = new ObjectReading.Quarantine("It is broken.") };

    private static Quarantine Of(TestStore store) => new(store.Database, store.Time);
}
