using TrailBoard.Data.Store;
using TrailBoard.Data.Store.Actors;

namespace TrailBoard.Data.Columns;

/// <summary>Which part of a column's code is the code of a field.</summary>
internal readonly record struct CodePart(int Bits, int Shift, int Low)
{
    public int Of(int code) => ((code & Bits) << Shift) + Low;
}

/// <summary>
/// A column by which rows are counted. Most fields have one; who really acted is told by the key of a session or else by the caller, so that
/// it is counted in two, each with its own rows.
/// </summary>
/// <param name="Kind">The column's number.</param>
/// <param name="Codes">Which part of its codes belongs to the field.</param>
/// <param name="Sessions">The keys of sessions, where the rows are those of them, or all others.</param>
/// <param name="OfSessions">Which of the two.</param>
internal sealed record ColumnPass(int Kind, CodePart Codes, CodeSet? Sessions, bool OfSessions)
{
    public static IReadOnlyList<ColumnPass> Of(FieldValues values, TermsSnapshot terms, CancellationToken cancellationToken)
    {
        if (values.Actors is { } actors)
        {
            var sessions = CodeSet.Empty.Grow(TermKind.AccessKey, terms, actors.IsSession, cancellationToken);
            return
            [
                new((int)TermKind.AccessKey, new CodePart(-1, 1, ActorFields.OfKey(0)), sessions, OfSessions: true),
                new((int)TermKind.Actor, new CodePart(-1, 1, ActorFields.OfCaller(0)), sessions, OfSessions: false),
            ];
        }

        // Flags are one column, of which a field is some bits.
        return EventColumns.Of(values.Field) is { } column ? [new((int)column.Kind, new CodePart(-1, 0, 0), null, false)]
            : Deeds.Has(values.Field) ? [new((int)Deeds.Kind, new CodePart(-1, 0, 0), null, false)]
            : [new(0, new CodePart((int)EventColumns.FlagsOf(values.Field), 0, 0), null, false)];
    }

    /// <summary>Those of the rows that are counted here, or null.</summary>
    public ulong[]? Of(Slice slice, ulong[] rows)
    {
        if (Sessions is null)
        {
            return rows;
        }

        if (slice[(int)TermKind.AccessKey].Match(Sessions, slice) is not { } ofSessions)
        {
            return OfSessions ? null : rows;
        }

        return ofSessions == slice.Every ? (OfSessions ? rows : null)
            : RowBits.And(rows, OfSessions ? ofSessions : RowBits.Not(slice.Every, ofSessions) ?? []);
    }
}
