using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>What a process took.</summary>
/// <param name="Seconds">By the clock, from its start to its end.</param>
/// <param name="Processor">Seconds of processor time, those of its own children included.</param>
/// <param name="PeakBytes">The most memory that was resident.</param>
internal sealed record ProcessCost(double Seconds, double Processor, long PeakBytes, int ExitCode);

/// <summary>The processes that were waited for, as the kernel counts them: one child a process of ours, so that the numbers are its own.</summary>
internal static partial class ChildProcess
{
    private const int Children = -1;
    private const int Terminate = 15;

    /// <summary>Runs a program to its end. What it writes goes where ours goes.</summary>
    public static async Task<ProcessCost> RunAsync(IReadOnlyList<string> command)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return CostOfChildren(clock.Elapsed.TotalSeconds, process.ExitCode);
    }

    /// <summary>Asks a process to end, as a person with Ctrl-C does.</summary>
    public static void AskToEnd(Process process)
    {
        if (Kill(process.Id, Terminate) != 0)
        {
            throw new Win32Exception();
        }
    }

    /// <summary>What all children that have ended took.</summary>
    public static ProcessCost CostOfChildren(double seconds, int exitCode)
    {
        var usage = new long[18];
        if (GetUsage(Children, usage) != 0)
        {
            throw new Win32Exception();
        }

        // struct rusage on 64-bit Linux: two times of seconds and microseconds, then the peak in KB.
        return new ProcessCost(seconds, usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6), usage[4] * 1024, exitCode);
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetUsage(int who, [Out] long[] usage);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
