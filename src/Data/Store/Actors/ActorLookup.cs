using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Store;
using TrailBoard.Data.Words;

namespace TrailBoard.Data.Store.Actors;

/// <summary>
/// Looks up who is behind sessions: first it looks at the blocks that came, then it answers for the sessions that wait. Each step reads one
/// snapshot and is written in one transaction, so that a process may end at any time; two may work at once, and whoever comes second begins anew.
/// </summary>
internal sealed class ActorLookup(TrailDatabase database, Terms terms, TimeProvider time) : IActorLookup
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly LargeImports _imports = new(time, Pause);
    private readonly SessionRecords _records = new();
    private ActorLookupState _state = ActorLookupState.Off;

    public ActorLookupState State => Volatile.Read(ref _state);

    /// <summary>How many blocks and sessions a step takes; fewer in tests, so that there are many.</summary>
    public (int Blocks, int Sessions) Step { get; set; } = (64, 512);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var begun = time.GetTimestamp();
                var worked = await WorkAsync(cancellationToken);
                Volatile.Write(ref _state, await AskAsync(cancellationToken));
                await Task.Delay(worked ? time.GetElapsedTime(begun) : Pause, time, cancellationToken);
                while (await IsLargeImportAsync(cancellationToken))
                {
                    await Task.Delay(Pause, time, cancellationToken);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _state, ActorLookupState.Off);
        }
    }

    public async Task LookUpAllAsync(CancellationToken cancellationToken)
    {
        while (await WorkAsync(cancellationToken))
        {
        }
    }

    public Task<ActorLookupState> AskAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async context =>
        {
            var state = await ActorTables.StateAsync(context);
            var waiting = 0L;
            context.ReadNumbers("SELECT count(*) FROM actors WHERE proof = 0", [], row =>
            {
                waiting = row[0];
                return true;
            });
            return new ActorLookupState(waiting, await context.Blocks.LongCountAsync(block => block.Id > state.Block, cancellationToken));
        },
        cancellationToken);

    // Asked of the store, so that another process's import is seen too.
    private async Task<bool> IsLargeImportAsync(CancellationToken cancellationToken) =>
        _imports.IsDue && _imports.IsLarge((await database.ReadAsync(context => StoreMark.ReadAsync(context, cancellationToken), cancellationToken)).Block);

    // False where there is nothing to do.
    private async Task<bool> WorkAsync(CancellationToken cancellationToken) =>
        await ForgetAsync(cancellationToken) || await TakeInAsync(cancellationToken) || await AnswerAsync(cancellationToken);

    private async Task<bool> TakeInAsync(CancellationToken cancellationToken)
    {
        var step = await database.ReadAsync<(ActorState Of, long Last, NewSessions Found)?>(
            async context =>
            {
                var of = await ActorTables.StateAsync(context);
                var mark = await StoreMark.ReadAsync(context, cancellationToken);
                if (mark.Block <= of.Block)
                {
                    return null;
                }

                var blocks = await context.Blocks.Where(block => block.Id > of.Block).OrderBy(block => block.Id).Select(block => block.Id).Take(Step.Blocks).ToListAsync(cancellationToken);
                var last = blocks.Count < Step.Blocks ? mark.Block : blocks[^1];
                return (of, last, await NewSessions.ReadAsync(context, await terms.WithActorsAsync(context, cancellationToken), _records, of.Block, last, cancellationToken));
            },
            cancellationToken);
        if (step is not var (of, last, found))
        {
            return false;
        }

        await ActorTables.WriteAsync(database, of, of with { Block = last }, tables => tables.Add(found), cancellationToken);
        return true;
    }

    private async Task<bool> AnswerAsync(CancellationToken cancellationToken)
    {
        var (of, answers) = await database.ReadAsync(
            async context =>
            {
                var answers = new List<(SessionLine Session, Who Who, long[] Asked)>();
                var evidence = new StoredEvidence(context, _records);
                foreach (var session in ActorTables.Waiting(context, Step.Sessions))
                {
                    evidence.Asked.Clear();
                    answers.Add((session, await WhoAsync(context, session, evidence, cancellationToken), [.. evidence.Asked]));
                }

                return (await ActorTables.StateAsync(context), answers);
            },
            cancellationToken);
        if (answers.Count == 0)
        {
            return false;
        }

        await ActorTables.WriteAsync(database, of, of, tables => answers.ForEach(answer => tables.Answer(answer.Session, answer.Who, answer.Asked)), cancellationToken);
        return true;
    }

    private async Task<Who> WhoAsync(TrailContext context, SessionLine session, StoredEvidence evidence, CancellationToken cancellationToken) =>
        // Someone of another account has no session here, whatever key is recorded: only a copy of the very call could tell.
        await _records.FindAsync(context, session.Sample, cancellationToken) is { Type: not "AWSAccount" } record
            ? Who.Of(await new ActorChains(evidence).ResolveAsync(record, cancellationToken))
            : Who.Unknown;

    // Events are removed from the oldest on: the evidence among them, and the oldest events of sessions that went on.
    private async Task<bool> ForgetAsync(CancellationToken cancellationToken)
    {
        var step = await database.ReadAsync<(ActorState Of, long Removal, long Below, Dictionary<(int Key, int Caller), long> Samples)?>(
            async context =>
            {
                var of = await ActorTables.StateAsync(context);
                var mark = await StoreMark.ReadAsync(context, cancellationToken);
                if (mark.Removal <= of.Removal)
                {
                    return null;
                }

                var below = await Removals.BelowAsync(context, of.Removal, cancellationToken);
                return (of, mark.Removal, below, Remaining(context, below));
            },
            cancellationToken);
        if (step is not var (of, removal, below, samples))
        {
            return false;
        }

        await ActorTables.WriteAsync(database, of, of with { Removal = removal }, tables => tables.Forget(below, samples), cancellationToken);
        return true;
    }

    // No index leads from keys to events, so all events are looked at: as rarely as days are removed.
    private static Dictionary<(int Key, int Caller), long> Remaining(TrailContext context, long below)
    {
        var samples = new Dictionary<(int, int), long>();
        context.ReadNumbers("SELECT access_key, actor FROM actors WHERE access_key > 0 AND sample < ?", [below], row =>
        {
            samples.Add(((int)row[0], (int)row[1]), long.MaxValue);
            return true;
        });
        if (samples.Count > 0)
        {
            context.ReadNumbers("SELECT c.access_key, c.actor, e.key FROM events e JOIN callers c ON c.id = e.caller WHERE e.key >= ? ORDER BY e.key", [below], row =>
            {
                var session = ((int)row[0], (int)row[1]);
                if (samples.TryGetValue(session, out var known) && row[2] < known)
                {
                    samples[session] = row[2];
                }

                return true;
            });
        }

        return samples.Where(pair => pair.Value < long.MaxValue).ToDictionary();
    }
}
