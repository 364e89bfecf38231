using System.Text.Json;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>
/// The records that tell what the rows of a list do not: the tag and the layers of a push, the images of a revision, the stage of an API.
/// They are read for the activities of one page, and of each only those of its headline.
/// </summary>
public sealed class HeadlineRecords
{
    // A push of many tags, or to many platforms, is told by its last few.
    private const int MostOfOne = 4;

    private readonly IReadOnlyDictionary<EventCursor, StoredEvent> _records;

    private HeadlineRecords(IReadOnlyDictionary<EventCursor, StoredEvent> records) => _records = records;

    /// <summary>No records: sentences say what the rows say.</summary>
    public static HeadlineRecords None { get; } = new(new Dictionary<EventCursor, StoredEvent>());

    /// <summary>Reads the records that these activities need.</summary>
    public static async Task<HeadlineRecords> ReadAsync(IEventQueries events, IReadOnlyCollection<Activity> activities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(activities);
        return new(await RecordsOfRows.ReadAsync(events, activities.SelectMany(WantedOf), cancellationToken));
    }

    /// <summary>The things of a kind that an event's record names; none where the record was not read.</summary>
    internal IEnumerable<ContainerThing> Things(StoredEvent of, ThingKind kind) =>
        _records.TryGetValue(of.Cursor, out var read) ? ContainerThings.Of(of.Event, read.Record.Span).Where(thing => thing.Kind == kind) : [];

    /// <summary>How many layers the manifest of a pushed image has, and their size in bytes together; null where the record does not tell, or for a list of manifests.</summary>
    internal (int Layers, long Bytes)? LayersOf(StoredEvent push)
    {
        if (!_records.TryGetValue(push.Cursor, out var read))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(read.Record);
            if (!json.RootElement.TryGetProperty("requestParameters", out var request) || request.ValueKind != JsonValueKind.Object
                || !request.TryGetProperty("imageManifest", out var text) || text.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            using var manifest = JsonDocument.Parse(text.GetString()!);
            return manifest.RootElement.ValueKind == JsonValueKind.Object && manifest.RootElement.TryGetProperty("layers", out var layers) && layers.ValueKind == JsonValueKind.Array
                ? (layers.GetArrayLength(), layers.EnumerateArray().Sum(SizeOf))
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // A manifest that was cut, or holds text that is no text: whoever looks at the record sees it as it is.
            return null;
        }
    }

    private static IEnumerable<StoredEvent> WantedOf(Activity activity) =>
        activity.Kind == ActivityKind.Push ? activity.Events.Where(stored => stored.Event.Action == "PutImage").TakeLast(MostOfOne)
        : activity.Kind == ActivityKind.Deployment ? activity.Events.Where(stored => stored.Event.Action == "RegisterTaskDefinition").TakeLast(1)
        : activity.Kind == ActivityKind.ApiChange && activity.Headline.Event.Action == "CreateDeployment" ? [activity.Headline]
        : [];

    // What a program wrote there is not always a number that can be.
    private static long SizeOf(JsonElement layer) =>
        layer.ValueKind == JsonValueKind.Object && layer.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number
        && size.TryGetInt64(out var bytes) && bytes is >= 0 and < 1L << 50 ? bytes : 0;
}
