namespace TrailBoard.Data.Columns;

/// <content>How a column takes new rows among its rows: nothing of the old ones is looked up or counted again.</content>
internal sealed partial class CodeColumn
{
    /// <summary>The column with new rows.</summary>
    /// <param name="codes">The codes that it has then: those that it had, and new ones behind them.</param>
    /// <param name="placeOf">The place of each new row.</param>
    /// <param name="errors">Which of the new rows were refused or failed.</param>
    /// <param name="writes">Which of the new rows write.</param>
    public CodeColumn Grow(int[] codes, ReadOnlySpan<ushort> placeOf, ReadOnlySpan<bool> errors, ReadOnlySpan<bool> writes, NewRows rows)
    {
        var length = RowBits.Words(rows.Rows) << 6;
        var narrow = new byte[codes.Length is > 1 and <= 256 ? length : 0];
        var wide = new ushort[codes.Length > 256 ? length : 0];
        if (narrow.Length > 0)
        {
            if (_narrow is not null)
            {
                rows.Spread<byte>(_narrow, narrow);
            }

            for (var change = 0; change < placeOf.Length; change++)
            {
                narrow[rows.RowOf(change)] = (byte)placeOf[change];
            }
        }
        else if (wide.Length > 0)
        {
            if (_wide is not null)
            {
                rows.Spread<ushort>(_wide, wide);
            }
            else if (_narrow is not null)
            {
                rows.Spread<ushort>(Array.ConvertAll(_narrow, place => (ushort)place), wide);
            }

            for (var change = 0; change < placeOf.Length; change++)
            {
                wide[rows.RowOf(change)] = placeOf[change];
            }
        }

        return new CodeColumn(codes, narrow, wide)
        {
            Summary = IsSummarised(codes.Length, rows.Rows) ? Summary?.Grow(codes.Length, placeOf, errors, writes, rows) : null,
        };
    }

    /// <summary>The rows whose code passes a test, which is asked once for each code.</summary>
    public ulong[] Where(Func<int, bool> test, int rows)
    {
        var words = new ulong[RowBits.Words(rows)];
        var passes = Array.ConvertAll(Codes, code => test(code) ? 1UL : 0);
        if (!passes.Contains(1UL))
        {
            return words;
        }

        for (var row = 0; row < rows; row++)
        {
            words[row >> 6] |= passes[_narrow is not null ? _narrow[row] : _wide is not null ? _wide[row] : 0] << row;
        }

        return words;
    }

    private static bool IsSummarised(int codes, int rows) => codes <= rows / RowsOfSummarisedCode;
}
