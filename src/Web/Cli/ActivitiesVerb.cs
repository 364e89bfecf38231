using System.CommandLine;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Cli;

/// <summary><c>activities</c>: what people and machines did, events folded as on the Events page.</summary>
internal static class ActivitiesVerb
{
    public static Command Create()
    {
        var (filter, from, to) = (VerbQuestion.Filter(), VerbQuestion.From(), VerbQuestion.To());
        var limit = new Option<int?>("--limit") { Description = "At most so many activities. Default: 100 in a table, else all.", HelpName = "N" };
        limit.AcceptFrom1To(int.MaxValue);
        var format = new Option<string>("--format") { Description = "How to print.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var store = VerbOptions.Store();
        var command = new Command("activities", "What was done: events folded into pushes, deployments and the like. How: docs/activities.md.")
        {
            filter, from, to, limit, format, store,
        };
        command.WithExamples(
            "trailboard activities 'service:ecr' --from -7d",
            "trailboard activities 'user:alice' --format json | jq '.[].sentence'");
        command.SetGuardedAction(async (parsed, cancellationToken) =>
        {
            await using var parts = VerbParts.Build(parsed.GetValue(store));
            var console = parsed.InvocationConfiguration;
            if (!VerbQuestion.TryRead(
                    parsed.GetValue(filter) ?? "", parsed.GetValue(from), parsed.GetValue(to), parts.GetRequiredService<TimeProvider>(), console.Error, out var query)
                || !await VerbQuestion.IsThereAsync(parts, console.Error))
            {
                return Exit.Usage;
            }

            await parts.GetRequiredService<IStoreSetup>().PrepareAsync(cancellationToken);
            await PeopleLookup.FinishAsync(parts, console.Error, query.Filter, groupBy: null, cancellationToken);
            var progress = new SearchProgressLine(console.Error, parts.GetRequiredService<TimeProvider>());
            query = query with { Watch = new(progress.Show) };
            try
            {
                await new ActivityOutput(console, parts.GetRequiredService<ActivityQueries>(), query, parsed.GetValue(limit))
                    .WriteAsync(parsed.GetValue(format) ?? "table", cancellationToken);
                return Exit.Well;
            }
            catch (IOException exception) when (VerbStream.IsClosedPipe(exception))
            {
                // The reader has seen enough, as head has.
                return Exit.Well;
            }
            finally
            {
                progress.End();
            }
        });
        return command;
    }
}
