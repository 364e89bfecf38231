using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using TrailBoard.Core.Import;

namespace TrailBoard.Core.Demo;

/// <summary>
/// A month of a company that ships containers, as CloudTrail delivers it to S3: gzip files named and shaped like the real
/// ones, unordered inside now and then, a few events delivered twice. The same arguments give the same bytes. Files are
/// made when they are opened, an hour or six at a time, so a million events take no more memory than a thousand.
/// </summary>
/// <remarks>
/// Use it as any source: <c>new DemoTrail(events, seed, end)</c>, then list and open its objects.
/// <see cref="Incident"/> says what there is to find; docs/demo.md tells the month in words.
/// </remarks>
public sealed class DemoTrail : ITrailSource
{
    /// <summary>How many events a month holds where nobody says.</summary>
    public const int DefaultEvents = 20_000;

    /// <summary>The seed where nobody says.</summary>
    public const int DefaultSeed = 1;

    private const int FileSize = 500;
    private readonly Lock _lock = new();
    private readonly Month _month;
    private readonly int _window;
    private readonly int[] _before;
    private (int Number, List<DemoFile> Files) _last = (-1, []);

    /// <summary>Plans a month.</summary>
    /// <param name="events">How many distinct events, from 1.</param>
    /// <param name="seed">Another seed gives another month of the same company.</param>
    /// <param name="end">The month's end; it begins thirty days before.</param>
    public DemoTrail(int events, int seed, DateTimeOffset end)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(events);
        (Events, Seed, End) = (events, seed, end.ToUniversalTime());
        _month = new(events, seed, End);
        _window = events <= 100_000 ? 6 : 1;
        _before = Before();
        Incident = FindIncident();
    }

    /// <summary>Plans the default month up to the midnight before now.</summary>
    public DemoTrail(TimeProvider time)
        : this(DefaultEvents, DefaultSeed, Midnight(time))
    {
    }

    /// <summary>How many distinct events the month holds.</summary>
    public int Events { get; }

    /// <summary>How many of them are delivered a second time, in another file: one in a thousand.</summary>
    public int Duplicates => Events / 1000;

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>The month's beginning: no event is earlier.</summary>
    public DateTimeOffset Begin => _month.Begin;

    /// <summary>The month's end: every event is earlier.</summary>
    public DateTimeOffset End { get; }

    /// <summary>What there is to find; null in a month of fewer than a few hundred events.</summary>
    public DemoIncident? Incident { get; }

    /// <summary>What is true of the month: pushes, deployments and roles taken, by time.</summary>
    public IReadOnlyList<DemoFact> Facts => [.. _month.Facts.OrderBy(fact => fact.Time)];

    /// <inheritdoc/>
    public string Label => "Demo data";

    /// <summary>The last midnight in UTC: the usual end of a month that nobody dates.</summary>
    public static DateTimeOffset Midnight(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var window = 0; window < Month.Hours / _window; window++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            var files = Files(window);
            for (var i = 0; i < files.Count; i++)
            {
                yield return new DemoObject(this, window, i, files[i].Name, files[i].Delivered);
            }
        }
    }

    /// <summary>The bytes of a file.</summary>
    private MemoryStream Open(int window, int index)
    {
        var calls = Files(window)[index].Calls;
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = new Utf8JsonWriter(gzip, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("Records");
            foreach (var call in calls)
            {
                call.WriteTo(writer, _month.Draw.Guid("request " + call.Id));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        file.Position = 0;
        return file;
    }

    private List<DemoFile> Files(int window)
    {
        // Files of a window are opened one after another: the last window is worth keeping.
        lock (_lock)
        {
            if (_last.Number != window)
            {
                _last = (window, Deliver(window));
            }

            return _last.Files;
        }
    }

    private List<DemoFile> Deliver(int window)
    {
        var first = window * _window;
        var calls = Enumerable.Range(first, _window).SelectMany(_month.Tell).ToList();
        var files = new List<DemoFile>();
        foreach (var place in calls.GroupBy(call => call.Place).OrderBy(group => group.Key.Account, StringComparer.Ordinal).ThenBy(group => group.Key.Region, StringComparer.Ordinal))
        {
            files.AddRange(place.OrderBy(call => call.Time).Chunk(FileSize).Select((chunk, part) => DemoFile.Of(_month.Draw, $"{window} {part}", chunk)));
        }

        var again = calls.Where((_, index) => (_before[first] + index + 1) % 1000 == 0);
        files.AddRange(again.GroupBy(call => call.Place).Select(group => DemoFile.Again(_month.Draw, $"{window} again", [.. group])));
        return files;
    }

    private int[] Before()
    {
        var before = new int[Month.Hours + 1];
        for (var hour = 0; hour < Month.Hours; hour++)
        {
            before[hour + 1] = before[hour] + _month.Count(hour);
        }

        return before;
    }

    private DemoIncident? FindIncident()
    {
        if (_month.Find(Plan.IncidentName) is not { Count: > 0 } calls)
        {
            return null;
        }

        var running = _month.Attacked;
        var image = Demo.Incident.Tampered(_month.Draw, running);
        return new(
            calls[0].Time, calls[^1].Time, Demo.Incident.User, _month.Draw.LastingKey($"arn:aws:iam::{Company.Tools}:user/{Demo.Incident.User}"),
            Demo.Incident.Address, image.Repository, image.Tag, image.Digest, running.ServiceArn, Demo.Incident.OldRepository, [.. calls.Select(call => call.Id)]);
    }

    private sealed class DemoObject(DemoTrail trail, int window, int index, string name, DateTimeOffset delivered) : TrailObject
    {
        public override string Source => "demo";

        public override string Name => name;

        public override long? Size => null;

        public override DateTimeOffset? Modified => delivered;

        public override DateTimeOffset? Delivered => delivered;

        public override Task<Stream> OpenAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult<Stream>(trail.Open(window, index));
        }
    }
}
