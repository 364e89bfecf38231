using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Events;
using TrailBoard.Core.Tests.Demo;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Activities;

/// <summary>The demo month as a list would hold it: each event once, with a place made of its time and the hash of its content.</summary>
internal static class DemoEvents
{
    public static readonly DateTimeOffset End = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    public static readonly Lazy<Task<List<StoredEvent>>> Default = new(() => ReadAsync(DemoTrail.DefaultEvents, 1));

    public static async Task<List<StoredEvent>> ReadAsync(int events, int seed)
    {
        var reader = new TrailRecordReader(new ManualTime(), new KeptThings());
        var read = new Dictionary<string, StoredEvent>(StringComparer.Ordinal);
        foreach (var file in await DemoTrailTests.ListAsync(new DemoTrail(events, seed, End)))
        {
            await using var stream = new GZipStream(await file.OpenAsync(CancellationToken.None), CompressionMode.Decompress);
            using var document = await JsonDocument.ParseAsync(stream);
            foreach (var json in document.RootElement.GetProperty("Records").EnumerateArray())
            {
                var bytes = Encoding.UTF8.GetBytes(json.GetRawText());
                Assert.True(reader.TryRead(bytes, 0, 0, out var record, out var rejection), rejection?.Message);
                read[record.Event.EventId] = new(Some.Place(record.Event.Time, record.ContentHash), record.Event, bytes);
            }
        }

        return [.. read.Values];
    }
}
