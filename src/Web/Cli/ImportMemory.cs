using System.Runtime.InteropServices;

namespace TrailBoard.Web.Cli;

/// <summary>
/// Keeps the memory of an import small: about once a transaction what it left is collected. The runtime would look at the youngest objects only,
/// about as often, and let those that outlived one look pile up to eighty megabytes.
/// </summary>
internal sealed class ImportMemory
{
    private const int Records = 20_000;

    // What outlived more than one transaction piles up too, and the C library keeps, for each of the many threads that native memory goes
    // through, what was freed there.
    private const int RecordsOfAll = 15 * Records;

    private long _next = Records;
    private long _nextOfAll = RecordsOfAll;
    private bool _canTrim = OperatingSystem.IsLinux();

    /// <summary>Takes note of how many records were read.</summary>
    public void Read(long records)
    {
        if (records >= _nextOfAll)
        {
            (_next, _nextOfAll) = (records + Records, records + RecordsOfAll);
            GC.Collect(2, GCCollectionMode.Forced, blocking: true);
            Trim();
        }
        else if (records >= _next)
        {
            _next = records + Records;
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        }
    }

    private void Trim()
    {
        if (!_canTrim)
        {
            return;
        }

        try
        {
            _ = TrimNative(0);
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library (musl) has no such function, and keeps less. No reason to end an import.
            _canTrim = false;
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimNative(nuint keep);
}
