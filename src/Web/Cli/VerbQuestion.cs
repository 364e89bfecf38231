using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Cli;

/// <summary>A filter and a range of time as verbs take them.</summary>
internal static class VerbQuestion
{
    public static Argument<string> Filter() => new("FILTER")
    {
        Description = "A filter as in the search box, in quotes; empty or absent for every event.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "",
    };

    public static Option<string?> From() => new("--from") { Description = "Events from this time on: 2026-10-01, 2026-10-01T12:00Z, or back from now: -24h, -7d.", HelpName = "T" };

    public static Option<string?> To() => new("--to") { Description = "Events before this time.", HelpName = "T" };

    /// <summary>Reads what was typed, or says what is wrong with it and where.</summary>
    public static bool TryRead(string text, string? from, string? to, TimeProvider time, TextWriter error, [NotNullWhen(true)] out EventQuery? query)
    {
        query = null;
        if (!FilterParser.TryParse(text, out var filter, out var mistake) && !TryReadWords(text, error, out filter))
        {
            error.WriteLine($"The filter has a mistake at character {mistake.Position + 1}: {VisibleText.Of(mistake.Message)}");
            error.WriteLine("  " + VisibleText.Of(text));
            error.WriteLine("  " + new string(' ', VisibleText.Of(text[..mistake.Position]).Length) + new string('^', Math.Max(1, mistake.Length)));
            return false;
        }

        var now = time.GetUtcNow();
        if (!TryReadTime("--from", from, now, error, out var start) || !TryReadTime("--to", to, now, error, out var end))
        {
            return false;
        }

        query = new EventQuery(filter, new TimeRange(start, end));
        return true;
    }

    /// <summary>Whether there is a store to ask; if not, it is said. Asking must not create one: a name that was mistyped would be answered with nothing.</summary>
    public static async Task<bool> IsThereAsync(ServiceProvider parts, TextWriter error)
    {
        var path = parts.GetRequiredService<IOptions<StoreOptions>>().Value.FilePath;
        if (File.Exists(path))
        {
            return true;
        }

        await error.WriteLineAsync($"There is no store at {path}. Fill one first: trailboard import PATH, or trailboard demo.");
        return false;
    }

    // As in the search box. What is said goes where mistakes go, so the answer stays what it is.
    private static bool TryReadWords(string text, TextWriter error, [NotNullWhen(true)] out Filter? words)
    {
        var isRead = PlainWords.TryRead(text, out words);
        if (isRead)
        {
            error.WriteLine($"Searched as words: {VisibleText.Of(words!.ToString())}. As a filter it held a mistake.");
        }

        return isRead;
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
}
