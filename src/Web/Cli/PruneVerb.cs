using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Cli;

/// <summary><c>prune</c>: removes the oldest days for good, or says what would go.</summary>
internal static class PruneVerb
{
    private const int MostDays = 36_500;

    public static Command Create()
    {
        var keep = new Option<int>("--keep-days") { Description = "How many whole days before today, UTC, to keep.", HelpName = "N", Required = true };
        keep.AcceptFrom1To(MostDays);
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be removed." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var store = VerbOptions.Store();
        var command = new Command("prune", "Remove the events of the oldest days for good. Imports do not bring them back, whichever file has them.") { keep, dryRun, json, store };
        command.WithExamples("trailboard prune --keep-days 365 --dry-run", "trailboard prune --keep-days 365");
        command.SetGuardedAction(async (parsed, cancellationToken) =>
        {
            await using var parts = await VerbParts.OpenAsync(parsed.GetValue(store), cancellationToken);
            var retention = parts.GetRequiredService<IRetention>();
            var before = RetentionService.FirstDayLeft(parts.GetRequiredService<TimeProvider>().GetUtcNow(), parsed.GetValue(keep));
            var isDry = parsed.GetValue(dryRun);
            var removed = isDry ? await retention.PlanAsync(before, cancellationToken) : await retention.RemoveAsync(before, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json) ? Json(removed, isDry) : Sentence(removed, isDry));
            return Exit.Well;
        });
        return command;
    }

    private static string Json(RemovedDays removed, bool isDry) =>
        JsonSerializer.Serialize(new { before = Text(removed.Before), dryRun = isDry, days = removed.Days, events = removed.Events, files = removed.Files, bytes = removed.Bytes });

    private static string Sentence(RemovedDays removed, bool isDry) => removed.Events == 0
        ? $"The store has no events before {Text(removed.Before)} UTC."
        : $"{(isDry ? "Would remove" : "Removed")} {Numbers.Of(removed.Days, "day")} before {Text(removed.Before)} UTC: {Numbers.Of(removed.Events, "event")}, "
            + $"{Numbers.Exact(removed.Bytes)} bytes of records, {Numbers.Of(removed.Files, "file")} with none left."
            + (isDry ? "" : " The store uses their space again; its file does not shrink.");

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
