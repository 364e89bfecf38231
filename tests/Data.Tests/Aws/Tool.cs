using System.Diagnostics;

namespace TrailBoard.Tests.Aws;

/// <summary>A program of this machine, where it is installed.</summary>
internal static class Tool
{
    /// <summary>The program's path, or null.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end with the credentials of nobody.</summary>
    public static async Task<string> RunAsync(string path, params string[] arguments)
    {
        using var process = Start(path, arguments);
        using var enough = new CancellationTokenSource(Wait.Long);
        var output = process.StandardOutput.ReadToEndAsync(enough.Token);
        var errors = process.StandardError.ReadToEndAsync(enough.Token);
        await process.WaitForExitAsync(enough.Token);
        Assert.True(process.ExitCode == 0, $"{path} {string.Join(' ', arguments)}: {await errors}");
        return await output;
    }

    public static Process Start(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AWS_DEFAULT_REGION"] = "eu-west-1";
        start.Environment["AWS_PAGER"] = "";
        return Process.Start(start)!;
    }
}

/// <summary>A test that needs programs of this machine; where one is missing it is reported as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] programs)
    {
        var missing = programs.Where(program => Tool.Find(program) is null).ToList();
        Skip = missing.Count > 0 ? $"Not on PATH: {string.Join(", ", missing)}." : null;
    }
}
