using System.CommandLine;
using TrailBoard.Core.Demo;

namespace TrailBoard.Web.Cli;

/// <summary><c>demo</c>: a made-up company's month, through the same pipeline as real trails.</summary>
internal static class DemoVerb
{
    private const int MostEvents = 100_000_000;

    public static Command Create()
    {
        var events = new Option<int>("--events")
        {
            Description = "How many events.",
            HelpName = "N",
            DefaultValueFactory = _ => DemoTrail.DefaultEvents,
        };
        events.AcceptFrom1To(MostEvents);
        var seed = new Option<int>("--seed")
        {
            Description = "Another seed gives another month of the same company; the same seed gives the same events.",
            HelpName = "S",
            DefaultValueFactory = _ => DemoTrail.DefaultSeed,
        };
        var store = VerbOptions.Store();
        var json = ImportOutput.JsonOption();
        var command = new Command("demo", "Fill the store with the last thirty days of a made-up company that ships containers.")
        {
            events, seed, store, json,
        };
        command.WithExamples("trailboard demo", "trailboard demo --events 1000000 --seed 7 --store demo.db");
        command.SetGuardedAction(async (parsed, cancellationToken) =>
        {
            await using var parts = VerbParts.Build(parsed.GetValue(store));
            var month = new DemoTrail(
                parsed.GetValue(events), parsed.GetValue(seed), DemoTrail.Midnight(parts.GetRequiredService<TimeProvider>()));
            return await ImportOutput.RunAsync(parsed, parts, month, "demo", parsed.GetValue(json), cancellationToken);
        });
        return command;
    }
}
