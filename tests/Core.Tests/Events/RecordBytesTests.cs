using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;

namespace TrailBoard.Core.Tests.Events;

/// <summary>A record of an import has its bytes, whenever they are asked for, though they are held in its block only.</summary>
public sealed class RecordBytesTests
{
    // More than the memory that is lent to one object at first, and more than is inflated in one step.
    private const int Count = 400;

    [Theory]
    [InlineData(true, 0, 399, 0)]
    [InlineData(true, 399, 0, 399)]
    [InlineData(true, 200, 200, 201)]
    [InlineData(false, 50, 0, 50)]
    [InlineData(false, 1, 1, 0)]
    public async Task Records_are_inflated_from_their_block_in_any_order(bool isGzip, params int[] asked)
    {
        var json = Encoding.UTF8.GetBytes(Some.Records(Count, Padded));

        var batches = (await Readings.Of(isGzip ? Readings.Gzip(json) : json, limits: ReadLimits.Default with { PackedBlock = 200_000 })).Batches;

        Assert.Equal(isGzip, batches is [{ Block.AsDelivered: true }]);
        Assert.True(isGzip || batches.Count > 2);
        foreach (var batch in batches)
        {
            var bytes = new BlockBytes(batch.Block!);
            Assert.All(asked.Where(place => place < batch.Records.Count), place =>
                Assert.Equal(Padded(batch.Records[place].Index), Encoding.UTF8.GetString(bytes.Of(place).Span)));
        }
    }

    [Fact]
    public async Task Records_keep_their_bytes_when_the_reader_goes_on_to_the_next_object()
    {
        var reader = new TrailObjectReader(new ManualTime());
        var first = await RecordsOf(reader, Some.Records(Count, Padded));
        var second = await RecordsOf(reader, Some.Records(Count, i => Padded(Count + i)));

        Assert.Equal(2 * Count, first.Count + second.Count);
        Assert.All(first.Concat(second).Select((record, i) => (record, i)), one =>
            Assert.Equal(Padded(one.i), Encoding.UTF8.GetString(one.record.Json.Span)));
    }

    private static async Task<List<TrailRecord>> RecordsOf(TrailObjectReader reader, string text)
    {
        var records = new List<TrailRecord>();
        await foreach (var reading in reader.ReadAsync(new MemoryObject(Encoding.UTF8.GetBytes(text), int.MaxValue, "trail.json"), CancellationToken.None))
        {
            records.AddRange(reading is ObjectReading.Batch batch ? batch.Records : []);
        }

        return records;
    }

    private static string Padded(int number) => Some.Record(number, extra: $",\"x\":\"{new string((char)('a' + (number % 26)), 2_000)}\"");
}
