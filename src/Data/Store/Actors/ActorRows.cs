namespace TrailBoard.Data.Store.Actors;

/// <summary>A person, job or service that somebody is.</summary>
internal sealed record ActorNameRow
{
    public long Id { get; init; }
    public required string Name { get; init; }
}

/// <summary>Who is behind a session's key and a caller that was recorded with it. Key 0: behind a caller whose name is that of an identity provider.</summary>
internal sealed record ActorRow
{
    public int AccessKey { get; init; }
    public int Actor { get; init; }

    /// <summary>The key of the oldest event.</summary>
    public long Sample { get; init; }

    /// <summary>The number of the name; 0 is nobody.</summary>
    public long Name { get; init; }

    /// <summary>The number of the proof; 0 waits.</summary>
    public int Proof { get; init; }

    /// <summary>With which version of the tables it changed last.</summary>
    public long Changed { get; init; }
}

/// <summary>That an event answers a question.</summary>
internal sealed record ActorEvidenceRow
{
    public long Question { get; init; }
    public long EventKey { get; init; }
}

/// <summary>That the answer of a key hangs on a question.</summary>
internal sealed record ActorQuestionRow
{
    public long Question { get; init; }
    public int AccessKey { get; init; }
}

/// <summary>How far the tables are: one line.</summary>
internal sealed record ActorStateRow
{
    public long Id { get; init; }
    public long Block { get; init; }
    public long Removal { get; init; }
    public long Version { get; init; }
}
