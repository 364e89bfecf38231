namespace TrailBoard.Core.Things;

/// <summary>From which source an image was built, as far as the subject of the job's token says it. All text is hostile.</summary>
/// <param name="Repository">The repository of the source.</param>
/// <param name="Ref">The branch or tag, or null.</param>
/// <param name="Environment">The environment that the job ran for, or null.</param>
public sealed record GitOrigin(string Repository, string? Ref, string? Environment)
{
    /// <summary>
    /// Reads the subject of a token that GitHub Actions (<c>repo:org/api:ref:refs/heads/main</c>) or GitLab (<c>project_path:org/api:ref_type:branch:ref:main</c>)
    /// gives its jobs; null where it is another.
    /// </summary>
    public static GitOrigin? Parse(string? subject) => subject?.Split(':') switch
    {
        ["repo", { Length: > 0 } repository, "ref", .. { Length: > 0 } name] => new(repository, Short(string.Join(':', name)), null),
        ["repo", { Length: > 0 } repository, "environment", .. { Length: > 0 } name] => new(repository, null, string.Join(':', name)),
        ["repo", { Length: > 0 } repository, .. { Length: > 0 } rest] => new(repository, string.Join(':', rest).Replace('_', ' '), null),
        ["project_path", { Length: > 0 } repository, "ref_type", var type, "ref", .. { Length: > 0 } name] => new(repository, $"{type} {string.Join(':', name)}", null),
        _ => null,
    };

    private static string Short(string name) =>
        name.StartsWith("refs/heads/", StringComparison.Ordinal) ? "branch " + name[11..]
        : name.StartsWith("refs/tags/", StringComparison.Ordinal) ? "tag " + name[10..]
        : name;
}
