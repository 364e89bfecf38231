using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>What columns keep of an event's row: its key, some bits of its id, and its codes at the numbers of their kinds, the flags at 0 and the block last.</summary>
internal sealed record CodedRow(long Key, uint Id, int[] Codes)
{
    public static CodedRow Of(EventRow row)
    {
        var codes = new int[Slice.Columns];
        codes[0] = row.Flags & Slice.Flags;
        foreach (var column in EventColumns.All)
        {
            codes[(int)column.Kind] = column.Read(row);
        }

        codes[Slice.Block] = checked((int)row.Block);
        return new CodedRow(row.Key, row.Id.Fingerprint, codes);
    }
}
