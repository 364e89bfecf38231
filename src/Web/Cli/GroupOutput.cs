using System.CommandLine;
using System.Text.Json;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.Api;

namespace TrailBoard.Web.Cli;

/// <summary>Groups of the matching events, the largest first, in each format.</summary>
internal sealed class GroupOutput(InvocationConfiguration console, IEventQueries queries, EventQuery query, EventField field, int? limit)
{
    private const int TableRows = 100;

    public async Task WriteAsync(string format, CancellationToken cancellationToken)
    {
        var groups = await queries.GroupAsync(
            new GroupQuery(query, field, limit ?? (format == "table" ? TableRows : int.MaxValue)), cancellationToken);
        var rows = groups.Groups.Select(GroupJson.Of);
        switch (format)
        {
            case "table":
                WriteTable(groups);
                break;
            case "json":
                await console.Output.WriteLineAsync("[" + string.Join(",", rows.Select(row => "\n" + JsonSerializer.Serialize(row))) + "\n]");
                break;
            case "ndjson":
                foreach (var row in rows)
                {
                    await console.Output.WriteLineAsync(JsonSerializer.Serialize(row));
                }

                break;
            case "csv":
                await WriteCsvAsync(rows, cancellationToken);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, null);
        }
    }

    private void WriteTable(EventGroups groups)
    {
        var table = new TextTable(field.Title, "Count", "Errors", "Writes", "First", "Last") { Numbers = { 1, 2, 3 }, Whole = { 1, 2, 3, 4, 5 } };
        foreach (var group in groups.Groups)
        {
            table.Add(group.Value, $"{group.Count:N0}", $"{group.Errors:N0}", $"{group.Writes:N0}", TimeText.Of(group.First), TimeText.Of(group.Last));
        }

        table.Write(console.Output);
        console.Error.WriteLine(
            $"{(groups.Groups.Count < groups.Total ? $"{groups.Groups.Count:N0} of " : "")}{groups.Total:N0} value{(groups.Total == 1 ? "" : "s")} in {groups.Events:N0} events" +
            (groups.Without > 0 ? $"; {groups.Without:N0} of them have no {field.Name}." : "."));
    }

    private async Task WriteCsvAsync(IEnumerable<GroupJson> rows, CancellationToken cancellationToken)
    {
        await using var stream = VerbStream.Of(console.Output);
        await using var csv = new EventCsv(stream);
        await csv.WriteRowAsync(["value", "count", "errors", "writes", "first", "last"], cancellationToken);
        foreach (var row in rows)
        {
            await csv.WriteRowAsync([row.Value, row.Count, row.Errors, row.Writes, row.First, row.Last], cancellationToken);
        }
    }
}
