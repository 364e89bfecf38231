using System.CommandLine;
using System.Globalization;
using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Cli;

/// <summary><c>import</c>: files, folders, patterns and standard input into the store.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "A file, a folder with all that is below it, a pattern (*, ?, **; in quotes), or - for standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var source = new Option<string?>("--source")
        {
            Description = "A source of the settings instead of files: see trailboard sources.",
            HelpName = "NAME",
        };
        var from = Time("--from", "With --source: all events from this time on. Of a bucket whole files are read, so some from just before come too.");
        var to = Time("--to", "With --source: all events before this time. Of a bucket whole files are read, so some from just after come too.");
        var store = VerbOptions.Store();
        var json = ImportOutput.JsonOption();
        var command = new Command("import", "Import trail files. What was imported before is skipped, so it can be run again at any time.")
        {
            paths, source, from, to, store, json,
        };
        command.WithExamples(
            "trailboard import ./AWSLogs",
            "trailboard import 'logs/**/2026/10/*/*.json.gz' --store audit.db",
            "aws s3 cp s3://trail/file.json.gz - | trailboard import -",
            "trailboard import ./AWSLogs --json | jq .stored",
            "trailboard import --source production --from 2026-10-01 --to 2026-10-08");
        command.Validators.Add(result =>
        {
            var hasSource = result.GetValue(source) is not null;
            if (hasSource == (result.GetResult(paths) is { Tokens.Count: > 0 }))
            {
                result.AddError("Name what to import: either files, or a source with --source.");
            }
            else if (!hasSource && (result.GetResult(from) is not null || result.GetResult(to) is not null))
            {
                result.AddError("--from and --to go with --source: files are imported whole.");
            }
        });
        command.SetGuardedAction((parsed, cancellationToken) => parsed.GetValue(source) is { } name
            ? SourceImport.RunAsync(
                parsed, name, new SourceRequest(parsed.GetValue(from), parsed.GetValue(to)), parsed.GetValue(store), parsed.GetValue(json), cancellationToken)
            : RunAsync(parsed, parsed.GetRequiredValue(paths), parsed.GetValue(store), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description + " For example 2026-10-01 or 2026-10-01T12:00:00Z; UTC where it says no zone.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(
                result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            {
                return time;
            }

            result.AddError($"{name}: '{result.Tokens[0].Value}' is not a time such as 2026-10-01 or 2026-10-01T12:00:00Z.");
            return null;
        },
    };

    private static async Task<int> RunAsync(ParseResult parsed, string[] paths, string? store, bool json, CancellationToken cancellationToken)
    {
        var error = parsed.InvocationConfiguration.Error;
        await using var parts = VerbParts.Build(store);
        var trails = parts.GetRequiredService<ILocalTrails>();
        ITrailSource? source;
        if (paths.Contains("-", StringComparer.Ordinal))
        {
            if (paths.Length > 1)
            {
                await error.WriteLineAsync("Standard input (-) cannot be imported together with files: run it twice.");
                return Exit.Usage;
            }

            source = trails.Stream(Console.OpenStandardInput(), "standard input");
        }
        else if (!trails.TryPaths(paths, out source, out var problem))
        {
            await error.WriteLineAsync(problem);
            return Exit.Usage;
        }

        return await ImportOutput.RunAsync(parsed, parts, source, "import", json, cancellationToken);
    }
}
