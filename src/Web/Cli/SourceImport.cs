using System.CommandLine;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Cli;

/// <summary><c>import --source</c>: one run of a source in the foreground.</summary>
internal static class SourceImport
{
    public static async Task<int> RunAsync(
        ParseResult parsed, string name, SourceRequest request, string? store, bool json, CancellationToken cancellationToken)
    {
        var error = parsed.InvocationConfiguration.Error;
        if (request is { From: { } from, To: { } to } && from >= to)
        {
            await error.WriteLineAsync("--to must be later than --from.");
            return Exit.Usage;
        }

        await using var parts = VerbParts.Build(store);
        var settings = parts.GetRequiredService<SourceSettings>();
        if (settings.Find(name) is not { } source)
        {
            await error.WriteLineAsync(SourcesVerb.Unknown(name, settings));
            return Exit.Usage;
        }

        await parts.GetRequiredService<IStoreSetup>().PrepareAsync(cancellationToken);
        var time = parts.GetRequiredService<TimeProvider>();
        var states = parts.GetRequiredService<ISourceStates>();
        var before = await StateAsync(states, source, cancellationToken);
        var exit = Exit.Failed;
        var turn = new SourceTurn(states, SourceOwner.OfThisProcess(), time);
        var ran = await turn.TryRunAsync(
            source.Name,
            async token =>
            {
                var opened = parts.GetRequiredService<IRemoteSources>().Open(source, request.From, request.To);
                using var closing = opened as IDisposable;
                ImportSummary? summary = null;
                exit = await ImportOutput.RunAsync(parsed, parts, opened, source.Type?.ToString() ?? "", json, token, end => summary = end, turn.Began);
                foreach (var note in opened.Notes)
                {
                    await error.WriteLineAsync(note);
                }

                return token.IsCancellationRequested ? Stopped(summary!, before) : End(summary!, source.Type, opened.PollAfter, time.GetUtcNow());
            },
            renewed: null,
            cancellationToken);
        if (!ran)
        {
            var holder = (await StateAsync(states, source, cancellationToken))?.Owner ?? "another process";
            await error.WriteLineAsync($"The source {source.Name} is being imported by {holder}. Wait until it has ended, or pause it there.");
        }

        return exit;
    }

    private static async Task<SourceState?> StateAsync(ISourceStates states, SourceOptions source, CancellationToken cancellationToken) =>
        (await states.AllAsync(cancellationToken)).FirstOrDefault(state => state.Name == source.Name);

    // By a person: no fault of the source.
    private static SourceRunEnd Stopped(ImportSummary summary, SourceState? before) =>
        new(RunOf(summary), null, before?.LastError, before?.NextTry, before?.Failures ?? 0);

    private static SourceRunEnd End(ImportSummary summary, SourceType? type, TimeSpan pollAfter, DateTimeOffset now) => SourceVerdict.IsFailure(summary)
        ? new SourceRunEnd(RunOf(summary), null, SourceVerdict.Error(summary, type), null, Failures: 1)
        : new SourceRunEnd(RunOf(summary), now, SourceVerdict.Error(summary, type), now + pollAfter);

    private static long? RunOf(ImportSummary summary) => summary.Progress.IsForgotten ? null : summary.Progress.RunId;
}
