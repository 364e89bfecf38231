using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Api;

/// <summary>A whole answer as a file, of any size: written as it is read.</summary>
internal static class ExportEndpoints
{
    public static void MapExports(this WebApplication app)
    {
        var exports = app.MapGroup("/export").WithTags("Export").ProducesProblem(StatusCodes.Status400BadRequest);
        exports.MapGet("/events.csv", (HttpResponse response, [AsParameters] ApiQuery question, [FromServices] IEventQueries queries) =>
                Export(question, response, queries, "events.csv", "text/csv; charset=utf-8", WriteCsvAsync))
            .WithName("ExportCsv")
            .WithSummary("Matching events as CSV, one column for each field")
            .WithDescription("RFC 4180. Text that a spreadsheet would run as a formula gets a leading apostrophe.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        exports.MapGet("/events.ndjson", (HttpResponse response, [AsParameters] ApiQuery question, [FromServices] IEventQueries queries) =>
                Export(question, response, queries, "events.ndjson", "application/x-ndjson", WriteLinesAsync))
            .WithName("ExportNdjson")
            .WithSummary("Records of matching events, one a line")
            .WithDescription("Each line is a record as CloudTrail delivered it, secrets masked.")
            .Produces<string>(StatusCodes.Status200OK, "application/x-ndjson");
        exports.MapGet("/events.json", (HttpResponse response, [AsParameters] ApiQuery question, [FromServices] IEventQueries queries) =>
                Export(question, response, queries, "events.json", MediaTypeNames.Application.Json, WriteRecordsAsync))
            .WithName("ExportJson")
            .WithSummary("Records of matching events as one CloudTrail file")
            .WithDescription("{\"Records\":[…]}, as CloudTrail delivers them, secrets masked: it can be imported again.")
            .Produces<object>(StatusCodes.Status200OK, MediaTypeNames.Application.Json);
    }

    private static Results<PushStreamHttpResult, ProblemHttpResult> Export(
        ApiQuery question,
        HttpResponse response,
        [FromServices] IEventQueries queries,
        string fileName,
        string contentType,
        Func<Stream, IAsyncEnumerable<StoredEvent>, CancellationToken, Task> write)
    {
        if (!question.TryRead(out var query, out var problem))
        {
            return problem;
        }

        // An export is cut short by aborting the connection, so that the reader sees that it is not whole: a fault after the
        // first byte must not look like a short answer.
        var stopped = response.HttpContext.RequestAborted;
        return TypedResults.Stream(
            stream => write(stream, queries.ExportAsync(query, stopped), stopped), contentType, fileName);
    }

    private static async Task WriteCsvAsync(Stream stream, IAsyncEnumerable<StoredEvent> events, CancellationToken cancellationToken)
    {
        await using var csv = new EventCsv(stream);
        await csv.WriteHeaderAsync(cancellationToken);
        await foreach (var stored in events.WithCancellation(cancellationToken))
        {
            await csv.WriteAsync(stored.Event, cancellationToken);
        }
    }

    private static async Task WriteLinesAsync(Stream stream, IAsyncEnumerable<StoredEvent> events, CancellationToken cancellationToken)
    {
        await using var buffered = new BufferedStream(stream, 1 << 16);
        await foreach (var stored in events.WithCancellation(cancellationToken))
        {
            await buffered.WriteAsync(EventJson.OneLine(ShownRecord.Of(stored.Record).Json), cancellationToken);
            await buffered.WriteAsync("\n"u8.ToArray(), cancellationToken);
        }
    }

    private static async Task WriteRecordsAsync(Stream stream, IAsyncEnumerable<StoredEvent> events, CancellationToken cancellationToken)
    {
        await using var buffered = new BufferedStream(stream, 1 << 16);
        await buffered.WriteAsync("{\"Records\":["u8.ToArray(), cancellationToken);
        var separator = "\n"u8.ToArray();
        await foreach (var stored in events.WithCancellation(cancellationToken))
        {
            await buffered.WriteAsync(separator, cancellationToken);
            await buffered.WriteAsync(ShownRecord.Of(stored.Record).Json, cancellationToken);
            separator = ",\n"u8.ToArray();
        }

        await buffered.WriteAsync("\n]}\n"u8.ToArray(), cancellationToken);
    }
}
