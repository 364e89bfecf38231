using System.ComponentModel;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TrailBoard.Core.Views;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Api;

/// <summary>A whole answer as a file, of any size: written as it is read.</summary>
internal static class ExportEndpoints
{
    private const string Endings = "The answer begins at once and is written as the events are read; one that could not be written to its end breaks off, and does not end.";

    private delegate Task Write(Stream stream, IAsyncEnumerable<StoredEvent> events, CancellationToken cancellationToken);

    public static void MapExports(this WebApplication app)
    {
        var exports = app.MapGroup("/export").WithTags("Export").ProducesProblem(StatusCodes.Status400BadRequest);
        exports.MapGet("/events.csv", Export("events.csv", "text/csv; charset=utf-8", WriteCsvAsync))
            .WithName("ExportCsv")
            .WithSummary("Matching events as CSV, one column for each field")
            .WithDescription("RFC 4180. Text that a spreadsheet would run as a formula gets a leading apostrophe. " + Endings)
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        exports.MapGet("/events.ndjson", Export("events.ndjson", "application/x-ndjson", WriteLinesAsync))
            .WithName("ExportNdjson")
            .WithSummary("Records of matching events, one a line")
            .WithDescription("Each line is a record as CloudTrail delivered it, secrets masked. " + Endings)
            .Produces<string>(StatusCodes.Status200OK, "application/x-ndjson");
        exports.MapGet("/events.json", Export("events.json", MediaTypeNames.Application.Json, WriteRecordsAsync))
            .WithName("ExportJson")
            .WithSummary("Records of matching events as one CloudTrail file")
            .WithDescription("{\"Records\":[…]}, as CloudTrail delivers them, secrets masked: it can be imported again. " + Endings)
            .Produces<object>(StatusCodes.Status200OK, MediaTypeNames.Application.Json);
    }

    private static Delegate Export(string file, string type, Write write) => (
        HttpContext context,
        [AsParameters] ApiQuery question,
        [FromQuery(Name = PageUrls.Progress), Description("The name of the open page of this site that shows how far the export is. Programs leave it out.")] string? progress,
        [FromServices] IEventQueries queries,
        [FromServices] Downloads downloads) => question.TryRead(out var query, out var problem)
            ? (Results<PushStreamHttpResult, ProblemHttpResult>)TypedResults.Stream(stream => SendAsync(context, stream, query, write, queries, downloads.Begin(progress, file)), type, file)
            : problem;

    // What ends before it is whole ends by aborting the connection, so that the reader sees it: neither a fault nor a person who stops an export may
    // make it look like a short answer.
    private static async Task SendAsync(HttpContext context, Stream stream, EventQuery query, Write write, IEventQueries queries, Download? download)
    {
        var (stopped, aborted, isSent) = (download?.Stopped ?? CancellationToken.None, context.RequestAborted, false);
        try
        {
            using var stop = stopped.Register(context.Abort);

            // A browser shows a download once it has the head of the answer, and the first events may take long to be found.
            await stream.FlushAsync(aborted);
            await write(stream, download?.ReadAsync(queries, query, aborted) ?? queries.ExportAsync(query, aborted), aborted);
            isSent = true;
        }
        finally
        {
            download?.Finish(stopped.IsCancellationRequested || aborted.IsCancellationRequested ? DownloadEnd.Stopped : isSent ? DownloadEnd.Whole : DownloadEnd.Broken);
        }
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
