namespace TrailBoard.Data.Words;

/// <summary>
/// Tells by how fast blocks come whether a large import runs, of whichever process: it can use all processors, and what works behind
/// rests meanwhile. What trickles in holds nothing up.
/// </summary>
/// <param name="span">Between two looks.</param>
internal sealed class LargeImports(TimeProvider time, TimeSpan span)
{
    /// <summary>So many blocks within a span are those of a large import.</summary>
    public const long ManyBlocks = 64;

    private (long Block, long At)? _before;

    /// <summary>Whether the last look is long enough ago.</summary>
    public bool IsDue => _before is not { } before || time.GetElapsedTime(before.At) >= span;

    /// <summary>Takes a look.</summary>
    /// <param name="block">The number of the last block.</param>
    /// <returns>Whether many blocks came since the look before; never at the first, which knows no other.</returns>
    public bool IsLarge(long block)
    {
        var before = _before;
        _before = (block, time.GetTimestamp());
        return block - before?.Block >= ManyBlocks;
    }
}
