namespace TrailBoard.Data.Store;

/// <summary>
/// What codes stood for that were met lately. It is right only for codes that never stand for anything else: those of a dictionary, of a
/// caller, of a call. Whoever asks at once with another may lose what that one remembered, and nothing else.
/// </summary>
/// <param name="places">How many are remembered at most: a power of two.</param>
internal sealed class RecentCodes<T>(int places)
    where T : class
{
    private readonly Entry?[] _entries = new Entry?[places];

    public T? Find(int code) => Volatile.Read(ref _entries[code & (places - 1)]) is { } entry && entry.Code == code ? entry.Value : null;

    public T Add(int code, T value)
    {
        Volatile.Write(ref _entries[code & (places - 1)], new Entry(code, value));
        return value;
    }

    private sealed record Entry(int Code, T Value);
}
