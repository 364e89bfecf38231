namespace TrailBoard.Core.Demo;

/// <summary>Something that is true of the demo month whatever is read out of its trail: what tests and benchmarks compare with.</summary>
public abstract record DemoFact
{
    private DemoFact(DateTimeOffset time)
    {
        Time = time;
    }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>An image was pushed.</summary>
    /// <param name="Time">When it happened.</param>
    /// <param name="Repository">The repository's name.</param>
    /// <param name="Tag">The tag.</param>
    /// <param name="Digest">The digest of the manifest.</param>
    /// <param name="AccessKey">The key that signed the push.</param>
    /// <param name="Who">Who is behind the key: a person, a user, or the subject of a CI job.</param>
    public sealed record ImagePushed(DateTimeOffset Time, string Repository, string Tag, string Digest, string AccessKey, string Who) : DemoFact(Time);

    /// <summary>A service was told to run an image.</summary>
    /// <param name="Time">When it happened.</param>
    /// <param name="ServiceArn">The service.</param>
    /// <param name="TaskDefinitionArn">The revision that names the image.</param>
    /// <param name="Repository">The image's repository.</param>
    /// <param name="Tag">The image's tag.</param>
    /// <param name="Digest">The digest behind the tag at that time.</param>
    /// <param name="Who">Who is behind the deployment.</param>
    public sealed record ServiceRan(DateTimeOffset Time, string ServiceArn, string TaskDefinitionArn, string Repository, string Tag, string Digest, string Who) : DemoFact(Time);

    /// <summary>A role was taken.</summary>
    /// <param name="Time">When it happened.</param>
    /// <param name="RoleArn">The role.</param>
    /// <param name="Session">The session's name.</param>
    /// <param name="AccessKey">The key that was issued.</param>
    /// <param name="Who">Who took it.</param>
    public sealed record RoleTaken(DateTimeOffset Time, string RoleArn, string Session, string AccessKey, string Who) : DemoFact(Time);
}

/// <summary>The incident of the demo month: what happened, and how it is found.</summary>
/// <param name="Begin">When it began.</param>
/// <param name="End">When its last call was made.</param>
/// <param name="User">The IAM user whose key leaked.</param>
/// <param name="AccessKey">The key.</param>
/// <param name="Address">Where it was used from; nobody else calls from there.</param>
/// <param name="Repository">The repository whose image was replaced.</param>
/// <param name="Tag">The tag that was replaced.</param>
/// <param name="Digest">The digest of what was put there.</param>
/// <param name="ServiceArn">The service that was told to run it.</param>
/// <param name="DeletedRepository">The repository that was deleted in the end.</param>
/// <param name="EventIds">The ids of all its events, in order.</param>
public sealed record DemoIncident(
    DateTimeOffset Begin,
    DateTimeOffset End,
    string User,
    string AccessKey,
    string Address,
    string Repository,
    string Tag,
    string Digest,
    string ServiceArn,
    string DeletedRepository,
    IReadOnlyList<string> EventIds)
{
    /// <summary>A filter that finds the thief's calls: the leaked key does not tell by itself, for the old server uses it too.</summary>
    public string Filter => $"ip:{Address}";
}
