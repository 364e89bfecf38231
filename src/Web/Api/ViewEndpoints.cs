using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Api;

/// <summary>Events counted: by a field, over time; and the fields that there are.</summary>
internal static class ViewEndpoints
{
    private const int MaxGroups = 10_000;
    private const int MaxBuckets = 1_000;

    public static void MapViews(this RouteGroupBuilder api)
    {
        api.MapGet("/groups/{field}", GroupAsync)
            .WithName("GroupEvents")
            .WithSummary("Events counted by a field")
            .WithDescription("Groups by count, descending, then by value. 'total' is the number of different values, 'events' the number of matching events, 'without' how many of them have no value in the field. An event with several values counts in each of their groups.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/histogram", HistogramAsync)
            .WithName("CountOverTime")
            .WithSummary("Events counted over time")
            .WithDescription("Buckets of one round width, empty ones included, over the range of the question, or of the matching events where it is open.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/fields", () => TypedResults.Ok(new FieldListJson([.. EventFields.All.Select(FieldJson.Of)])))
            .WithName("ListFields")
            .WithSummary("The fields of the filter language");
    }

    private static async Task<Results<Ok<GroupListJson>, ProblemHttpResult>> GroupAsync(
        [Description("The name of a groupable field, as /api/fields lists them.")] string field,
        [AsParameters] ApiQuery question,
        [FromServices] IEventQueries queries,
        CancellationToken cancellationToken,
        [Description("How many groups at most, from 1 to 10000.")] int limit = 50)
    {
        if (!EventFields.TryFind(field, out var known))
        {
            return ApiProblem.NotFound($"There is no field '{field}'. Fields to group by: {GroupableNames()}.");
        }

        if (!known.IsGroupable)
        {
            return ApiProblem.BadRequest("field", $"Events cannot be grouped by '{known.Name}'. Fields to group by: {GroupableNames()}.");
        }

        if (!question.TryRead(out var query, out var problem))
        {
            return problem;
        }

        if (limit is < 1 or > MaxGroups)
        {
            return ApiProblem.OutOfRange("limit", 1, MaxGroups, limit);
        }

        var groups = await queries.GroupAsync(new GroupQuery(query, known, limit), cancellationToken);
        return TypedResults.Ok(new GroupListJson([.. groups.Groups.Select(GroupJson.Of)], groups.Total, groups.Events, groups.Without));
    }

    private static async Task<Results<Ok<HistogramJson>, ProblemHttpResult>> HistogramAsync(
        [AsParameters] ApiQuery question,
        [FromServices] IEventQueries queries,
        CancellationToken cancellationToken,
        [Description("How many buckets at most, from 1 to 1000.")] int buckets = 60)
    {
        if (!question.TryRead(out var query, out var problem))
        {
            return problem;
        }

        return buckets is < 1 or > MaxBuckets
            ? ApiProblem.OutOfRange("buckets", 1, MaxBuckets, buckets)
            : TypedResults.Ok(HistogramJson.Of(await queries.HistogramAsync(query, buckets, cancellationToken)));
    }

    private static string GroupableNames() => string.Join(", ", EventFields.All.Where(field => field.IsGroupable).Select(field => field.Name));
}

/// <summary>Groups of events.</summary>
internal sealed record GroupListJson(IReadOnlyList<GroupJson> Groups, int Total, long Events, long Without);

/// <summary>Events over time: 'start' is the start of the first bucket, null where nothing matches.</summary>
internal sealed record HistogramJson(string? Start, double WidthSeconds, long Total, IReadOnlyList<BucketJson> Buckets)
{
    public static HistogramJson Of(EventHistogram histogram) => new(
        histogram.Buckets.Count == 0 ? null : TimeText.Of(histogram.Start),
        histogram.Width.TotalSeconds,
        histogram.Total,
        [.. histogram.Buckets.Select((bucket, i) => new BucketJson(TimeText.Of(histogram.Start + (histogram.Width * i)), bucket.Count, bucket.Errors, bucket.Writes))]);
}

/// <summary>One bucket, named by its start.</summary>
internal sealed record BucketJson(string Time, long Count, long Errors, long Writes);

/// <summary>The fields of the filter language.</summary>
internal sealed record FieldListJson(IReadOnlyList<FieldJson> Fields);

/// <summary>One field.</summary>
internal sealed record FieldJson(string Name, string Title, string Kind, string Description, string Example, bool Groupable, bool Facet)
{
    public static FieldJson Of(EventField field) => new(
        field.Name, field.Title, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(field.Kind.ToString()), field.Description, field.Example, field.IsGroupable, field.IsFacet);
}
