using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging.Abstractions;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Data.Sources;
using Xunit.Abstractions;
using S3Bucket = TrailBoard.Data.Sources.S3Bucket;

namespace TrailBoard.Tests;

/// <summary>The bucket and the queue of an organisation, on a server that is not ours.</summary>
public sealed class OrganizationTrailTests(ITestOutputHelper output)
{
    private const string Bucket = "harborlane-trails";
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task An_organisations_bucket_and_the_files_announced_meanwhile_equal_an_import_of_the_plain_files()
    {
        await using var moto = await MotoServer.StartAsync();
        if (moto is null)
        {
            output.WriteLine("moto_server is not on PATH: nothing was tested.");
            return;
        }

        var time = TimeProvider.System;
        var demo = new DemoTrail(2_000, 1, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        var files = new List<(string Key, byte[] Body, TrailObject File)>();
        await foreach (var file in demo.ListAsync(CancellationToken.None))
        {
            using var body = new MemoryStream();
            await using var stream = await file.OpenAsync(CancellationToken.None);
            await stream.CopyToAsync(body);
            files.Add((file.Name.Replace("AWSLogs/", "trail/AWSLogs/o-harborlane/", StringComparison.Ordinal), body.ToArray(), file));
        }

        var places = files.Select(file => TrailKey.TryParse(file.Key, out var key) ? (key.Account, key.Region) : default).Distinct().ToList();
        output.WriteLine($"{files.Count} files of {places.Count} places: {string.Join(", ", places)}");
        Assert.True(places.Select(place => place.Account).Distinct().Count() >= 3 && places.Select(place => place.Region).Distinct().Count() >= 3);

        using var plain = await TestStore.CreateAsync(time: time);
        Assert.Null((await RunAsync(plain, new Listed(files.Select(file => file.File)))).Progress.Error);

        using var s3 = moto.Session().S3(MotoServer.Region);
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = Bucket });
        var early = files.Count * 4 / 5;
        await PutAsync(s3, files.Take(early));
        var queue = await moto.CallAsync("sqs", "QueueUrl", ("Action", "CreateQueue"), ("QueueName", "trailboard"));
        var topic = await moto.CallAsync("sns", "TopicArn", ("Action", "CreateTopic"), ("Name", "trail"));
        await moto.CallAsync("sns", "SubscriptionArn", ("Action", "Subscribe"), ("TopicArn", topic), ("Protocol", "sqs"),
            ("Endpoint", $"arn:aws:sqs:{MotoServer.Region}:{MotoServer.Account}:trailboard"));

        using var store = await TestStore.CreateAsync(time: time);
        using var bucketSource = S3(moto, time);
        using var queueSource = Queue(moto, queue, time);
        var listing = RunAsync(store, bucketSource);
        await PutAsync(s3, files.Skip(early));
        foreach (var batch in files.Skip(early).Chunk(3))
        {
            var message = JsonSerializer.Serialize(new { s3Bucket = Bucket, s3ObjectKey = batch.Select(file => file.Key) });
            await moto.CallAsync("sns", "MessageId", ("Action", "Publish"), ("TopicArn", topic), ("Message", message));
        }

        await moto.CallAsync("sns", "MessageId", ("Action", "Publish"), ("TopicArn", topic), ("Message", "CloudTrail validation message."));
        var announced = await RunAsync(store, queueSource);
        var listed = await listing;

        Assert.Equal((null, null), (listed.Progress.Error, announced.Progress.Error));
        Assert.Equal((0, 0), (listed.Progress.FilesFailed, announced.Progress.FilesFailed));
        Assert.True(listed.Progress.FilesListed >= early);
        Assert.Equal(files.Count - early + 1, announced.Progress.FilesListed);
        Assert.Equal(await plain.DumpAsync(), await store.DumpAsync());
        Assert.Equal(demo.Events, store.Number("SELECT count(*) FROM events"));

        var again = await RunAsync(store, queueSource);
        Assert.Equal((null, 0), (again.Progress.Error, again.Progress.FilesListed));
        Assert.Equal(0, (await RunAsync(store, bucketSource)).Progress.Counts.Stored);
    }

    private static S3Source S3(MotoServer moto, TimeProvider time)
    {
        var options = new SourceOptions { Name = "trail", Type = SourceType.S3, Bucket = Bucket, Prefix = "trail" };
        return new S3Source(options, () => new S3Bucket(Bucket, moto.Session().S3, MotoServer.Region, time, S3Patience.Default), time);
    }

    private static QueueSource Queue(MotoServer moto, string queue, TimeProvider time)
    {
        var options = new SourceOptions { Name = "announced", Type = SourceType.Queue, QueueUrl = queue, AllowedBuckets = [Bucket] };
        return new QueueSource(
            options,
            () => new QueueAccess(moto.Session().Sqs(MotoServer.Region), name => new S3Bucket(name, moto.Session().S3, MotoServer.Region, time, S3Patience.Default)),
            time,
            NullLogger.Instance,
            QueuePatience.Default with { Poll = TimeSpan.FromSeconds(3) });
    }

    private static async Task PutAsync(Amazon.S3.IAmazonS3 s3, IEnumerable<(string Key, byte[] Body, TrailObject File)> files)
    {
        foreach (var (key, body, _) in files)
        {
            using var stream = new MemoryStream(body);
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = stream });
        }
    }

    private static async Task<ImportSummary> RunAsync(TestStore store, ITrailSource source)
    {
        using var feed = new ImportFeed(TimeProvider.System);
        return await new ImportRun(store.Writer, store.Ledger, new TrailObjectReader(TimeProvider.System), feed, new ImportOptions { Readers = 4 }, TimeProvider.System)
            .RunAsync(source, "test", null, CancellationToken.None).WaitAsync(Soon);
    }

    private sealed class Listed(IEnumerable<TrailObject> objects) : ITrailSource
    {
        public string Label => "files";

        public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (var one in objects)
            {
                yield return one;
            }
        }
    }
}
