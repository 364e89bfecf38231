using System.Runtime.InteropServices;

namespace TrailBoard.Web.Cli;

/// <summary>
/// Keeps the memory of an import small: about once a transaction what it left is collected. The runtime would look at the youngest objects only,
/// about as often, and let those that outlived one look pile up to eighty megabytes.
/// </summary>
internal sealed class ImportMemory
{
    private const int Records = 20_000;
    private const int ArenaMax = -8;

    private long _next = Records;

    /// <summary>
    /// Lets glibc divide its memory among two threads only. The writer goes from thread to thread, and with an arena for each the pages that
    /// SQLite keeps lie scattered among ten, which took a hundred megabytes.
    /// </summary>
    public static void ShareNativeMemory()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(ArenaMax, 2);
        }
        catch (Exception absent) when (absent is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, which divides its memory in its own way.
        }
    }

    /// <summary>Takes note of how many records were read.</summary>
    public void Read(long records)
    {
        if (records >= _next)
        {
            _next = records + Records;
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        }
    }

    [DllImport("libc.so.6", EntryPoint = "mallopt", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
