using TrailBoard.Web.Cli;

namespace TrailBoard.Web.Tests;

/// <summary>Runs a command line of the program in this process.</summary>
internal static class Verb
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exit = await Verbs.RunAsync(args, output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
