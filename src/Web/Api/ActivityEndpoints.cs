using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TrailBoard.Core.Activities;

namespace TrailBoard.Web.Api;

/// <summary>What people and machines did: events folded into activities.</summary>
internal static class ActivityEndpoints
{
    public const int MaxLimit = 1_000;

    public static void MapActivities(this RouteGroupBuilder api) => api.MapGet("/activities", ListAsync)
        .WithName("ListActivities")
        .WithSummary("Events folded into activities, newest first")
        .WithDescription("A push with its layers, a deployment, a day of routine calls: each is one row with the ids of exactly its events. Every matching event is in one activity; events that do not match have no part in any. Pass 'next' of one page as 'after' to get the following page; it is null on the last one.")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<ActivityListJson>, ProblemHttpResult>> ListAsync(
        [AsParameters] ApiQuery question,
        [FromServices] ActivityQueries activities,
        CancellationToken cancellationToken,
        [Description("How many activities at most, from 1 to 1000.")] int limit = 50,
        [Description("The cursor 'next' of the page before.")] string? after = null)
    {
        if (!question.TryRead(out var query, out var problem))
        {
            return problem;
        }

        if (limit is < 1 or > MaxLimit)
        {
            return ApiProblem.OutOfRange("limit", 1, MaxLimit, limit);
        }

        var cursor = default(ActivityCursor);
        if (!string.IsNullOrEmpty(after) && !ActivityCursor.TryParse(after, out cursor))
        {
            return ApiProblem.BadRequest("after", "'after' is not a cursor: pass 'next' of the page before, unchanged.");
        }

        var page = await activities.PageAsync(query, string.IsNullOrEmpty(after) ? null : cursor, limit, cancellationToken);
        return TypedResults.Ok(new ActivityListJson([.. page.Rows.Select(ActivityJson.Of)], page.Next?.ToString()));
    }
}

/// <summary>A page of activities.</summary>
/// <param name="Activities">The activities, newest first.</param>
/// <param name="Next">The cursor to pass as 'after' for the following page, or null at the end.</param>
internal sealed record ActivityListJson(IReadOnlyList<ActivityJson> Activities, string? Next);
