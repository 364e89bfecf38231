using System.CommandLine;
using System.CommandLine.Help;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Cli;

/// <summary>The verbs of the executable; <c>serve</c> when none is given.</summary>
internal static class Verbs
{
    /// <summary>Runs a command line. 0: all well; 1: something failed or was refused; 2: the command line is wrong.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Root().Parse(args, new ParserConfiguration
        {
            // A filter may begin with a minus (-service:s3) or an at sign: neither is a bundle of options nor a file of arguments.
            EnablePosixBundling = false,
            ResponseFileTokenReplacer = null,
        });
        var exit = await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,

            // Long enough to roll back what is not committed and to close the books.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
        });
        return parsed.Errors.Count > 0 ? Exit.Usage : exit;
    }

    internal static RootCommand Root()
    {
        var root = new RootCommand("TrailBoard answers questions about AWS CloudTrail events: who did what, where from, when.")
        {
            ServeVerb.Create(),
            ImportVerb.Create(),
            SourcesVerb.Create(),
            CoverageVerb.Create(),
            QuarantineVerb.Create(),
            PruneVerb.Create(),
            DemoVerb.Create(),
            QueryVerb.Create(),
            ActorVerb.Create(),
            ActivitiesVerb.Create(),
        };
        ServeVerb.Complete(root);
        root.WithExamples(
            "trailboard                                 serve the pages on http://localhost:5080",
            "trailboard import ./AWSLogs                read every trail file below a folder",
            "trailboard query 'service:ecr error:*'     the failed calls to ECR, newest first");

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}

/// <summary>What the process answers to its caller.</summary>
internal static class Exit
{
    public const int Well = 0;
    public const int Failed = 1;
    public const int Usage = 2;
}

/// <summary>Options that verbs share.</summary>
internal static class VerbOptions
{
    public static Option<string?> Store() => new("--store")
    {
        Description = "The SQLite file to use. Without it: the one in the data folder (see docs/settings.md).",
        HelpName = "FILE",
    };

    /// <summary>Refuses all but numbers from 1 on. By its text: the library's own conversion throws where it cannot convert.</summary>
    public static void AcceptFrom1To(this Option option, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token, ..] && !(int.TryParse(token.Value, out var number) && number >= 1 && number <= most))
        {
            result.AddError($"{option.Name} takes a number from 1{(most < int.MaxValue ? $" to {most:N0}" : "")}, not '{VisibleText.Of(token.Value)}'.");
        }
    });

    /// <summary>The setting that the option stands for. A relative path is below the working folder.</summary>
    public static KeyValuePair<string, string?> Setting(string? store) =>
        new("Store:File", store is null ? null : Path.GetFullPath(store));
}
