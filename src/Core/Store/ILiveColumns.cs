namespace TrailBoard.Core.Store;

/// <summary>
/// The columns that the store keeps in memory while a site runs, so that filters, groups and histograms are answered without
/// reading the database. Without them every answer is the same, only slower.
/// </summary>
public interface ILiveColumns
{
    /// <summary>How far they are.</summary>
    ColumnsState State { get; }

    /// <summary>
    /// Loads the events, newest day first, and follows what is committed, by this process at once and by others within a second,
    /// until the token is cancelled. Returns at once where the settings give it no memory.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be read. What was loaded is forgotten; it may be called again.</exception>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>How far the columns in memory are.</summary>
/// <param name="DaysLoaded">How many UTC days with events are in memory.</param>
/// <param name="Days">How many there are in all.</param>
/// <param name="IsLoading">Whether more of them are being loaded.</param>
/// <param name="Since">Events before this time, UTC, are answered from the database; null where there are none.</param>
/// <param name="Bytes">How much memory they take.</param>
public sealed record ColumnsState(int DaysLoaded, int Days, bool IsLoading, DateTimeOffset? Since, long Bytes)
{
    /// <summary>Nothing is in memory, and nothing is being loaded.</summary>
    public static ColumnsState Off { get; } = new(0, 0, IsLoading: false, Since: null, 0);

    /// <summary>How much of that the values of fields take, of which each is there once for all events that have it.</summary>
    public long TextBytes { get; init; }

    /// <summary>Whether days are left to the database because they are more than the memory that the settings give.</summary>
    public bool IsLimited => !IsLoading && Since is not null;
}
