using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Views;
using TrailBoard.Web.Api;

namespace TrailBoard.Web.Cli;

/// <summary>Activities, newest first, in each format.</summary>
internal sealed class ActivityOutput(InvocationConfiguration console, ActivityQueries queries, EventQuery query, int? limit)
{
    private const int TableRows = 100;
    private const int PageRows = 200;

    public Task WriteAsync(string format, CancellationToken cancellationToken) => format switch
    {
        "table" => WriteTableAsync(limit ?? TableRows, cancellationToken),
        "json" => WriteJsonAsync(cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    private async Task WriteTableAsync(int rows, CancellationToken cancellationToken)
    {
        var table = new TextTable("Time", "Kind", "What", "Outcome", "Events") { Whole = { 0, 1 }, Numbers = { 4 } };
        var events = 0L;
        var isAll = true;
        await foreach (var row in ReadAsync(rows, more => isAll = !more, cancellationToken))
        {
            events += row.Activity.Events.Count;
            table.Add(
                TimeText.Of(row.Activity.End),
                row.Activity.Kind.Title,
                row.Sentence.ToString(),
                row.Activity.Outcome == ActivityOutcome.Succeeded ? "" : ActivityJson.OutcomeOf(row.Activity.Outcome),
                row.Activity.Events.Count.ToString("N0"));
        }

        table.Write(console.Output);
        await console.Error.WriteLineAsync($"{table.Count:N0} activit{(table.Count == 1 ? "y" : "ies")} of {events:N0} event{(events == 1 ? "" : "s")}{(isAll ? "" : ", the newest; --limit shows more")}.");
    }

    private async Task WriteJsonAsync(CancellationToken cancellationToken)
    {
        await using var stream = VerbStream.Of(console.Output);
        await stream.WriteAsync("["u8.ToArray(), cancellationToken);
        var first = true;
        await foreach (var row in ReadAsync(limit ?? int.MaxValue, _ => { }, cancellationToken))
        {
            await stream.WriteAsync(first ? "\n"u8.ToArray() : ",\n"u8.ToArray(), cancellationToken);
            await JsonSerializer.SerializeAsync(stream, ActivityJson.Of(row), cancellationToken: cancellationToken);
            first = false;
        }

        await stream.WriteAsync("\n]\n"u8.ToArray(), cancellationToken);
    }

    private async IAsyncEnumerable<ActivityRow> ReadAsync(int rows, Action<bool> more, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ActivityCursor? after = null;
        do
        {
            var page = await queries.PageAsync(query, after, Math.Min(PageRows, rows), cancellationToken);
            foreach (var row in page.Rows)
            {
                yield return row;
            }

            (after, rows) = (page.Next, rows - page.Rows.Count);
        }
        while (after is not null && rows > 0);

        more(after is not null);
    }
}
