using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace TrailBoard.Web.Cli;

/// <summary>The usual help under the program's own name, and below it command lines that can be copied.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => usual.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var help = new StringWriter();
        configuration.Output = help;
        var exit = usual.Invoke(parseResult);
        configuration.Output = output;

        // The library writes the file's name, which depends on how the program was started, and a section for arguments that
        // pass through, which here are settings.
        output.Write(help.ToString()
            .Replace(RootCommand.ExecutableName, "trailboard", StringComparison.Ordinal)
            .Replace("[[--] <additional arguments>...]]", "[--Section:Key=Value...]", StringComparison.Ordinal)
            .Replace("Additional Arguments:", "Settings:", StringComparison.Ordinal)
            .Replace("Arguments passed to the application that is being run.", "--Section:Key=Value sets any setting of docs/settings.md.", StringComparison.Ordinal)
            .TrimEnd());
        output.WriteLine();
        if (Examples.Of(parseResult.CommandResult.Command) is { Length: > 0 } examples)
        {
            output.WriteLine();
            output.WriteLine("Examples (in a checkout, trailboard is: dotnet run --project src/Web --):");
            foreach (var example in examples)
            {
                output.WriteLine("  " + example);
            }
        }

        return exit;
    }
}

/// <summary>Examples of commands.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, string[]> All = [];

    public static void WithExamples(this Command command, params string[] examples) => All.Add(command, examples);

    public static string[] Of(Command command) => All.TryGetValue(command, out var examples) ? examples : [];
}
