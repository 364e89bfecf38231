using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Cli;

/// <summary>A question about who really acted waits until that is known: no site need run beside, which looks it up behind imports.</summary>
internal static class PeopleLookup
{
    public static async Task FinishAsync(ServiceProvider parts, TextWriter error, Filter filter, EventField? groupBy, CancellationToken cancellationToken)
    {
        if (!FilterParts.AsksWho(filter) && !EventFields.Actor.Equals(groupBy) && !EventFields.ActorProof.Equals(groupBy))
        {
            return;
        }

        var lookup = parts.GetRequiredService<IActorLookup>();
        if (await lookup.AskAsync(cancellationToken) is { IsDone: false } left)
        {
            await error.WriteLineAsync(left.Blocks > 0
                ? $"Finding out who acted in {Numbers.Of(left.Blocks, "more block")} of events..."
                : $"Finding out who acted in {Numbers.Of(left.Sessions, "more session")}...");
            await lookup.LookUpAllAsync(cancellationToken);
        }
    }
}
