using System.ComponentModel.DataAnnotations;

namespace TrailBoard.Core.Import;

/// <summary>How imports run (section <c>Import</c> of the settings).</summary>
public sealed class ImportOptions
{
    /// <summary>How many objects are read side by side; 0 means one for each processor, at least two.</summary>
    [Range(0, 64)]
    public int Readers { get; set; }

    /// <summary>How many imports asked for in the browser may wait for their turn.</summary>
    [Range(1, 1_000)]
    public int Waiting { get; set; } = 100;

    /// <summary>The number of readers that is meant.</summary>
    public int ReaderCount => Readers > 0 ? Readers : Math.Max(2, Environment.ProcessorCount);
}
