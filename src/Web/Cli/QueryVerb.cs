using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Cli;

/// <summary><c>query</c>: the same questions as the pages ask, answered in the terminal or for other programs.</summary>
internal static class QueryVerb
{
    public static Command Create()
    {
        var (filter, from, to) = (VerbQuestion.Filter(), VerbQuestion.From(), VerbQuestion.To());
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
                && await VerbQuestion.IsThereAsync(parts, error)
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
        await PeopleLookup.FinishAsync(parts, console.Error, query.Filter, field, cancellationToken);
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

    private static bool TryRead(Question question, TimeProvider time, TextWriter error, [NotNullWhen(true)] out EventQuery? query, out EventField? field)
    {
        (query, field) = (null, null);
        if (question.GroupBy is { } name && (!EventFields.TryFind(name, out field) || !field.IsGroupable))
        {
            error.WriteLine($"Events cannot be grouped by '{VisibleText.Of(name)}'. Group by one of: {string.Join(", ", EventFields.All.Where(f => f.IsGroupable).Select(f => f.Name))}.");
            return false;
        }

        return VerbQuestion.TryRead(question.Filter, question.From, question.To, time, error, out query);
    }

    /// <summary>What was asked, as it was typed.</summary>
    private sealed record Question(string Filter, string? From, string? To, string? GroupBy, int? Limit, string Format);
}
