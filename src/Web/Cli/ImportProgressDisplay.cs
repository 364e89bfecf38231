using Spectre.Console;
using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Cli;

/// <summary>Shows how an import comes along: a bar on a terminal, a line a second elsewhere.</summary>
internal static class ImportProgressDisplay
{
    public static Task<ImportSummary> ShowAsync(TextWriter error, TimeProvider time, Func<Action<ImportProgress>, Task<ImportSummary>> run) =>
        ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected
            ? ShowBarAsync(error, run)
            : run(new LineASecond(error, time).Show);

    private static Task<ImportSummary> ShowBarAsync(TextWriter error, Func<Action<ImportProgress>, Task<ImportSummary>> run) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) })
            .Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async bar =>
            {
                var task = bar.AddTask("listing", new ProgressTaskSettings { MaxValue = 1 });
                task.IsIndeterminate = true;
                return await run(progress =>
                {
                    task.Description = Markup.Escape(ImportWords.Line(progress));
                    if (progress is { ListingComplete: true, FilesListed: > 0 })
                    {
                        // By bytes where sizes are known: files differ too much in size.
                        task.IsIndeterminate = false;
                        task.Value = progress.BytesListed > 0
                            ? Math.Min(1, (double)progress.BytesRead / progress.BytesListed)
                            : (double)progress.FilesSettled / progress.FilesListed;
                    }
                });
            });

    private sealed class LineASecond(TextWriter error, TimeProvider time)
    {
        private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

        private long _last = time.GetTimestamp();

        public void Show(ImportProgress progress)
        {
            if (time.GetElapsedTime(_last) >= Second)
            {
                _last = time.GetTimestamp();
                error.WriteLine(VisibleText.Of(ImportWords.Line(progress)));
            }
        }
    }
}
