using System.Collections.Immutable;
using System.Text;

namespace TrailBoard.Core.Search;

/// <summary>
/// Bytes that a record must hold if it is to match a filter. Looking for them costs a hundredth of masking and reading the
/// record, which only those that hold them need. It may let a record through that does not match, never the other way.
/// </summary>
public sealed class RecordHint
{
    private const int MinLength = 3;
    private const int MaxLength = 64;

    private readonly ImmutableArray<byte[]> _needed;

    private RecordHint(ImmutableArray<byte[]> needed) => _needed = needed;

    /// <summary>What can be said of a filter beforehand: the values that its top-level parts ask of the record.</summary>
    public static RecordHint Of(Filter filter) => new(
    [
        .. from part in FilterParts.Of(filter).OfType<Filter.Field>()
           where part.Of.IsDeep
           let like = part.Test as ValueTest.Like
           where like is not null
           let run = like.Pattern.Literals.SelectMany(PlainRuns).MaxBy(run => run.Length)
           where run is not null
           select Encoding.ASCII.GetBytes(run),
    ]);

    /// <summary>Whether a record with these bytes may match.</summary>
    public bool MayMatch(ReadOnlySpan<byte> record)
    {
        foreach (var needed in _needed)
        {
            if (!Holds(record, needed))
            {
                // JSON may write any letter as \u0041; such a record is left to be read.
                return record.IndexOf("\\u00"u8) >= 0;
            }
        }

        return true;
    }

    // Signs that JSON writes as they are, so that they stand in the record as they stand in the value.
    private static IEnumerable<string> PlainRuns(string literal)
    {
        var start = 0;
        for (var i = 0; i <= literal.Length; i++)
        {
            if (i < literal.Length && (char.IsAsciiLetterOrDigit(literal[i]) || literal[i] is '-' or '_' or '.' or ':'))
            {
                continue;
            }

            if (i - start >= MinLength)
            {
                yield return literal.Substring(start, Math.Min(i - start, MaxLength));
            }

            start = i + 1;
        }
    }

    private static bool Holds(ReadOnlySpan<byte> record, ReadOnlySpan<byte> needed)
    {
        var lower = (byte)AsciiCase.Fold((char)needed[0]);
        var upper = char.IsAsciiLetterLower((char)lower) ? (byte)(lower & ~0x20) : lower;
        for (var rest = record; rest.Length >= needed.Length; rest = rest[1..])
        {
            var next = rest[..^(needed.Length - 1)].IndexOfAny(lower, upper);
            if (next < 0)
            {
                return false;
            }

            rest = rest[next..];
            if (Ascii.EqualsIgnoreCase(rest[..needed.Length], needed))
            {
                return true;
            }
        }

        return false;
    }
}
