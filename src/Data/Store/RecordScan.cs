using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Words;

namespace TrailBoard.Data.Store;

/// <summary>A question that goes through rows, and through their records where only they can tell.</summary>
/// <param name="Blocks">The blocks that may hold a record that matches.</param>
internal sealed record RecordScan(EventQuery Query, BlockSet Blocks)
{
    // A list of more numbers than this costs the database more than the rows that it spares.
    private const int MostBlocks = 20_000;

    /// <summary>Whether records must be read.</summary>
    public bool IsDeep { get; } = FilterParts.IsDeep(Query.Filter);

    /// <summary>What a record's bytes must hold.</summary>
    public RecordHint Hint { get; } = RecordHint.Of(Query.Filter);

    /// <summary>The blocks that may hold a match, of those of which anything is known; null where they are too many to be listed.</summary>
    public List<long>? FewBlocks { get; } = Blocks.Below(MostBlocks);

    /// <summary>On the masked record: a search that finds a secret by its parts would tell it bit by bit.</summary>
    public bool Matches(ReadRecord read) => IsDeep
        // The request's id, too, is looked for in the masked record.
        ? FilterEvaluator.Matches(Query.Filter, read.Event with { RequestId = null }, Redaction.Mask(read.Json, out _))
        : FilterEvaluator.Matches(Query.Filter, read.Event, default);
}
