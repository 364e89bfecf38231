using System.CommandLine;
using System.Text.Json;
using TrailBoard.Core.Views;
using TrailBoard.Web.Api;

namespace TrailBoard.Web.Cli;

/// <summary>Matching events, newest first, in each format. All but the table are written as they are read.</summary>
internal sealed class EventOutput(InvocationConfiguration console, IEventQueries queries, EventQuery query, int? limit)
{
    private const int TableRows = 100;
    private const int PageRows = 500;

    public Task WriteAsync(string format, CancellationToken cancellationToken) => format switch
    {
        "table" => WriteTableAsync(limit ?? TableRows, cancellationToken),
        "json" => WriteJsonAsync(asLines: false, cancellationToken),
        "ndjson" => WriteJsonAsync(asLines: true, cancellationToken),
        "csv" => WriteCsvAsync(cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    private async Task WriteTableAsync(int rows, CancellationToken cancellationToken)
    {
        var table = new TextTable("Time", "Who", "Service", "Action", "On", "From", "Region", "Error") { Whole = { 0 } };
        EventCursor? after = null;
        do
        {
            var page = await queries.PageAsync(query, after, Math.Min(PageRows, rows - table.Count), cancellationToken);
            foreach (var stored in page.Events)
            {
                var e = stored.Event;
                table.Add(
                    TimeText.Of(e.Time),
                    e.Actor.User ?? e.Actor.Identity ?? "",
                    Short(e.Service),
                    e.Action ?? "",
                    e.Repositories is [var repository, ..] ? repository : e.Resources is [var resource, ..] ? resource : "",
                    e.Address ?? "",
                    e.Region ?? "",
                    e.Error ?? "");
            }

            after = page.Next;
        }
        while (after is not null && table.Count < rows);

        table.Write(console.Output);
        var all = after is null ? table.Count : await queries.CountAsync(query, cancellationToken);
        await console.Error.WriteLineAsync(after is null
            ? $"{all:N0} event{(all == 1 ? "" : "s")}."
            : $"{table.Count:N0} of {all:N0} events, the newest; --limit shows more.");
    }

    private async Task WriteJsonAsync(bool asLines, CancellationToken cancellationToken)
    {
        await using var stream = VerbStream.Of(console.Output);
        await using var writer = new Utf8JsonWriter(stream);
        var first = true;
        if (!asLines)
        {
            await stream.WriteAsync("["u8.ToArray(), cancellationToken);
        }

        await foreach (var stored in ReadAsync(cancellationToken))
        {
            if (!asLines)
            {
                await stream.WriteAsync(first ? "\n"u8.ToArray() : ",\n"u8.ToArray(), cancellationToken);
                first = false;
            }

            EventJson.Write(writer, stored.Event, ShownRecord.Of(stored.Record).Json);
            await writer.FlushAsync(cancellationToken);
            writer.Reset();
            if (asLines)
            {
                await stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }
        }

        if (!asLines)
        {
            await stream.WriteAsync("\n]\n"u8.ToArray(), cancellationToken);
        }
    }

    private async Task WriteCsvAsync(CancellationToken cancellationToken)
    {
        await using var stream = VerbStream.Of(console.Output);
        await using var csv = new EventCsv(stream);
        await csv.WriteHeaderAsync(cancellationToken);
        await foreach (var stored in ReadAsync(cancellationToken))
        {
            await csv.WriteAsync(stored.Event, cancellationToken);
        }
    }

    private async IAsyncEnumerable<StoredEvent> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = limit ?? int.MaxValue;
        await foreach (var stored in queries.ExportAsync(query, cancellationToken))
        {
            yield return stored;
            if (limit is not null && --left == 0)
            {
                yield break;
            }
        }
    }

    private static string Short(string? service) => service?.Replace(".amazonaws.com", "", StringComparison.Ordinal) ?? "";
}
