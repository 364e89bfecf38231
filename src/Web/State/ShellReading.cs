using TrailBoard.Core.Activities;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>A shell in a container: who opened it, and what the task's role did after it began.</summary>
/// <param name="Shell">The call that began it.</param>
/// <param name="Who">Who is behind that call.</param>
/// <param name="After">The newest activities of the session of the task's role since then; the session is named after the task.</param>
/// <param name="Calls">How many calls these are in all.</param>
/// <param name="Link">The list of these calls, or null where the task is not known.</param>
public sealed record ShellReading(ShellSession Shell, ActorHop Who, IReadOnlyList<ThingMoment> After, long Calls, string? Link)
{
    private const int MostActivities = 8;

    /// <summary>How long a task's role is looked at after a shell began: a session of ECS Exec ends sooner, and a task may live for months.</summary>
    public static TimeSpan Lasts { get; } = TimeSpan.FromHours(12);

    public static async Task<ShellReading> ReadAsync(IEventQueries queries, IActorEvidence evidence, ShellSession shell, CancellationToken cancellationToken)
    {
        var actor = await EventActor.OfAsync(evidence, shell.By, cancellationToken);
        if (shell.IsRefused || shell.Task is not { Length: > 0 } task)
        {
            return new(shell, actor.Chain.Who, [], 0, null);
        }

        var (from, to) = (shell.By.Event.Time, shell.By.Event.Time + Lasts);
        var query = new EventQuery(Narrowing.Is(EventFields.Session, task), new(from, to));
        var calls = await queries.CountAsync(query, cancellationToken);
        var page = calls == 0 ? null : await new ActivityQueries(queries).PageAsync(query, null, MostActivities, cancellationToken);
        return new(
            shell,
            actor.Chain.Who,
            page is null ? [] : [.. page.Rows.Select(ThingMoment.Of)],
            calls,
            PageUrls.Events(ViewScope.Read(query.Filter.ToString(), ViewerTime.Iso(from), ViewerTime.Iso(to))));
    }
}
