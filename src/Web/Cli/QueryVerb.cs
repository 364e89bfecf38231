using System.CommandLine;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Cli;

/// <summary><c>query</c>: the same questions as the pages ask, answered in the terminal or for other programs.</summary>
internal static class QueryVerb
{
    public static Command Create()
    {
        var filter = new Argument<string>("FILTER")
        {
            Description = "A filter as in the search box, in quotes; empty or absent for every event.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => "",
        };
        var from = new Option<string?>("--from") { Description = "Events from this time on: 2026-10-01, 2026-10-01T12:00Z, or back from now: -24h, -7d.", HelpName = "T" };
        var to = new Option<string?>("--to") { Description = "Events before this time.", HelpName = "T" };
        var groupBy = new Option<string?>("--group-by") { Description = "Count by a field instead of listing events.", HelpName = "FIELD" };
        var limit = new Option<int?>("--limit") { Description = "At most so many rows. Default: 100 in a table, else all.", HelpName = "N" };
        limit.AcceptFrom1To(int.MaxValue);
        var format = new Option<string>("--format") { Description = "How to print.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json", "ndjson", "csv");
        var store = VerbOptions.Store();
        var command = new Command("query", "Search and group events. Fields and operators: docs/filters.md.")
        {
            filter, from, to, groupBy, limit, format, store,
        };
        command.WithExamples(
            "trailboard query 'user:alice readonly:false' --from -7d",
            "trailboard query 'error:AccessDenied*' --group-by identity",
            "trailboard query 'service:ecr action:PutImage' --format ndjson | jq .record",
            "trailboard query '' --group-by ip --format csv > addresses.csv");
        command.SetGuardedAction(async (parsed, cancellationToken) =>
        {
            await using var parts = VerbParts.Build(parsed.GetValue(store));
            var error = parsed.InvocationConfiguration.Error;
            var question = new Question(
                parsed.GetValue(filter) ?? "",
                parsed.GetValue(from),
                parsed.GetValue(to),
                parsed.GetValue(groupBy),
                parsed.GetValue(limit),
                parsed.GetValue(format) ?? "table");
            return TryRead(question, parts.GetRequiredService<TimeProvider>(), error, out var query, out var field)
                && await IsThereAsync(parts, error)
                ? await AnswerAsync(parts, parsed.InvocationConfiguration, question, query, field, cancellationToken)
                : Exit.Usage;
        });
        return command;
    }

    private static async Task<int> AnswerAsync(
        ServiceProvider parts,
        InvocationConfiguration console,
        Question question,
        EventQuery query,
        EventField? field,
        CancellationToken cancellationToken)
    {
        await parts.GetRequiredService<IStoreSetup>().PrepareAsync(cancellationToken);
        var queries = parts.GetRequiredService<IEventQueries>();
        var progress = new SearchProgressLine(console.Error, parts.GetRequiredService<TimeProvider>());
        query = query with { Watch = new SearchWatch(progress.Show) };
        try
        {
            await (field is null
                ? new EventOutput(console, queries, query, question.Limit).WriteAsync(question.Format, cancellationToken)
                : new GroupOutput(console, queries, query, field, question.Limit).WriteAsync(question.Format, cancellationToken));
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
    }

    // Asking must not create a store: a name that was mistyped would be answered with nothing.
    private static async Task<bool> IsThereAsync(ServiceProvider parts, TextWriter error)
    {
        var path = parts.GetRequiredService<IOptions<StoreOptions>>().Value.FilePath;
        if (File.Exists(path))
        {
            return true;
        }

        await error.WriteLineAsync($"There is no store at {path}. Fill one first: trailboard import PATH, or trailboard demo.");
        return false;
    }

    private static bool TryRead(Question question, TimeProvider time, TextWriter error, out EventQuery query, out EventField? field)
    {
        query = EventQuery.All;
        field = null;
        if (!FilterParser.TryParse(question.Filter, out var filter, out var mistake))
        {
            error.WriteLine($"The filter has a mistake at character {mistake.Position + 1}: {VisibleText.Of(mistake.Message)}");
            error.WriteLine("  " + VisibleText.Of(question.Filter));
            error.WriteLine("  " + new string(' ', VisibleText.Of(question.Filter[..mistake.Position]).Length) + new string('^', Math.Max(1, mistake.Length)));
            return false;
        }

        if (question.GroupBy is { } name && (!EventFields.TryFind(name, out field) || !field.IsGroupable))
        {
            error.WriteLine($"Events cannot be grouped by '{VisibleText.Of(name)}'. Group by one of: {string.Join(", ", EventFields.All.Where(f => f.IsGroupable).Select(f => f.Name))}.");
            return false;
        }

        var now = time.GetUtcNow();
        if (!TryReadTime("--from", question.From, now, error, out var from) || !TryReadTime("--to", question.To, now, error, out var to))
        {
            return false;
        }

        query = new EventQuery(filter, new TimeRange(from, to));
        return true;
    }

    private static bool TryReadTime(string option, string? text, DateTimeOffset now, TextWriter error, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        if (!TimeBound.TryParse(text, out var bound))
        {
            error.WriteLine($"{option} '{VisibleText.Of(text)}' is not a time: expected a UTC time such as 2026-10-01 or 2026-10-01T12:00Z, or a distance back from now such as -24h or -7d.");
            return false;
        }

        time = bound.Resolve(now);
        return true;
    }

    /// <summary>What was asked, as it was typed.</summary>
    private sealed record Question(string Filter, string? From, string? To, string? GroupBy, int? Limit, string Format);
}
