using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TrailBoard.Core.Import;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Cli;

/// <summary><c>sources</c>: the sources of the settings, and how their last runs ended.</summary>
internal static class SourcesVerb
{
    private const string None = "No source is set up. Write one below Sources in appsettings.json or the environment: see docs/aws.md.";

    public static Command Create()
    {
        var store = VerbOptions.Store();
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each source, one a line." };
        var command = new Command("sources", "List the sources of AWS: state, last success, lag, next try, last error.") { store, json, SourceCheckVerb.Create() };
        command.WithExamples("trailboard sources", "trailboard sources check production", "trailboard sources --json | jq 'select(.lastError != null)'");
        command.SetGuardedAction((parsed, cancellationToken) => RunAsync(parsed, parsed.GetValue(store), parsed.GetValue(json), cancellationToken));
        return command;
    }

    /// <summary>What is said where a name is not that of a source.</summary>
    public static string Unknown(string name, SourceSettings settings) => settings.All.Count == 0
        ? None
        : $"There is no source \"{name}\". There {(settings.All.Count == 1 ? "is" : "are")}: {string.Join(", ", settings.All.Select(source => source.Name))}.";

    private static async Task<int> RunAsync(ParseResult parsed, string? store, bool json, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        await using var parts = await VerbParts.OpenAsync(store, cancellationToken);
        var settings = parts.GetRequiredService<SourceSettings>();
        var now = parts.GetRequiredService<TimeProvider>().GetUtcNow();
        var states = (await parts.GetRequiredService<ISourceStates>().AllAsync(cancellationToken)).ToDictionary(state => state.Name, StringComparer.Ordinal);
        var lines = settings.All.Select(source => SourceLine.Of(source, states.GetValueOrDefault(source.Name), now)).ToList();
        if (json)
        {
            foreach (var line in lines)
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(line));
            }
        }
        else if (lines.Count == 0)
        {
            await output.WriteLineAsync(None);
        }
        else
        {
            var table = new TextTable("SOURCE", "TYPE", "STATE", "LAST SUCCESS", "LAG", "NEXT TRY", "LAST ERROR");
            foreach (var line in lines)
            {
                table.Add(
                    line.name, line.type, line.state, Text(line.lastSuccess),
                    line.lagSeconds is { } lag ? Numbers.Span(TimeSpan.FromSeconds(lag)) : "", Text(line.nextTry), line.lastError ?? "");
            }

            table.Write(output);
        }

        return Exit.Well;
    }

    private static string Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    private sealed record SourceLine(
        string name, string type, string state, DateTimeOffset? lastSuccess, long? lagSeconds, DateTimeOffset? nextTry, string? lastError, string? runBy)
    {
        public static SourceLine Of(SourceOptions source, SourceState? state, DateTimeOffset now) => new(
            source.Name,
            source.Type?.ToString() ?? "",
            StateOf(source, state, now),
            state?.LastSuccess,
            state?.Lag(now) is { } lag ? (long)lag.TotalSeconds : null,
            source.Enabled && state is not { IsPaused: true } ? state?.NextTry : null,
            state?.LastError,
            state?.IsLeased(now) is true ? state.Owner : null);

        // What the store knows: whether a process serves the site now is not in it.
        private static string StateOf(SourceOptions source, SourceState? state, DateTimeOffset now) => state switch
        {
            { } leased when leased.IsLeased(now) => "running",
            { IsPaused: true } => "paused",
            _ when !source.Enabled => "off",
            null or { LastSuccess: null, LastError: null } => "never run",
            { Failures: > 0 } => state.NextTry > now ? "backing off" : "failing",
            { LastError: not null } => "waiting, with failures",
            _ => "waiting",
        };
    }
}
