using TrailBoard.Core.Events;

namespace TrailBoard.Data.Store;

/// <summary>
/// Reads rows by their keys past EF Core, and what they say. Thousands of events share who called and what was called, and those who
/// look at many together (activities) ask for the same again, so what was decoded is remembered: events that share it have the same
/// strings and the same lists, not equal ones.
/// </summary>
internal sealed class RowReading
{
    private const string Rows = "SELECT key, id_high, id_low, block, ordinal, caller, call, repository, resource FROM events WHERE key >= ? ORDER BY key";
    private const string Callers = "SELECT id, actor, access_key, address, account, region, agent FROM callers WHERE id >= ? ORDER BY id";
    private const string Calls = "SELECT id, action, shape, flags, error, error_message FROM calls WHERE id >= ? ORDER BY id";

    private readonly RecentCodes<SharedCaller> _callers = new(1 << 14);
    private readonly RecentCodes<SharedCall> _calls = new(1 << 12);
    private readonly RecentCodes<TrailEvent> _things = new(1 << 14);
    private readonly RecentCodes<IReadOnlyList<string>> _resources = new(1 << 14);

    /// <summary>The rows of those keys that are still there.</summary>
    /// <param name="keys">The keys, newest first.</param>
    /// <param name="terms">The dictionaries as of the context's snapshot.</param>
    public List<(EventRow Row, TrailEvent Event)> Read(TrailContext context, List<long> keys, TermsSnapshot terms)
    {
        var read = new List<StoredRow>(keys.Count);
        var sought = keys.ToArray();
        Array.Reverse(sought);
        context.ReadNumbersAt(Rows, sought, row => read.Add(new StoredRow
        {
            Key = row[0], IdHigh = row[1], IdLow = row[2], Block = row[3], Ordinal = (int)row[4], Caller = (int)row[5], Call = (int)row[6], Thing = (int)row[7], Resource = (int)row[8],
        }));
        // Held here as well: what another question meanwhile remembers may take their places.
        var callers = Shared(context, Callers, _callers, read.Select(row => row.Caller), codes => new SharedCaller(new(codes[1], codes[2], codes[3], codes[4], codes[5], codes[6]), terms));
        var calls = Shared(context, Calls, _calls, read.Select(row => row.Call), codes => new SharedCall(new(codes[1], codes[2], codes[3], codes[4], codes[5]), terms));
        var rows = new List<(EventRow, TrailEvent)>(read.Count);
        for (var i = read.Count - 1; i >= 0; i--)
        {
            var (caller, call) = (callers[read[i].Caller], calls[read[i].Call]);
            var row = RowOf(read[i], caller.Codes, call.Codes);
            rows.Add((row, EventOf(row, caller, call, terms)));
        }

        return rows;
    }

    private static Dictionary<int, T> Shared<T>(TrailContext context, string sql, RecentCodes<T> recent, IEnumerable<int> codes, Func<int[], T> make)
        where T : class
    {
        var (shared, missing) = (new Dictionary<int, T>(), new List<long>());
        foreach (var code in codes)
        {
            if (shared.TryAdd(code, null!))
            {
                if (recent.Find(code) is { } known)
                {
                    shared[code] = known;
                }
                else
                {
                    missing.Add(code);
                }
            }
        }

        missing.Sort();
        var found = 0;
        context.ReadNumbersAt(sql, [.. missing], row =>
        {
            var parts = new int[row.Length];
            for (var part = 0; part < parts.Length; part++)
            {
                parts[part] = (int)row[part];
            }

            shared[parts[0]] = recent.Add(parts[0], make(parts));
            found++;
        });
        return found == missing.Count ? shared : throw new InvalidDataException("Codes that a row names are missing.");
    }

    private static EventRow RowOf(StoredRow row, Caller caller, Call call) => new()
    {
        Key = row.Key,
        IdHigh = row.IdHigh,
        IdLow = row.IdLow,
        Block = row.Block,
        Ordinal = row.Ordinal,
        Action = call.Action,
        Actor = caller.Actor,
        Region = caller.Region,
        Address = caller.Address,
        Account = caller.Account,
        AccessKey = caller.AccessKey,
        Error = call.Error,
        ErrorMessage = call.ErrorMessage,
        Agent = caller.Agent,
        Thing = row.Thing,
        Resource = row.Resource,
        Shape = call.Shape,
        Flags = call.Flags,
    };

    private TrailEvent EventOf(EventRow row, SharedCaller caller, SharedCall call, TermsSnapshot terms)
    {
        var things = _things.Find(row.Thing) ?? _things.Add(row.Thing, EventColumns.Decode(new EventRow { Thing = row.Thing }, terms));
        var read = things with
        {
            EventId = row.Id.ToString(),
            Time = EventKey.TimeOf(row.Key),
            Service = call.Sample.Service,
            Action = call.Sample.Action,
            Error = call.Sample.Error,
            ErrorMessage = call.Sample.ErrorMessage,
            Category = call.Sample.Category,
            Type = call.Sample.Type,
            Flags = call.Sample.Flags,
            Region = caller.Sample.Region,
            Address = caller.Sample.Address,
            Account = caller.Sample.Account,
            Actor = caller.Sample.Actor,
            AccessKey = caller.Sample.AccessKey,
            UserAgent = caller.Sample.UserAgent,
            Resources = _resources.Find(row.Resource) ?? _resources.Add(row.Resource, terms.ListOf(TermKind.Resource, row.Resource)),
        };

        // Not remembered with the caller: who is behind a session may be found out later.
        return terms.Actors.Of(caller.Codes.AccessKey, caller.Codes.Actor, caller.Sample.Actor) is { } who ? read with { Who = who } : read;
    }

    // An event that has what the code says, and nothing else.
    private sealed class SharedCaller(Caller codes, TermsSnapshot terms)
    {
        public Caller Codes { get; } = codes;

        public TrailEvent Sample { get; } = EventColumns.Decode(
            new EventRow { Actor = codes.Actor, AccessKey = codes.AccessKey, Address = codes.Address, Account = codes.Account, Region = codes.Region, Agent = codes.Agent }, terms);
    }

    private sealed class SharedCall(Call codes, TermsSnapshot terms)
    {
        public Call Codes { get; } = codes;

        public TrailEvent Sample { get; } = EventColumns.Decode(
            new EventRow { Action = codes.Action, Shape = codes.Shape, Flags = codes.Flags, Error = codes.Error, ErrorMessage = codes.ErrorMessage }, terms);
    }
}
