using TrailBoard.Core.Events;

namespace TrailBoard.Data.Columns;

/// <content>Slices that take new rows among their rows.</content>
internal sealed partial class SliceBuilder
{
    private readonly NewRows _new = new(mostRows);
    private readonly uint[] _newIds = new uint[mostRows];
    private readonly int[] _changes = new int[mostRows];
    private readonly bool[] _errors = new bool[mostRows];
    private readonly bool[] _writes = new bool[mostRows];

    /// <summary>The slice with new rows, or null where they are too many for it or one stands in the place of an old one: then it is made anew.</summary>
    public Slice? TryGrow(Slice slice, ChangedRows changes)
    {
        if (slice.Rows + changes.Count > MostRows || !_new.TryPlace(slice.Keys, changes))
        {
            return null;
        }

        for (var change = 0; change < changes.Count; change++)
        {
            var codes = changes.Codes(change);
            (_newIds[change], _changes[change]) = (changes.Id(change), change);
            (_errors[change], _writes[change]) = (codes[Slice.Error] != 0, (codes[0] & (int)EventFlags.Write) != 0);
        }

        Array.Sort(_newIds, _changes, 0, changes.Count);
        var columns = new CodeColumn[Slice.Columns];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = Grow(slice[column], changes, column);
        }

        var ids = slice.Ids.Grow(_newIds.AsSpan(0, changes.Count), _changes.AsSpan(0, changes.Count), _new);
        return new Slice(slice.Keys.Grow(changes, _new), ids, columns);
    }

    private CodeColumn Grow(CodeColumn old, ChangedRows changes, int column)
    {
        for (var place = 0; place < old.Codes.Length; place++)
        {
            PlaceOf(old.Codes[place]) = place + 1;
        }

        var added = new List<int>();
        for (var change = 0; change < changes.Count; change++)
        {
            var code = changes.Codes(change)[column];
            ref var place = ref PlaceOf(code);
            if (place == 0)
            {
                added.Add(code);
                place = old.Codes.Length + added.Count;
            }

            _places[change] = (ushort)(place - 1);
        }

        int[] codes = added.Count == 0 ? old.Codes : [.. old.Codes, .. added];
        foreach (var code in codes)
        {
            PlaceOf(code) = 0;
        }

        return old.Grow(codes, _places.AsSpan(0, changes.Count), _errors.AsSpan(0, changes.Count), _writes.AsSpan(0, changes.Count), _new);
    }
}
