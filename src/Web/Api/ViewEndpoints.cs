using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

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
            .WithDescription("Buckets of one round width, empty ones included, over the range of the question, or of the matching events where it is open. With 'by' each is divided as on the Events page: by the six most frequent values of a field, each with its count in every bucket, and 'rest', which has another value or none.")
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
        [Description("How many buckets at most, from 1 to 1000.")] int buckets = 60,
        [Description("A field of one value an event, by which each bucket is divided: verb, mutating, service, action, region, account, identityType, user, role, actor, ip or error.")] string? by = null)
    {
        if (!question.TryRead(out var query, out var problem))
        {
            return problem;
        }

        if (buckets is < 1 or > MaxBuckets)
        {
            return ApiProblem.OutOfRange("buckets", 1, MaxBuckets, buckets);
        }

        if (string.IsNullOrEmpty(by))
        {
            return TypedResults.Ok(HistogramJson.Of(await queries.HistogramAsync(query, buckets, cancellationToken)));
        }

        if (!EventFields.TryFind(by, out var field) || !BarStack.Fields.Contains(field))
        {
            return ApiProblem.BadRequest("by", $"Bars cannot be divided by '{by}'. Fields to divide them by: {string.Join(", ", BarStack.Fields.Select(known => known.Name))}.");
        }

        var stack = await queries.StackAsync(new StackQuery(query, field, buckets, BarStack.Most), cancellationToken);
        return TypedResults.Ok(HistogramJson.Of(stack.Bars) with { By = DividedJson.Of(field, stack) });
    }

    private static string GroupableNames() => string.Join(", ", EventFields.All.Where(field => field.IsGroupable).Select(field => field.Name));
}

/// <summary>Groups of events.</summary>
internal sealed record GroupListJson(IReadOnlyList<GroupJson> Groups, int Total, long Events, long Without);

/// <summary>Events over time: 'start' is the start of the first bucket, null where nothing matches.</summary>
internal sealed record HistogramJson(string? Start, double WidthSeconds, long Total, IReadOnlyList<BucketJson> Buckets)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DividedJson? By { get; init; }

    public static HistogramJson Of(EventHistogram histogram) => new(
        histogram.Buckets.Count == 0 ? null : TimeText.Of(histogram.Start),
        histogram.Width.TotalSeconds,
        histogram.Total,
        [.. histogram.Buckets.Select((bucket, i) => new BucketJson(TimeText.Of(histogram.Start + (histogram.Width * i)), bucket.Count, bucket.Errors, bucket.Writes))]);
}

/// <summary>What each bucket is divided into, in the order of the buckets: 'total' values in all, of which those with most events have counts; 'rest' are the events with another value or with none, 'without' those with none.</summary>
internal sealed record DividedJson(string Field, IReadOnlyList<StackedJson> Values, int Total, long Without, IReadOnlyList<long> Rest)
{
    public static DividedJson Of(EventField field, EventStack stack) =>
        new(field.Name, [.. stack.Values.Select(value => new StackedJson(value.Value, value.Count, value.Counts))], stack.Total, stack.Without, stack.Rest());
}

/// <summary>A value and its events, in all and in each bucket.</summary>
internal sealed record StackedJson(string Value, long Count, IReadOnlyList<int> Counts);

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
