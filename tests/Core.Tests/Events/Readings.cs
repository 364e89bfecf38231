using System.IO.Compression;
using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;

namespace TrailBoard.Core.Tests.Events;

/// <summary>What came of reading one object, checked against the promises that hold for every object.</summary>
internal sealed record Readings(IReadOnlyList<ObjectReading.Batch> Batches, ObjectReading Last)
{
    public IReadOnlyList<TrailRecord> Records => [.. Batches.SelectMany(batch => batch.Records)];

    public IReadOnlyList<Rejection> Rejections => [.. Batches.SelectMany(batch => batch.Rejections)];

    public ObjectReading.End End => Assert.IsType<ObjectReading.End>(Last);

    public ObjectReading.Skip Skip => Assert.IsType<ObjectReading.Skip>(Last);

    public ObjectReading.Failure Failure => Assert.IsType<ObjectReading.Failure>(Last);

    public static Task<Readings> Of(string text, int pieceSize = int.MaxValue, ReadLimits? limits = null) =>
        Of(Encoding.UTF8.GetBytes(text), pieceSize, limits);

    public static async Task<Readings> Of(byte[] bytes, int pieceSize = int.MaxValue, ReadLimits? limits = null, string name = "trail.json") =>
        await Of(new MemoryObject(bytes, pieceSize, name), InPieces(limits ?? ReadLimits.Default, pieceSize));

    public static async Task<Readings> Of(TrailObject trailObject, ReadLimits? limits = null)
    {
        var reader = new TrailObjectReader(new ManualTime(), limits ?? ReadLimits.Default);
        var readings = new List<ObjectReading>();
        await foreach (var reading in reader.ReadAsync(trailObject, CancellationToken.None))
        {
            readings.Add(reading);
        }

        Assert.All(readings.SkipLast(1), reading => Assert.IsType<ObjectReading.Batch>(reading));
        Assert.False(readings[^1] is ObjectReading.Batch);
        var result = new Readings([.. readings.OfType<ObjectReading.Batch>()], readings[^1]);
        result.Batches.ToList().ForEach(Check);
        Assert.Equal(
            Enumerable.Range(0, result.Records.Count + result.Rejections.Count),
            result.Records.Select(record => record.Index).Concat(result.Rejections.Select(rejection => rejection.Index)).Order());
        Assert.All(result.Rejections, rejection => Assert.True(Encoding.UTF8.GetByteCount(rejection.Excerpt) <= 1024));
        return result;
    }

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Gunzip(ReadOnlyMemory<byte> bytes)
    {
        using var inflated = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        gzip.CopyTo(inflated);
        return inflated.ToArray();
    }

    // The reader gathers small pieces: records are torn where it reads so little at once as well.
    private static ReadLimits InPieces(ReadLimits limits, int size) => limits with { ReadSize = Math.Min(limits.ReadSize, size) };

    private static void Check(ObjectReading.Batch batch)
    {
        Assert.Equal(batch.Records.Count == 0, batch.Block is null);
        if (batch.Block is not { } block)
        {
            Assert.NotEmpty(batch.Rejections);
            return;
        }

        var inflated = Gunzip(block.Gzip);
        Assert.Equal(batch.Records.Count, block.Offsets.Length);
        Assert.Equal(batch.Records.Count, block.Lengths.Length);
        for (var i = 0; i < batch.Records.Count; i++)
        {
            Assert.Equal(
                Encoding.UTF8.GetString(batch.Records[i].Json.Span),
                Encoding.UTF8.GetString(inflated, block.Offsets[i], block.Lengths[i]));
        }
    }
}
