using System.CommandLine;
using System.Text.Json;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Views;
using TrailBoard.Web.Api;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Cli;

/// <summary><c>actor</c>: who is behind an event, hop by hop, each with its proof.</summary>
internal static class ActorVerb
{
    // As the API writes.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var id = new Argument<string>("EVENTID") { Description = "The event's id, as query shows it with --format json." };
        var format = new Option<string>("--format") { Description = "How to print.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var store = VerbOptions.Store();
        var command = new Command("actor", "Show who is behind an event: from its caller back to who really acted, each step with its proof.") { id, format, store };
        command.WithExamples(
            "trailboard actor 0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001",
            "trailboard actor 0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001 --format json | jq -r .who");
        command.SetGuardedAction(async (parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            await using var parts = await VerbParts.OpenAsync(parsed.GetValue(store), cancellationToken);
            var versions = await parts.GetRequiredService<IEventQueries>().FindAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (versions.Count == 0)
            {
                await error.WriteLineAsync("The store holds no event with this id.");
                return Exit.Failed;
            }

            if (versions.Count > 1)
            {
                await error.WriteLineAsync($"{versions.Count} records carry this id with different content. This is about the first of them.");
            }

            var actor = await EventActor.OfAsync(parts.GetRequiredService<IActorEvidence>(), versions[0].Stored, cancellationToken);
            if (parsed.GetValue(format) == "json")
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(ActorJson.Of(actor), Json));
            }
            else
            {
                Write(actor, output);
            }

            return Exit.Well;
        });
        return command;
    }

    private static void Write(EventActor actor, TextWriter output)
    {
        var table = new TextTable("WHO", "KIND", "PROOF", "EVIDENCE", "TIME");
        table.Whole.UnionWith([2, 3, 4]);
        foreach (var hop in actor.Chain.Hops.SelectMany(hop => hop is ActorHop.OneOf several ? several.Candidates : [hop]))
        {
            Add(table, hop);
        }

        table.Write(output);
        foreach (var unknown in actor.Chain.Hops.Select(hop => hop.Proof).OfType<HopProof.Unknown>())
        {
            Line(unknown.Reason);
            foreach (var gap in unknown.Gaps)
            {
                Line($"Not known to be whole: {ActorWords.Gap(gap, ViewerTime.Iso)}");
            }
        }

        foreach (var note in actor.Chain.Notes)
        {
            Line(note);
        }

        if (actor.Address is { } address)
        {
            Line($"Address: {string.Join(", ", address.From.Select(from => from.Address).DefaultIfEmpty("not known"))}");
            Line(ActorWords.Why(address));
        }

        void Line(string text) => output.WriteLine(VisibleText.Of(text));
    }

    private static void Add(TextTable table, ActorHop hop)
    {
        var evidence = hop.Proof.Evidence;
        table.Add(hop.Label, ActorWords.Kind(hop), ActorWords.Name(hop.Proof), Event(evidence.Count > 0 ? evidence[0] : null), evidence.Count > 0 ? TimeText.Of(evidence[0].Time) : "");
        foreach (var more in evidence.Skip(1))
        {
            table.Add("", "", "", Event(more), TimeText.Of(more.Time));
        }
    }

    private static string Event(EvidenceEvent? evidence) => evidence is null ? "" : $"{evidence.Action} {evidence.EventId}".Trim();
}
