using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TrailBoard.Core.Views;
using TrailBoard.Web.Api;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Cli;

/// <summary><c>coverage</c>: the map of the Coverage page, as a line of marks for each account and region, or for other programs.</summary>
internal static class CoverageVerb
{
    // As the API writes.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "The first day, UTC: 2026-10-01. Without days: the last month of which something is known.", HelpName = "DAY" };
        var to = new Option<string?>("--to") { Description = "The last day, UTC, included.", HelpName = "DAY" };
        var account = new Option<string>("--account") { Description = "Only this account.", HelpName = "ID", DefaultValueFactory = _ => "" };
        var region = new Option<string>("--region") { Description = "Only this region.", HelpName = "NAME", DefaultValueFactory = _ => "" };
        var format = new Option<string>("--format") { Description = "How to print.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var store = VerbOptions.Store();
        var command = new Command("coverage", "Show which days of which accounts and regions are known to be whole, and what is missing.") { from, to, account, region, format, store };
        command.WithExamples(
            "trailboard coverage --from 2026-10-01 --to 2026-10-31",
            "trailboard coverage --format json | jq '.rows[].cells[] | select(.state == \"incomplete\")'");
        command.SetGuardedAction(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (!CoverageDays.TryRead(parsed.GetValue(from), parsed.GetValue(to), out var days, out var mistake))
            {
                await error.WriteLineAsync($"--{mistake.Value.Parameter}: {VisibleText.Of(mistake.Value.Message)}");
                return Exit.Usage;
            }

            await using var parts = await VerbParts.OpenAsync(parsed.GetValue(store), cancellationToken);
            var scope = days with { Account = parsed.GetValue(account) ?? "", Region = parsed.GetValue(region) ?? "" };
            var today = CoverageScope.DayOf(parts.GetRequiredService<TimeProvider>().GetUtcNow());
            var (shown, map) = await CoverageReading.MapAsync(parts.GetRequiredService<ICoverage>(), scope, today, CoverageDays.MostCells, cancellationToken);
            if (parsed.GetValue(format) == "json")
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(CoverageMapJson.Of(map, shown.Last!.Value), Json));
            }
            else
            {
                await WriteAsync(map, shown, output);
            }

            return Exit.Well;
        });
        return command;
    }

    private static async Task WriteAsync(CoverageMap map, CoverageScope shown, TextWriter output)
    {
        if (map.Rows.Count == 0)
        {
            await output.WriteLineAsync(map.Known is null ? "Nothing is covered yet: import trail files, or set up a source." : "Nothing is known of this place: no source asked for it, listed it or brought anything of it.");
            return;
        }

        await output.WriteLineAsync($"{Text(map.First)} to {Text(shown.Last!.Value)}, UTC, a mark for each {(map.DaysInCell == 1 ? "day" : "week from Monday")}.");
        var table = new TextTable("ACCOUNT", "REGION", "COVERAGE", "EVENTS", "FAILURES", "SOURCES");
        table.Numbers.UnionWith([3, 4]);
        table.Whole.Add(2);
        foreach (var row in map.Rows)
        {
            table.Add(
                CoverageWords.Account(row.Account),
                CoverageWords.Region(row.Region),
                string.Concat(row.Cells.Select(cell => Mark(cell.State))),
                Numbers.Exact(row.Cells.Sum(cell => cell.Facts.Events)),
                Numbers.Exact(row.Cells.Sum(cell => cell.Facts.Failures)),
                string.Join(", ", row.Cells.SelectMany(cell => cell.Sources).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
        }

        table.Write(output);
        foreach (var state in CoverageWords.All.Intersect(map.Rows.SelectMany(row => row.Cells).Select(cell => cell.State)))
        {
            await output.WriteLineAsync($"{Mark(state)}  {CoverageWords.Name(state)}: {CoverageWords.Meaning(state)}");
        }

        if (map.RemovedBefore is { } left)
        {
            await output.WriteLineAsync($"What happened before {Text(CoverageScope.DayOf(left))} was removed from the store on purpose.");
        }

        if (map.MoreRows > 0)
        {
            await output.WriteLineAsync($"{Numbers.Of(map.MoreRows, "more row")} not shown: name an account.");
        }
    }

    // A blank would be lost between marks.
    private static string Mark(CoverageState state) => CoverageWords.Mark(state) is { Length: > 0 } mark ? mark : "-";

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
