namespace TrailBoard.Core.Import;

/// <summary>
/// Takes down what a source listed to its end. What objects themselves cover, and what failed of them, is written with their lines
/// in the ledger; that there are no others only their source can say, after all that it listed is settled.
/// </summary>
public interface ICoverageBook
{
    /// <summary>Takes down listings. A kill before it only leaves the claim out, and the next listing makes it again.</summary>
    Task ListedAsync(string source, IReadOnlyCollection<ListedPlace> places, CancellationToken cancellationToken);
}

/// <summary>A place whose deliveries of a stretch of time were all listed, and settled one way or another.</summary>
/// <param name="Account">The account's twelve digits.</param>
/// <param name="Region">The region.</param>
/// <param name="From">The start of the deliveries, UTC.</param>
/// <param name="To">The end of the deliveries, UTC: never later than when the listing began.</param>
/// <param name="At">When the listing began, UTC: what was delivered later is not in it.</param>
public sealed record ListedPlace(string Account, string Region, DateTimeOffset From, DateTimeOffset To, DateTimeOffset At);
