namespace TrailBoard.Core.Import;

/// <summary>Tries whether a source can be read: credentials, roles and permissions, step by step. Nothing is imported, changed or deleted.</summary>
public interface ISourceChecks
{
    /// <summary>
    /// Yields each step as it is done. It ends in seconds, or a little more for many accounts and regions: a step that gets no answer
    /// has failed. What goes wrong is told by the steps; it throws nothing but <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <param name="source">The source's settings, right or wrong.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    IAsyncEnumerable<SourceCheckStep> CheckAsync(SourceOptions source, CancellationToken cancellationToken);
}

/// <summary>How a step of a check came out.</summary>
public enum SourceCheckOutcome
{
    /// <summary>It works.</summary>
    Passed,

    /// <summary>It works, or may work, but a person should look at it.</summary>
    Warning,

    /// <summary>It does not work: the source cannot be read, or not all of it.</summary>
    Failed,

    /// <summary>It was not tried, because a step that it depends on failed.</summary>
    NotTried,
}

/// <summary>One step of a check.</summary>
/// <param name="Title">What was tried, in a few words.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Sentence">What was found out, in words; it shows no secret. It may hold text of AWS or of the settings.</param>
/// <param name="MissingPermission">The IAM action that must be allowed, for example <c>s3:GetObject</c>, or null where none is known to be missing.</param>
/// <param name="NextStep">What to do now, or null where there is nothing to do.</param>
public sealed record SourceCheckStep(string Title, SourceCheckOutcome Outcome, string Sentence, string? MissingPermission, string? NextStep);
