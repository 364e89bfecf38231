using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>An object in a bucket, as a listing or a message told of it.</summary>
internal sealed class S3TrailObject(string source, S3Bucket bucket, string key, long? size) : TrailObject
{
    private long? _size = size;
    private DateTimeOffset? _modified;

    public override string Source => source;

    public override string Name => $"s3://{bucket.Name}/{key}";

    public override long? Size => _size;

    public override DateTimeOffset? Modified => _modified;

    public override string? NotToBeRead => ArchivedIn is { } archive ? $"Archived in {archive}: restore it to import it."
        : TrailKey.TryParse(key, out var read) ? read.NotToBeRead : null;

    /// <summary>Whether a person asked for it again after it had been kept aside. Nobody tries it again if it still fails.</summary>
    public bool IsAskedAgain { get; init; }

    public override bool IsLastAttempt => IsAskedAgain;

    public override bool IsFar => true;

    public override bool IsOutOfReach => ArchivedIn is not null;

    /// <summary>What the listing said of the content, or null.</summary>
    public string? ETag { get; init; }

    /// <summary>The storage class from which it must be restored first, or null.</summary>
    public string? ArchivedIn { get; init; }

    /// <summary>Told what became of it.</summary>
    public Func<ObjectOutcome, CancellationToken, Task>? Settled { get; init; }

    /// <summary>When the listing says that it was written.</summary>
    public DateTimeOffset? Listed
    {
        init => _modified = value;
    }

    public override async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var download = await bucket.ReadAsync(key, ETag, cancellationToken);
        // A message tells no time of change, and an object that was replaced since has another one: the ledger notes what was read.
        _size = download.Size;
        if (ETag is null || download.ETag != ETag)
        {
            _modified = Utc(download.Modified);
        }

        return download.Body;
    }

    public override Task SettledAsync(ObjectOutcome outcome, CancellationToken cancellationToken) =>
        Settled?.Invoke(outcome, cancellationToken) ?? Task.CompletedTask;

    /// <summary>The bucket and the key in an object's name.</summary>
    internal static (string Bucket, string Key) Place(string name)
    {
        var place = name["s3://".Length..].Split('/', 2);
        return (place[0], place.Length > 1 ? place[1] : "");
    }

    internal static DateTimeOffset? Utc(DateTime? time) => time is { } at ? new DateTimeOffset(at.ToUniversalTime()) : null;
}
