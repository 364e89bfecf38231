using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace TrailBoard.Data.Sources.Lookup;

/// <summary>When the next call of an account and region may be made, and how long the last pause after a refusal was.</summary>
internal readonly record struct LookupPace(DateTimeOffset Next, TimeSpan Pause);

/// <summary>
/// The paces of accounts and regions in a small file beside the store, so that all processes on one store keep to one limit: a site and
/// an import at the terminal. The operating system locks it for the moment of a change, and frees it with the process that held it.
/// Nothing is lost with it: whoever cannot use it paces its own calls.
/// </summary>
internal sealed class LookupPaceFile(string path)
{
    // The lock is held for a moment only, but on a machine that is busy a moment can be long.
    private static readonly TimeSpan LongestLock = TimeSpan.FromSeconds(20);

    // A line is "account region ticks ticks"; a file of more than this was not written here.
    private const int LongestFile = 1 << 20;

    /// <summary>Changes the pace of an account and region, and gives what it is then. Null where the file cannot be used.</summary>
    public LookupPace? Change((string Account, string Region) lane, DateTimeOffset now, Func<LookupPace, LookupPace> change)
    {
        try
        {
            // The folder is the store's: where there is none there is nobody to share with.
            if (!Directory.Exists(Path.GetDirectoryName(path)) || Open() is not { } opened)
            {
                return null;
            }

            using var file = opened;
            var paces = Read(file);
            var pace = paces[lane] = change(paces.GetValueOrDefault(lane));
            Write(file, paces.Where(one => one.Key == lane || one.Value.Next > now));
            return pace;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private FileStream? Open()
    {
        FileStream? file = null;
        return SpinWait.SpinUntil(() => TryOpen(out file), LongestLock) ? file : null;
    }

    private bool TryOpen([NotNullWhen(true)] out FileStream? file)
    {
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException fault) when (IsHeld(fault))
        {
            file = null;
            return false;
        }
    }

    // EWOULDBLOCK of Linux and of macOS, and Windows's sharing violation: .NET has no exception of its own for them.
    private static bool IsHeld(IOException fault) => fault.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static Dictionary<(string, string), LookupPace> Read(FileStream file)
    {
        var paces = new Dictionary<(string, string), LookupPace>();
        if (file.Length > LongestFile)
        {
            return paces;
        }

        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(' ') is [var account, var region, var next, var pause] && Ticks(next) is { } at && Ticks(pause) is { } length)
            {
                paces[(account, region)] = new LookupPace(new DateTimeOffset(at, TimeSpan.Zero), TimeSpan.FromTicks(length));
            }
        }

        return paces;
    }

    private static void Write(FileStream file, IEnumerable<KeyValuePair<(string Account, string Region), LookupPace>> paces)
    {
        file.SetLength(0);
        using var writer = new StreamWriter(file, leaveOpen: true);
        foreach (var ((account, region), pace) in paces)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{account} {region} {pace.Next.UtcTicks} {pace.Pause.Ticks}\n"));
        }
    }

    private static long? Ticks(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks ? ticks : null;
}
