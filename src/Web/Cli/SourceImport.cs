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
        var exit = Exit.Failed;
        var ran = await new SourceTurn(states, SourceOwner.OfThisProcess(), time).TryRunAsync(
            source.Name,
            async token =>
            {
                var opened = parts.GetRequiredService<IRemoteSources>().Open(source, request.From, request.To);
                using var closing = opened as IDisposable;
                ImportSummary? summary = null;
                exit = await ImportOutput.RunAsync(parsed, parts, opened, source.Type?.ToString() ?? "", json, token, end => summary = end);
                foreach (var note in opened.Notes)
                {
                    await error.WriteLineAsync(note);
                }

                return End(summary!, opened.PollAfter, time.GetUtcNow());
            },
            cancellationToken);
        if (!ran)
        {
            var holder = (await states.AllAsync(cancellationToken)).FirstOrDefault(state => state.Name == source.Name)?.Owner ?? "another process";
            await error.WriteLineAsync($"The source {source.Name} is being imported by {holder}. Wait until it has ended, or pause it there.");
        }

        return exit;
    }

    private static SourceRunEnd End(ImportSummary summary, TimeSpan pollAfter, DateTimeOffset now) => SourceVerdict.IsFailure(summary)
        ? new SourceRunEnd(summary.Progress.RunId, null, SourceVerdict.Error(summary), null)
        : new SourceRunEnd(summary.Progress.RunId, now, SourceVerdict.Error(summary), now + pollAfter);
}
