using System.Data.Common;
using System.Globalization;
using TrailBoard.Core.Identity;

namespace TrailBoard.Data.Store.Actors;

/// <summary>How far the tables of actors are.</summary>
/// <param name="Block">The last block whose events were looked at.</param>
/// <param name="Removal">The last removal of events that was followed.</param>
internal readonly record struct ActorState(long Block, long Removal);

/// <summary>A session whose answer is found, or is to be.</summary>
/// <param name="Sample">The key of its oldest event.</param>
internal readonly record struct SessionLine(int Key, int Caller, long Sample);

/// <summary>
/// Writes the tables of actors in one transaction. It is taken back where another process has been here since the state was read: whatever was
/// found then may no longer be so.
/// </summary>
internal sealed class ActorTables : IAsyncDisposable
{
    private readonly TrailContext _context;
    private readonly long _version;
    private readonly List<DbCommand> _commands = [];

    private ActorTables(TrailContext context, long version) => (_context, _version) = (context, version);

    public static Task<ActorState> StateAsync(TrailContext context)
    {
        var state = default(ActorState);
        context.ReadNumbers("SELECT block, removal FROM actor_state", [], row =>
        {
            state = new ActorState(row[0], row[1]);
            return true;
        });
        return Task.FromResult(state);
    }

    /// <summary>Sessions that wait, the oldest first.</summary>
    public static List<SessionLine> Waiting(TrailContext context, int most)
    {
        var waiting = new List<SessionLine>();
        context.ReadNumbers("SELECT access_key, actor, sample FROM actors WHERE proof = 0 ORDER BY sample LIMIT ?", [most], row =>
        {
            waiting.Add(new SessionLine((int)row[0], (int)row[1], row[2]));
            return true;
        });
        return waiting;
    }

    /// <summary>Writes what follows from a state, which is the next one from then on.</summary>
    /// <returns>False where the tables are no longer in that state; nothing is written then.</returns>
    public static async Task<bool> WriteAsync(TrailDatabase database, ActorState of, ActorState next, Action<ActorTables> write, CancellationToken cancellationToken)
    {
        var written = false;
        await database.WriteAsync(
            async context =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                await using var update = context.Command(
                    "UPDATE actor_state SET block = @0, removal = @1, version = version + 1 WHERE block = @2 AND removal = @3", next.Block, next.Removal, of.Block, of.Removal);
                if (await update.ExecuteNonQueryAsync(cancellationToken) == 0)
                {
                    return;
                }

                await using var tables = new ActorTables(context, await KnownActors.VersionAsync(context, cancellationToken));
                write(tables);
                await transaction.CommitAsync(cancellationToken);
                written = true;
            },
            cancellationToken);
        return written;
    }

    /// <summary>Adds what blocks brought. Whoever asked for what is evidence now waits again, as does whose oldest event is another or was written anew.</summary>
    public void Add(NewSessions found)
    {
        var insert = Statement("INSERT OR IGNORE INTO actor_evidence (question, event_key) VALUES (@0, @1)", 2);
        foreach (var (question, key) in found.Evidence)
        {
            Run(insert, question, key);
        }

        foreach (var question in found.Evidence.Select(pair => pair.Question).Distinct())
        {
            AskAgain(question);
        }

        var sample = Statement(
            "INSERT INTO actors (access_key, actor, sample, name, proof, changed) VALUES (@0, @1, @2, 0, 0, @3) ON CONFLICT (access_key, actor) "
            + "DO UPDATE SET sample = excluded.sample, name = 0, proof = 0, changed = excluded.changed WHERE excluded.sample <= sample", 4);
        foreach (var (session, key) in found.Samples)
        {
            Run(sample, session.Key, session.Caller, key, _version);
        }

        // Two providers gave the same name: the caller's record in the columns does not tell which of them it was.
        var provided = Statement(
            "INSERT INTO actors (access_key, actor, sample, name, proof, changed) VALUES (0, @0, 0, @1, @2, @3) ON CONFLICT (access_key, actor) "
            + $"DO UPDATE SET name = 0, proof = {KnownActors.NumberOf("ambiguous")}, changed = excluded.changed WHERE name <> excluded.name", 4);
        foreach (var (caller, who) in found.Provided)
        {
            Run(provided, caller, IdOf(who.Value), KnownActors.NumberOf(who.Proof), _version);
        }
    }

    /// <summary>Writes the answer of a session, and what was asked for it.</summary>
    public void Answer(SessionLine session, Who who, IEnumerable<long> asked)
    {
        var answer = Statement("UPDATE actors SET name = @3, proof = @4, changed = @5 WHERE access_key = @0 AND actor = @1 AND sample = @2 AND proof = 0", 6);
        Run(answer, session.Key, session.Caller, session.Sample, IdOf(who.Value), KnownActors.NumberOf(who.Proof), _version);
        var question = Statement("INSERT OR IGNORE INTO actor_questions (question, access_key) VALUES (@0, @1)", 2);
        foreach (var one in asked)
        {
            Run(question, one, session.Key);
        }
    }

    /// <summary>Lets go of events below a key: whoever hung on one waits again.</summary>
    /// <param name="samples">The oldest events that are left of the sessions whose oldest is gone.</param>
    public void Forget(long below, IReadOnlyDictionary<(int Key, int Caller), long> samples)
    {
        Run(
            Statement(
                "UPDATE actors SET name = 0, proof = 0, changed = @1 WHERE access_key IN "
                + "(SELECT q.access_key FROM actor_evidence e JOIN actor_questions q ON q.question = e.question WHERE e.event_key < @0)", 2),
            below,
            _version);
        Run(Statement("DELETE FROM actor_evidence WHERE event_key < @0", 1), below);
        var sample = Statement("UPDATE actors SET sample = @2, name = 0, proof = 0, changed = @3 WHERE access_key = @0 AND actor = @1", 4);
        foreach (var (session, key) in samples)
        {
            Run(sample, session.Key, session.Caller, key, _version);
        }

        Run(Statement("DELETE FROM actors WHERE access_key > 0 AND sample < @0", 1), below);
        Run(Statement("DELETE FROM actor_questions WHERE access_key NOT IN (SELECT access_key FROM actors)", 0));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands)
        {
            await command.DisposeAsync();
        }
    }

    private void AskAgain(long question) => Run(
        Statement("UPDATE actors SET name = 0, proof = 0, changed = @1 WHERE access_key IN (SELECT access_key FROM actor_questions WHERE question = @0) AND access_key > 0 AND proof > 0", 2),
        question,
        _version);

    private long IdOf(string? name)
    {
        if (name is null)
        {
            return 0;
        }

        var clean = Term.Clean(name);
        Run(Statement("INSERT OR IGNORE INTO actor_names (name) VALUES (@0)", 1), clean);
        var find = Statement("SELECT id FROM actor_names WHERE name = @0", 1);
        find.Parameters[0].Value = clean;
        return Convert.ToInt64(find.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    // Each statement is prepared once in a transaction.
    private DbCommand Statement(string sql, int parameters)
    {
        if (_commands.Find(command => command.CommandText == sql) is { } known)
        {
            return known;
        }

        var made = _context.Command(sql, [.. Enumerable.Repeat<object>(0L, parameters)]);
        _commands.Add(made);
        return made;
    }

    private static void Run(DbCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }
}
