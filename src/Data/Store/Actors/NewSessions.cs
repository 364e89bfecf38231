using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Data.Columns;

namespace TrailBoard.Data.Store.Actors;

/// <summary>What blocks of events add: sessions with the oldest event of each, events that issued some, and callers known to an identity provider.</summary>
internal sealed class NewSessions
{
    /// <summary>The oldest event of each key of a session and each caller that was recorded with it.</summary>
    public Dictionary<(int Key, int Caller), long> Samples { get; } = [];

    /// <summary>Which events answer which questions.</summary>
    public HashSet<(long Question, long Event)> Evidence { get; } = [];

    /// <summary>Who the callers are whose name is their provider's.</summary>
    public HashSet<(int Caller, Who Who)> Provided { get; } = [];

    /// <summary>Reads the rows that point to some blocks.</summary>
    /// <param name="after">The block before the first.</param>
    /// <param name="last">The last block.</param>
    public static async Task<NewSessions> ReadAsync(
        TrailContext context, TermsSnapshot terms, SessionRecords records, long after, long last, CancellationToken cancellationToken)
    {
        var found = new NewSessions();
        var issuing = Codes(terms, TermKind.Action, action => FilterEvaluator.Matches(ActorEvidence.Issuing, EventColumns.Of(TermKind.Action).Sample(terms, action), default));
        var provided = Codes(terms, TermKind.Actor, caller => Who.NeedsProvider(EventColumns.ActorOf(terms.PartsOf(TermKind.Actor, caller))));
        var keys = new List<long>();
        foreach (var (from, to) in await RangesAsync(context, after, last, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.ReadNumbers("SELECT key, access_key, actor, action FROM event_rows WHERE key >= ? AND key <= ? AND block > ? AND block <= ?", [from, to, after, last], row =>
            {
                var (key, accessKey, caller) = (row[0], (int)row[1], (int)row[2]);
                if (terms.Actors.IsSession(accessKey))
                {
                    found.Add((accessKey, caller), key);
                }

                if (issuing.Contains((int)row[3]) || provided.Contains(caller))
                {
                    keys.Add(key);
                }

                return true;
            });
        }

        foreach (var some in keys.Chunk(500))
        {
            foreach (var row in await context.Events.Where(row => some.Contains(row.Key)).OrderBy(row => row.Block).ToListAsync(cancellationToken))
            {
                if (await records.ReadAsync(context, row, cancellationToken) is { } record)
                {
                    found.Add(record, row, issuing.Contains(row.Action), provided.Contains(row.Actor));
                }
            }
        }

        return found;
    }

    /// <summary>Takes an event of a session.</summary>
    public void Add((int Key, int Caller) session, long key)
    {
        if (!Samples.TryGetValue(session, out var oldest) || key < oldest)
        {
            Samples[session] = key;
        }
    }

    private void Add(CallerRecord record, EventRow row, bool isIssuing, bool isProvided)
    {
        if (isIssuing)
        {
            Evidence.UnionWith(ActorQuestion.AnsweredBy(record).Select(question => (question, row.Key)));
        }

        if (isProvided)
        {
            Provided.Add((row.Actor, Who.OfCaller(record)));
        }
    }

    private static HashSet<int> Codes(TermsSnapshot terms, TermKind kind, Func<int, bool> wanted) =>
        [.. Enumerable.Range(0, terms.Values[(int)kind].Count + 1).Where(wanted)];

    private static async Task<List<(long First, long Last)>> RangesAsync(TrailContext context, long after, long last, CancellationToken cancellationToken)
    {
        var keys = await context.BlockKeys.Where(row => row.Block > after && row.Block <= last).ToListAsync(cancellationToken);

        // Blocks that an earlier version wrote may have rows anywhere.
        return await context.Blocks.CountAsync(row => row.Id > after && row.Id <= last, cancellationToken) > keys.Count
            ? [(long.MinValue, long.MaxValue)]
            : KeyRanges.Joined(keys.ConvertAll(row => (row.FirstKey, row.LastKey)));
    }
}
