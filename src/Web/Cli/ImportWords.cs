using System.Globalization;
using TrailBoard.Core.Import;

namespace TrailBoard.Web.Cli;

/// <summary>Numbers of an import in words.</summary>
internal static class ImportWords
{
    private const double Megabyte = 1_000_000;

    public static string Rate(ImportProgress progress) => string.Create(
        CultureInfo.InvariantCulture, $"{progress.BytesPerSecond / Megabyte:N1} MB/s, {progress.EventsPerSecond:N0} events/s");

    public static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:N1} s")
        : time.TotalHours < 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{(int)time.TotalHours} h {time.Minutes} min";

    /// <summary>One line: files, events, rate, what is left.</summary>
    public static string Line(ImportProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.FilesSettled:N0} of {progress.FilesListed:N0}{(progress.ListingComplete ? "" : "+")} files, {progress.Counts.Read:N0} events, {progress.BytesPerSecond / Megabyte:N1} MB/s{(progress.Left is { } left ? $", {Duration(left)} left" : "")}");
}
