namespace TrailBoard.Core.Events;

/// <summary>The parts of one record that name what its call was about, each as the record writes it; empty where it has none.</summary>
public readonly ref struct RecordSections
{
    /// <summary>The <c>requestParameters</c>.</summary>
    public ReadOnlySpan<byte> Request { get; init; }

    /// <summary>The <c>responseElements</c>.</summary>
    public ReadOnlySpan<byte> Response { get; init; }

    /// <summary>The <c>serviceEventDetails</c>.</summary>
    public ReadOnlySpan<byte> Details { get; init; }

    /// <summary>The <c>resources</c>.</summary>
    public ReadOnlySpan<byte> Resources { get; init; }
}

/// <summary>Finds the things that <see cref="TrailEvent.Things"/> holds. Who knows the services stands above the reading of records and is handed to it.</summary>
public interface IThingFinder
{
    /// <summary>The things that a record names, at most <see cref="TrailEvent.MaxThings"/>, each once. Safe to ask from many threads at once.</summary>
    /// <param name="service">The record's <c>eventSource</c>.</param>
    /// <param name="action">The record's <c>eventName</c>.</param>
    /// <param name="sections">The record's parts, which are valid JSON.</param>
    IReadOnlyList<ContainerThing> Find(string? service, string? action, in RecordSections sections);
}
