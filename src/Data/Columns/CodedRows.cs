using Microsoft.EntityFrameworkCore;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>Reads what columns keep of many rows: past EF Core, which would make an object of each.</summary>
internal static class CodedRows
{
    // The codes in the order of the numbers of the dictionaries, after the flags and before the block.
    private const string Codes = "key, id_high, id_low, flags, action, actor, region, address, account, access_key, error, error_message, agent, repository, resource, shape, block";

    private const string WithinKeys = "SELECT key, id_high, id_low, block, repository, resource, caller, call FROM events WHERE key >= ? AND key < ? ORDER BY key";
    private const string Callers = "SELECT id, actor, access_key, address, account, region, agent FROM callers WHERE id >= ? AND id < ?";
    private const string Calls = "SELECT id, action, shape, flags, error, error_message FROM calls WHERE id >= ? AND id < ?";
    private const string AfterBlock = $"SELECT {Codes} FROM event_rows WHERE key >= ? AND key <= ? AND block > ?";

    private static readonly TermKind[] KindsOfCaller = [TermKind.Actor, TermKind.AccessKey, TermKind.Address, TermKind.Account, TermKind.Region, TermKind.Agent];

    /// <summary>Makes slices of the rows of a range of keys, or null where they take more bytes than that.</summary>
    public static List<Slice>? Slices(TrailContext context, long from, long to, long most, SliceBuilder builder)
    {
        var (slices, bytes) = (new List<Slice>(), 0L);
        void Build()
        {
            slices.Add(builder.Build());
            bytes += slices[^1].Bytes;
        }

        // A reading that was broken off may have left some.
        builder.Clear();
        ReadAll(
            context,
            from,
            to,
            (key, id, codes) =>
            {
                builder.Add(key, id, codes);
                if (builder.Rows == builder.MostRows)
                {
                    Build();
                }

                return bytes <= most;
            });
        if (builder.Rows > 0)
        {
            Build();
        }

        return bytes <= most ? slices : null;
    }

    /// <summary>The rows of a range of keys, ends included, that were written after a block, or null where there are more than that.</summary>
    public static async Task<CodedBatch?> WrittenAfterAsync(
        TrailContext context, long from, long to, long block, int most, CancellationToken cancellationToken)
    {
        var rows = new CodedBatch();
        foreach (var (first, last) in (await KeyRanges.OfBlocksAsync(context, block, cancellationToken)).Where(range => range.Last >= from && range.First <= to))
        {
            Read(
                context,
                AfterBlock,
                [Math.Max(first, from), Math.Min(last, to), block],
                (key, id, codes) =>
                {
                    rows.Add(key, id, codes);
                    return rows.Count <= most;
                });
            if (rows.Count > most)
            {
                return null;
            }
        }

        return rows;
    }

    /// <summary>The highest key below another, or null.</summary>
    public static async Task<long?> NewestBelowAsync(TrailContext context, long key, CancellationToken cancellationToken) => await context.StoredRows
        .Where(row => row.Key < key)
        .OrderByDescending(row => row.Key)
        .Select(row => (long?)row.Key)
        .FirstOrDefaultAsync(cancellationToken);

    /// <summary>How many UTC days below a key have events: one step down the tree for each.</summary>
    public static async Task<int> CountDaysAsync(TrailContext context, long below, CancellationToken cancellationToken)
    {
        await using var command = context.Command("SELECT max(key) FROM events WHERE key < @0", below);
        var days = 0;
        while (await command.ExecuteScalarAsync(cancellationToken) is long key)
        {
            days++;
            command.Parameters[0].Value = Slice.StartOf(Slice.DayOf(key));
        }

        return days;
    }

    private delegate bool Take(long key, uint id, ReadOnlySpan<int> codes);

    // Very many rows: what they share is not joined but looked up here.
    private static void ReadAll(TrailContext context, long from, long to, Take take)
    {
        var (callers, calls) = (new SharedTuples(context, Callers, parts: 6), new SharedTuples(context, Calls, parts: 5));
        var codes = new int[Slice.Columns];
        context.ReadNumbers(WithinKeys, [from, to], row =>
        {
            (codes[Slice.Block], codes[(int)TermKind.Thing], codes[(int)TermKind.Resource]) = ((int)row[3], (int)row[4], (int)row[5]);
            var caller = callers.Of((int)row[6]);
            for (var part = 0; part < caller.Length; part++)
            {
                codes[(int)KindsOfCaller[part]] = caller[part];
            }

            var call = calls.Of((int)row[7]);
            (codes[(int)TermKind.Action], codes[(int)TermKind.Shape], codes[0]) = (call[0], call[1], call[2] & Slice.Flags);
            (codes[(int)TermKind.Error], codes[(int)TermKind.ErrorMessage]) = (call[3], call[4]);
            return take(row[0], new EventIdBits(row[1], row[2]).Fingerprint, codes);
        });
    }

    private static void Read(TrailContext context, string sql, ReadOnlySpan<long> values, Take take)
    {
        var codes = new int[Slice.Columns];
        context.ReadNumbers(sql, values, row =>
        {
            codes[0] = (int)row[3] & Slice.Flags;
            for (var column = 1; column < codes.Length; column++)
            {
                codes[column] = (int)row[column + 3];
            }

            return take(row[0], new EventIdBits(row[1], row[2]).Fingerprint, codes);
        });
    }
}
