using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using TrailBoard.Core.Demo;

namespace TrailBoard.EndToEnd.Questions;

/// <summary>
/// What is true of the demo month: its story's own ledger, and where that says nothing the records of its files, read as plain JSON.
/// Nothing that reads or stores trails has a part in it, so that an answer of the site can be held against it.
/// </summary>
internal sealed class MonthLedger
{
    private MonthLedger(IReadOnlyList<MonthRecord> calls)
    {
        Calls = calls;
    }

    /// <summary>The default month, up to a day that never changes.</summary>
    public static DemoTrail Month { get; } = new(DemoTrail.DefaultEvents, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The incident.</summary>
    public static DemoIncident Incident => Month.Incident!;

    /// <summary>All records, those twice that were delivered twice.</summary>
    public IReadOnlyList<MonthRecord> Calls { get; }

    public static async Task<MonthLedger> ReadAsync()
    {
        var calls = new List<MonthRecord>();
        await foreach (var file in Month.ListAsync(CancellationToken.None))
        {
            await using var packed = await file.OpenAsync(CancellationToken.None);
            await using var text = new GZipStream(packed, CompressionMode.Decompress);
            using var json = await JsonDocument.ParseAsync(text);
            calls.AddRange(json.RootElement.GetProperty("Records").EnumerateArray().Select(record => new MonthRecord(record.Clone(), file.Name)));
        }

        return new(calls);
    }

    /// <summary>The one call of the incident's night that is of an action.</summary>
    public MonthRecord OfIncident(string action) => Calls.First(record => Incident.EventIds.Contains(record.Id) && record.Action == action);

    /// <summary>The one fact of a kind that holds for a condition.</summary>
    public static T Fact<T>(Func<T, bool> holds)
        where T : DemoFact => Month.Facts.OfType<T>().Last(holds);
}

/// <summary>A record of a file, as it was delivered.</summary>
internal sealed record MonthRecord(JsonElement Json, string File)
{
    public string Id => Text("eventID")!;

    public string Action => Text("eventName")!;

    public string? Error => Text("errorCode");

    public string? Address => Text("sourceIPAddress");

    public string? Account => Text("recipientAccountId");

    public string? Region => Text("awsRegion");

    public DateTimeOffset Time => DateTimeOffset.Parse(Text("eventTime")!, CultureInfo.InvariantCulture);

    /// <summary>The type of who called.</summary>
    public string? CallerType => Json.GetProperty("userIdentity").TryGetProperty("type", out var type) ? type.GetString() : null;

    /// <summary>The name of the session that called: what stands behind the last colon of the caller's id.</summary>
    public string? Session => Json.GetProperty("userIdentity").TryGetProperty("principalId", out var id) && id.GetString() is { } text && text.Contains(':', StringComparison.Ordinal) ? text[(text.LastIndexOf(':') + 1)..] : null;

    /// <summary>The IAM user who called.</summary>
    public string? User => Json.GetProperty("userIdentity").TryGetProperty("userName", out var name) ? name.GetString() : null;

    /// <summary>What was asked for.</summary>
    public string? Asked(string name) => Json.TryGetProperty("requestParameters", out var request) && request.ValueKind == JsonValueKind.Object && request.TryGetProperty(name, out var value) ? value.GetString() : null;

    private string? Text(string name) => Json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
