using System.Text.Json;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>What tests of a queue share: a server that speaks SQS beside the one that speaks S3.</summary>
public abstract class QueueTests : S3Tests
{
    private protected LogLines Log { get; } = new();

    private protected FakeSqs Sqs { get; private set; } = null!;

    // Tests move the other one by minutes while an import runs, which would end its pauses early.
    private protected override TimeProvider Clock => TimeProvider.System;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Sqs = await FakeSqs.StartAsync(Time);
    }

    public override async Task DisposeAsync()
    {
        await Sqs.DisposeAsync();
        await base.DisposeAsync();
    }

    private protected static string Announce(params int[] numbers) =>
        JsonSerializer.Serialize(new { s3Bucket = "trails", s3ObjectKey = numbers.Select(number => FakeS3.Key(number)) });

    private protected async Task<ImportSummary> RunAsync(QueuePatience? patience = null, Action<SourceOptions>? change = null, CancellationToken stop = default)
    {
        var options = new SourceOptions { Name = "queue", Type = SourceType.Queue, QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/trails", AllowedBuckets = ["trails"] };
        change?.Invoke(options);
        using var source = new QueueSource(options, Access, Time, Log, patience ?? QueuePatience.Default);
        return await RunAsync(source, "Queue", stop);
    }

    /// <summary>What the source reads with.</summary>
    private protected virtual QueueAccess Access() => new(Sqs.Session().Sqs("eu-west-1"), Bucket);
}
