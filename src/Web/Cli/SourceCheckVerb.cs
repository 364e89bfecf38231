using System.CommandLine;
using System.Text.Json;
using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Cli;

/// <summary><c>sources check</c>: tries one source, and prints each step as it is done.</summary>
internal static class SourceCheckVerb
{
    private const string Indent = "             ";

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "A source of the settings: see trailboard sources." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each step, one a line." };
        var command = new Command("check", "Try the credentials and permissions of a source, step by step. Nothing is imported or changed.") { name, json };
        command.WithExamples("trailboard sources check production", "trailboard sources check production --json | jq -r 'select(.missingPermission).missingPermission'");
        command.SetGuardedAction((parsed, cancellationToken) => RunAsync(parsed, parsed.GetRequiredValue(name), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string name, bool json, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        await using var parts = VerbParts.Build(store: null);
        var settings = parts.GetRequiredService<SourceSettings>();
        if (settings.Find(name) is not { } source)
        {
            await error.WriteLineAsync(SourcesVerb.Unknown(name, settings));
            return Exit.Usage;
        }

        var failed = 0;
        await foreach (var step in parts.GetRequiredService<ISourceChecks>().CheckAsync(source, cancellationToken))
        {
            failed += step.Outcome is SourceCheckOutcome.Failed ? 1 : 0;
            await output.WriteLineAsync(json ? JsonSerializer.Serialize(StepLine.Of(source, step)) : Text(step));

            // A person watches, and the next step may take a while.
            await output.FlushAsync(cancellationToken);
        }

        if (!json)
        {
            await output.WriteLineAsync(failed == 0
                ? $"The source {source.Name} can be read."
                : $"The source {source.Name} cannot be read, or not all of it: {failed} {(failed == 1 ? "step" : "steps")} failed.");
        }

        return failed == 0 ? Exit.Well : Exit.Failed;
    }

    private static string Text(SourceCheckStep step)
    {
        var (sign, word) = step.Outcome switch
        {
            SourceCheckOutcome.Passed => ("✓", "passed"),
            SourceCheckOutcome.Warning => ("!", "warning"),
            SourceCheckOutcome.Failed => ("✗", "failed"),
            SourceCheckOutcome.NotTried => ("-", "not tried"),
            var other => throw new ArgumentOutOfRangeException(nameof(step), other, null),
        };
        var lines = new List<string> { $"{sign} {word,-9}  {VisibleText.Of(step.Title)}", Indent + VisibleText.Of(step.Sentence) };
        if (step.MissingPermission is { } permission)
        {
            lines.Add($"{Indent}Missing permission: {VisibleText.Of(permission)}");
        }

        if (step.NextStep is { } next)
        {
            lines.Add($"{Indent}Next: {VisibleText.Of(next)}");
        }

        return string.Join(Environment.NewLine, lines);
    }

    private sealed record StepLine(string source, string title, string outcome, string sentence, string? missingPermission, string? nextStep)
    {
        public static StepLine Of(SourceOptions source, SourceCheckStep step) => new(
            source.Name, step.Title, JsonNamingPolicy.CamelCase.ConvertName(step.Outcome.ToString()), step.Sentence, step.MissingPermission, step.NextStep);
    }
}
