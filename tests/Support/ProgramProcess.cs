using System.Diagnostics;
using System.Globalization;

namespace TrailBoard.Tests;

/// <summary>The real program in a process of its own, with settings of its own and the credentials of nobody.</summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    // Built with the tests, for the same configuration and framework.
    private static readonly string Program = Repository.File(Path.Combine(
        ["src", "Web", "bin", .. AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)[^2..], "TrailBoard.Web.dll"]));

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task<string> _output;

    private ProgramProcess(Process process) =>
        (_process, _errors, _output) = (process, process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its working folder, home and data folder.</param>
    /// <param name="settings">Settings as they are written in the environment, without the prefix: <c>Sources__0__Name</c>.</param>
    public static ProgramProcess Start(string folder, IEnumerable<(string Key, string Value)> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in (IEnumerable<(string, string)>)
            [("HOME", folder), ("AWS_ACCESS_KEY_ID", "AKIATRAILBOARDTEST00"), ("AWS_SECRET_ACCESS_KEY", "not-a-secret"), ("AWS_REGION", "us-east-1"), ("AWS_EC2_METADATA_DISABLED", "true"), ("TRAILBOARD_Store__DataFolder", folder)])
        {
            start.Environment[key] = value;
        }

        start.Environment.Remove("AWS_PROFILE");
        start.Environment.Remove("AWS_SESSION_TOKEN");
        foreach (var (key, value) in settings)
        {
            start.Environment[$"TRAILBOARD_{key}"] = value;
        }

        return new ProgramProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, IEnumerable<(string Key, string Value)> settings, params string[] arguments)
    {
        await using var program = Start(folder, settings, arguments);
        return await program.EndAsync();
    }

    /// <summary>Whether it has ended, for whatever reason.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Asks it to end, as an init system or a container engine does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        using var enough = new CancellationTokenSource(Wait.Long);
        await _process.WaitForExitAsync(enough.Token);
        return (_process.ExitCode, await _output, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
