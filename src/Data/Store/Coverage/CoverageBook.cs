using System.Data.Common;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store.Coverage;

/// <summary>Takes down listings, between the transactions of those who import.</summary>
internal sealed class CoverageBook(TrailDatabase database) : ICoverageBook
{
    public async Task ListedAsync(string source, IReadOnlyCollection<ListedPlace> places, CancellationToken cancellationToken)
    {
        if (places.Count == 0)
        {
            return;
        }

        await database.WriteGate.WaitAsync(cancellationToken);
        try
        {
            using var session = database.OpenBulkSession();
            session.Begin();
            foreach (var listed in places)
            {
                var scope = ObjectScope.OfDeliveries(listed.Account, listed.Region, listed.From, listed.To);
                session.Coverage.Claim(new CoverageSpanRow
                {
                    Place = session.Coverage.PlaceOf(Term.Clean(source), Term.Clean(scope.Account), Term.Clean(scope.Region)),
                    Kind = ClaimKind.Listed,
                    Starts = scope.From.ToUnixTimeSeconds(),
                    Ends = scope.To.ToUnixTimeSeconds(),
                    KnownAt = listed.At.ToUnixTimeSeconds(),
                });
            }

            session.Commit();
        }
        catch (DbException fault)
        {
            throw database.Explain(fault);
        }
        finally
        {
            database.WriteGate.Release();
        }
    }
}
