namespace TrailBoard.Data.Words;

/// <summary>Blocks that share one index of their words.</summary>
internal sealed record WordGroupRow
{
    public long Id { get; init; }

    /// <summary>By which rules the words were made.</summary>
    public int Version { get; init; }

    public int Blocks { get; init; }
    public int Buckets { get; init; }
}

/// <summary>That a block's words are in a group's index. A block without this line is read.</summary>
internal sealed record WordBlockRow
{
    public long Block { get; init; }
    public long GroupId { get; init; }

    /// <summary>Its number within the group.</summary>
    public int Place { get; init; }
}

/// <summary>A bucket of a group's words.</summary>
internal sealed record WordBucketRow
{
    /// <summary>How many bits of the number tell the bucket.</summary>
    public const int BucketBits = 20;

    public long Id { get; init; }
    public required byte[] Words { get; init; }

    /// <summary>One number for the group and the bucket, so that the rows of a group lie together and one B-tree is enough.</summary>
    public static long IdOf(long group, int bucket) => (group << BucketBits) | (uint)bucket;
}
