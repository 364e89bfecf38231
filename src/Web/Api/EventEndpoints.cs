using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Api;

/// <summary>Events as a list and one by one.</summary>
internal static class EventEndpoints
{
    public const int MaxLimit = 1_000;

    public static void MapEvents(this RouteGroupBuilder api)
    {
        api.MapGet("/events", ListAsync)
            .WithName("ListEvents")
            .WithSummary("Events, newest first")
            .WithDescription("Pass 'next' of one page as 'after' to get the following page; it is null on the last one. Members of an event are named as the filter language names its fields; fields without a value are left out.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/events/{eventId}", RecordAsync)
            .WithName("GetEvent")
            .WithSummary("The record of one event, as CloudTrail delivered it")
            .WithDescription($"The record byte for byte, but for secrets, which are masked: the header {RecordResult.MaskedHeader} says how many. Where records with the same eventID and other content were delivered, {RecordResult.VersionsHeader} says how many there are and 'version' chooses one, from 1.")
            .Produces<object>(StatusCodes.Status200OK, "application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/events/{eventId}/actor", ActorAsync)
            .WithName("GetEventActor")
            .WithSummary("Who is behind an event")
            .WithDescription("The chain from the event's own caller back to who really acted, each hop with its proof and the events that give it. 'version' chooses one of several records with this eventID, from 1.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<EventListJson>, ProblemHttpResult>> ListAsync(
        [AsParameters] ApiQuery question,
        [FromServices] IEventQueries queries,
        CancellationToken cancellationToken,
        [Description("How many events at most, from 1 to 1000.")] int limit = 50,
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

        var cursor = default(EventCursor);
        if (!string.IsNullOrEmpty(after) && !EventCursor.TryParse(after, out cursor))
        {
            return ApiProblem.BadRequest("after", "'after' is not a cursor: pass 'next' of the page before, unchanged.");
        }

        var page = await queries.PageAsync(query, string.IsNullOrEmpty(after) ? null : cursor, limit, cancellationToken);
        return TypedResults.Ok(new EventListJson([.. page.Events.Select(stored => stored.Event)], page.Next?.ToString()));
    }

    private static async Task<Results<RecordResult, ProblemHttpResult>> RecordAsync(
        string eventId,
        [FromServices] IEventQueries queries,
        CancellationToken cancellationToken,
        [Description("Which of several records with this eventID, from 1.")] int version = 1)
    {
        var versions = await queries.FindAsync(eventId, cancellationToken);
        return NotOneOf(versions, version) is { } problem ? problem : new RecordResult(versions[version - 1].Stored.Record, versions.Count);
    }

    private static async Task<Results<Ok<ActorJson>, ProblemHttpResult>> ActorAsync(
        string eventId,
        [FromServices] IEventQueries queries,
        [FromServices] IActorEvidence evidence,
        CancellationToken cancellationToken,
        [Description("Which of several records with this eventID, from 1.")] int version = 1)
    {
        var versions = await queries.FindAsync(eventId, cancellationToken);
        return NotOneOf(versions, version) is { } problem ? problem : TypedResults.Ok(ActorJson.Of(await EventActor.OfAsync(evidence, versions[version - 1].Stored, cancellationToken)));
    }

    private static ProblemHttpResult? NotOneOf(IReadOnlyList<EventDetail> versions, int version) =>
        versions.Count == 0 ? ApiProblem.NotFound("The store holds no event with this eventID.")
        : version < 1 || version > versions.Count ? ApiProblem.OutOfRange("version", 1, versions.Count, version)
        : null;
}

/// <summary>A page of events.</summary>
/// <param name="Events">The events, newest first.</param>
/// <param name="Next">The cursor to pass as 'after' for the following page, or null at the end.</param>
internal sealed record EventListJson(IReadOnlyList<TrailEvent> Events, string? Next);

/// <summary>A record as it was delivered, with secrets masked.</summary>
internal sealed class RecordResult(ReadOnlyMemory<byte> record, int versions) : IResult
{
    public const string MaskedHeader = "X-TrailBoard-Masked";
    public const string VersionsHeader = "X-TrailBoard-Versions";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var shown = ShownRecord.Of(record);
        var response = httpContext.Response;
        response.ContentType = "application/json";
        response.ContentLength = shown.Json.Length;
        response.Headers[MaskedHeader] = shown.Masked.ToString(CultureInfo.InvariantCulture);
        response.Headers[VersionsHeader] = versions.ToString(CultureInfo.InvariantCulture);
        await response.Body.WriteAsync(shown.Json, httpContext.RequestAborted);
    }
}
