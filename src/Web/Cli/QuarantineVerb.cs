using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TrailBoard.Core.Import;

namespace TrailBoard.Web.Cli;

/// <summary><c>quarantine</c>: what is kept aside, and what a person decides about it.</summary>
internal static class QuarantineVerb
{
    public static Command Create()
    {
        var store = VerbOptions.Store();
        store.Recursive = true;
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each, one a line." };
        var command = new Command("quarantine", "List what is kept aside: files and messages that failed too often or were refused.")
        {
            json, store,
            Decision("retry", "Have files read again by the next run of their source, once.", "is read again by the next run of its source.", (kept, id, token) => kept.RetryAsync(id, token), file => file.CanBeReadAgain, store),
            Decision("discard", "Give files and messages up: the ledger notes when. Nothing is deleted at their origin.", "was discarded.", (kept, id, token) => kept.DiscardAsync(id, token), _ => true, store),
        };
        command.WithExamples("trailboard quarantine", "trailboard quarantine retry 17 18", "trailboard quarantine discard --all");
        command.SetGuardedAction((parsed, cancellationToken) => ListAsync(parsed, parsed.GetValue(store), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Command Decision(
        string name,
        string description,
        string done,
        Func<IQuarantine, long, CancellationToken, Task<LedgerObject?>> decide,
        Func<LedgerObject, bool> isFor,
        Option<string?> store)
    {
        var ids = new Argument<long[]>("ID") { Description = "The number that trailboard quarantine shows.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All for which it can be done." };
        var command = new Command(name, description) { ids, all };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(ids) is { Tokens.Count: > 0 }) == result.GetValue(all))
            {
                result.AddError($"Say which: numbers as trailboard quarantine shows them, or --all.");
            }
        });
        command.SetGuardedAction(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            await using var parts = await VerbParts.OpenAsync(parsed.GetValue(store), cancellationToken);
            var quarantine = parts.GetRequiredService<IQuarantine>();
            var chosen = parsed.GetValue(all)
                ? (await quarantine.KeptAsync(int.MaxValue, cancellationToken)).Where(isFor).Select(file => file.Id)
                : parsed.GetValue(ids) ?? [];
            var exit = Exit.Well;
            foreach (var id in chosen)
            {
                if (await decide(quarantine, id, cancellationToken) is { } decided)
                {
                    await output.WriteLineAsync($"{Hosting.VisibleText.Of(decided.Name)} {done}");
                }
                else
                {
                    await error.WriteLineAsync($"{id} is not kept aside, or is a message, which cannot be read again: while it is in its queue it comes by itself.");
                    exit = Exit.Failed;
                }
            }

            return exit;
        });
        return command;
    }

    private static async Task<int> ListAsync(ParseResult parsed, string? store, bool json, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        await using var parts = await VerbParts.OpenAsync(store, cancellationToken);
        var kept = await parts.GetRequiredService<IQuarantine>().KeptAsync(int.MaxValue, cancellationToken);
        if (json)
        {
            foreach (var line in kept)
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(new { id = line.Id, source = line.Source, name = line.Name, keptAt = line.SettledAt, canBeReadAgain = line.CanBeReadAgain, reason = line.Reason }));
            }
        }
        else if (kept.Count == 0)
        {
            await output.WriteLineAsync("Nothing is kept aside.");
        }
        else
        {
            var table = new TextTable("ID", "SOURCE", "SINCE", "NAME", "REASON");
            foreach (var line in kept)
            {
                table.Add(
                    line.Id.ToString(CultureInfo.InvariantCulture), line.Source,
                    line.SettledAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture), line.Name, line.Reason ?? "");
            }

            table.Write(output);
        }

        return Exit.Well;
    }
}
