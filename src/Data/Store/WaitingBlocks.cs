namespace TrailBoard.Data.Store;

/// <summary>A block that is not written yet.</summary>
/// <param name="Id">Its number, until it is written.</param>
/// <param name="IsNamed">Whether a row that is written already has its number, which is therefore the last.</param>
/// <param name="FirstKey">No row of it has a lower key.</param>
/// <param name="LastKey">No row of it has a higher key.</param>
internal sealed record WaitingBlock(
    long Id, bool IsNamed, long ObjectId, bool AsDelivered, byte[] Offsets, ReadOnlyMemory<byte> Gzip, long FirstKey, long LastKey);

/// <summary>
/// New blocks of a transaction until they are written. Then their numbers are exchanged, so that those stand side by side that fill the
/// database's pages together.
/// </summary>
internal sealed class WaitingBlocks(BulkSession session)
{
    // Usually those of a transaction are a third of it.
    private const long MostBytes = 16 << 20;

    private List<WaitingBlock> _blocks = [];
    private int _mark;
    private List<WaitingBlock>? _atMark;
    private long _bytes;

    /// <summary>Whether more waits than shall be kept in memory.</summary>
    public bool IsMuch => _bytes >= MostBytes;

    public void Add(WaitingBlock block)
    {
        _blocks.Add(block);
        _bytes += block.Gzip.Length;
    }

    /// <summary>The block with this number, or null where it does not wait.</summary>
    public WaitingBlock? Find(long id) => _blocks.Count > 0 && id >= _blocks[0].Id && id <= _blocks[^1].Id ? _blocks[(int)(id - _blocks[0].Id)] : null;

    /// <summary>Marks the start of an object.</summary>
    public void Mark() => (_mark, _atMark) = (_blocks.Count, null);

    /// <summary>Forgets what waits since the mark, and lets wait again what has been written since.</summary>
    public void BackToMark()
    {
        _blocks = _atMark ?? _blocks[.._mark];
        _bytes = _blocks.Sum(block => (long)block.Gzip.Length);
        Mark();
    }

    /// <summary>Writes all in the middle of an object, with the numbers that they have.</summary>
    public void Relieve()
    {
        _atMark ??= _blocks[.._mark];
        _blocks.ForEach(block => Write(block, block.Id));
        Clear();
    }

    /// <summary>Writes all.</summary>
    /// <returns>Which number each of them has now.</returns>
    public Dictionary<long, long> Write()
    {
        var movable = _blocks.FindAll(block => !block.IsNamed);
        var order = session.OrderOfBlocks(movable.ConvertAll(block => block.Offsets.Length + block.Gzip.Length));
        var numbers = _blocks.ToDictionary(block => block.Id, block => block.Id);
        for (var i = 0; i < movable.Count; i++)
        {
            numbers[movable[order[i]].Id] = movable[i].Id;
        }

        foreach (var block in _blocks.OrderBy(block => numbers[block.Id]))
        {
            Write(block, numbers[block.Id]);
        }

        Clear();
        return numbers;
    }

    private void Write(WaitingBlock block, long id)
    {
        session.InsertBlock(id, block.ObjectId, block.AsDelivered, block.Offsets, block.Gzip);
        session.InsertBlockKeys(id, block.FirstKey, block.LastKey);
    }

    private void Clear()
    {
        _blocks.Clear();
        _bytes = 0;
        _mark = 0;
    }
}
