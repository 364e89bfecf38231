using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>An object that a message announced: when it is settled, its message comes nearer to its deletion.</summary>
internal sealed class QueueObject(TrailObject inner, QueueDelivery delivery) : TrailObject
{
    public override string Source => inner.Source;

    public override string Name => inner.Name;

    public override long? Size => inner.Size;

    public override DateTimeOffset? Modified => inner.Modified;

    public override DateTimeOffset? Delivered => inner.Delivered;

    public override ObjectScope? Scope => inner.Scope;

    public override string? NotToBeRead => inner.NotToBeRead;

    public override bool IsOutOfReach => inner.IsOutOfReach;

    public override bool IsFar => inner.IsFar;

    public override bool IsLastAttempt => delivery.IsLastAttempt;

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public override Task SettledAsync(ObjectOutcome outcome, CancellationToken cancellationToken) => delivery.SettledAsync(outcome, cancellationToken);
}

/// <summary>What is known before anything is read: a message that needs no object, or an object that may not be read.</summary>
internal sealed class UnreadObject(string source, string name, ObjectReading reading) : TrailObject
{
    public override string Source => source;

    public override string Name => name;

    public override long? Size => null;

    public override DateTimeOffset? Modified => null;

    /// <summary>None: whoever can send a message would otherwise write gaps into any account.</summary>
    public override ObjectScope? Scope => null;

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => throw new ObjectNotReadException(reading);
}
