using TrailBoard.Core.Search;

namespace TrailBoard.Web.State;

/// <summary>What counts as a push and as a deletion of an image (AWS guide "Logging Amazon ECR actions with AWS CloudTrail").</summary>
public static class RepositoryFilters
{
    /// <summary>An image was pushed: the last call of a push; its layer calls are not counted.</summary>
    public static Filter Pushes { get; } = Narrowing.Is(EventFields.Action, "PutImage");

    /// <summary>Images or repositories were deleted, by a person or by a lifecycle rule (which says <c>readOnly: true</c> all the same).</summary>
    public static Filter Deletions { get; } =
        Narrowing.IsAny(EventFields.Action, ["BatchDeleteImage", "DeleteRepository", "PolicyExecutionEvent"]);
}
