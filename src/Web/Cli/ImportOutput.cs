using System.CommandLine;
using System.Text.Json;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Cli;

/// <summary>Runs an import for a terminal: progress on standard error, the summary on standard output.</summary>
internal static class ImportOutput
{
    public static Option<bool> JsonOption() => new("--json") { Description = "Print the summary as one JSON object." };

    public static async Task<int> RunAsync(
        ParseResult parsed,
        ServiceProvider parts,
        ITrailSource source,
        string kind,
        bool json,
        CancellationToken cancellationToken,
        Action<ImportSummary>? ended = null,
        Action<long>? began = null)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        await parts.GetRequiredService<IStoreSetup>().PrepareAsync(cancellationToken);
        var (report, memory) = (new ImportReport(), new ImportMemory());
        var imports = parts.GetRequiredService<ImportRun>();
        var summary = await ImportProgressDisplay.ShowAsync(error, parts.GetRequiredService<TimeProvider>(), show =>
            imports.RunAsync(
                source,
                kind,
                (progress, outcome) =>
                {
                    began?.Invoke(progress.RunId);
                    if (outcome is not null)
                    {
                        report.Add(outcome);
                    }

                    memory.Read(progress.Counts.Read);
                    show(progress);
                },
                cancellationToken));

        ended?.Invoke(summary);
        var end = summary.Progress;
        await report.ExplainAsync(parts.GetRequiredService<IImportLedger>(), end.RunId, CancellationToken.None);
        report.Write(json ? error : output, end);
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(ImportJson.Of(end)));
        }

        if (end.Error is { } reason)
        {
            await error.WriteLineAsync(reason);
        }

        return end.Error is not null || end.FilesFailed + end.FilesKeptAside > 0 || end.Counts.Rejected > 0 ? Exit.Failed : Exit.Well;
    }

    private sealed record ImportJson(int files, long read, long stored, long duplicates, long rejected, long tooOld, int skipped, int failed, double seconds)
    {
        public static ImportJson Of(ImportProgress end) => new(
            end.FilesSettled,
            end.Counts.Read,
            end.Counts.Stored,
            end.Counts.Duplicates,
            end.Counts.Rejected,
            end.Counts.TooOld,
            end.FilesSkipped,
            end.FilesFailed + end.FilesKeptAside,
            Math.Round(end.Elapsed.TotalSeconds, 3));
    }
}
