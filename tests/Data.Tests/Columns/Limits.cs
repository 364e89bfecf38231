namespace TrailBoard.Tests.Columns;

/// <summary>Limits of memory into which the dictionaries fit, and a part of the events.</summary>
internal static class Limits
{
    /// <summary>As much as the dictionaries of a store take, and a part of what its slices do.</summary>
    public static long OfSlices(TestStore store, int parts, int of)
    {
        var state = store.Columns.State;
        return 1 + state.TextBytes + ((state.Bytes - state.TextBytes) * parts / of);
    }
}
