using TrailBoard.Core.Events;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>Events of one UTC day that follow each other in the order of their keys. Nothing in it changes: what is imported makes new slices.</summary>
internal sealed class Slice
{
    public const int MaxRows = 65_536;

    /// <summary>The column of errors: a row has one where it was refused or failed.</summary>
    public const int Error = (int)TermKind.Error;

    /// <summary>The column of the blocks that hold the records: the last.</summary>
    public const int Block = Term.Kinds;

    /// <summary>The number of columns: one for each dictionary, at the number of its kind, the flags at 0, and the blocks.</summary>
    public const int Columns = Term.Kinds + 1;

    /// <summary>The flags that filters and groups ask for. Others change without a new row, and are read from the row.</summary>
    public const int Flags = (int)(EventFlags.ReadOnly | EventFlags.Write | EventFlags.Mfa | EventFlags.NoMfa);

    private readonly CodeColumn[] _columns;
    private CodeColumn? _deeds;

    public Slice(SliceKeys keys, SliceIds ids, CodeColumn[] columns)
    {
        (Keys, Ids, _columns) = (keys, ids, columns);
        (First, Last) = (keys[0], keys[^1]);
        Every = RowBits.First(keys.Count);
        Errors = columns[Error].Where(code => code != 0, keys.Count);
        Writes = columns[0].Where(code => (code & (int)EventFlags.Write) != 0, keys.Count);
        Bytes = keys.Bytes + ids.Bytes + (3 * 8L * Every.Length) + RecentRows.BytesOf(keys.Count) + 200;
        foreach (var column in columns)
        {
            column.Summarise(this);
            Bytes += column.Bytes;
        }

        // That of deeds comes when it is asked for, and has about as many codes as that of actions.
        Bytes += columns[(int)TermKind.Action].Bytes;
    }

    /// <summary>Reads what was written.</summary>
    public static Slice From(SliceReader reader)
    {
        var (keys, ids, columns) = (SliceKeys.From(reader), SliceIds.From(reader), new CodeColumn[Columns]);
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = CodeColumn.From(reader);
        }

        return new Slice(keys, ids, columns);
    }

    public void WriteTo(SliceWriter writer)
    {
        Keys.WriteTo(writer);
        Ids.WriteTo(writer);
        Array.ForEach(_columns, column => column.WriteTo(writer));
    }

    public int Rows => Keys.Count;

    public SliceKeys Keys { get; }

    /// <summary>The lowest key.</summary>
    public long First { get; }

    /// <summary>The highest key.</summary>
    public long Last { get; }

    public SliceIds Ids { get; }

    /// <summary>All rows.</summary>
    public ulong[] Every { get; }

    /// <summary>The rows that were refused or failed.</summary>
    public ulong[] Errors { get; }

    /// <summary>The rows that write.</summary>
    public ulong[] Writes { get; }

    /// <summary>The rows of conditions that were asked for lately.</summary>
    public RecentRows Recent { get; } = new();

    /// <summary>How much memory it takes.</summary>
    public long Bytes { get; }

    /// <summary>A column by its number, or that of deeds (<see cref="Deeds.Kind"/>).</summary>
    public CodeColumn this[int column] => column == (int)Deeds.Kind ? DeedsOfRows() : _columns[column];

    /// <summary>The codes of a row.</summary>
    public void Read(int row, Span<int> codes)
    {
        for (var column = 0; column < codes.Length; column++)
        {
            codes[column] = _columns[column][row];
        }
    }

    // Made of two columns when it is first asked for, and never written. Two may do so at once, and come to the same.
    private CodeColumn DeedsOfRows()
    {
        if (Volatile.Read(ref _deeds) is { } known)
        {
            return known;
        }

        var deeds = CodeColumn.Of(Rows, _columns[(int)TermKind.Action], _columns[0], Store.Deeds.CodeOf);
        deeds.Summarise(this);
        Volatile.Write(ref _deeds, deeds);
        return deeds;
    }

    /// <summary>How many rows have a lower key.</summary>
    public int RowsBelow(long key) => Keys.Below(key);

    /// <summary>The UTC day of a key, counted from 2010.</summary>
    public static long DayOf(long key) => (long)Math.Floor((key >> 31) / 86_400.0);

    /// <summary>The first key of a day.</summary>
    public static long StartOf(long day) => (long)Int128.Clamp((Int128)day * 86_400 * EventKey.Second, long.MinValue, long.MaxValue);
}
