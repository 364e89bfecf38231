using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store;

/// <summary>Compares digests with the ledger, anew at each question: what a digest lists may be imported after it.</summary>
internal static class DigestChecks
{
    /// <summary>The checks of those of these lines that are digests, by the number of the line.</summary>
    public static async Task<IReadOnlyDictionary<long, DigestCheck>> OfAsync(TrailContext context, IReadOnlyList<long> lines, CancellationToken cancellationToken)
    {
        // The newest line counts: a file that was changed and imported again is no longer what the digest says.
        var compared = context.DigestFiles
            .Where(file => lines.Contains(file.ObjectId))
            .Join(context.Objects, file => file.ObjectId, digest => digest.Id, (file, digest) => new
            {
                file.ObjectId,
                file.Sha256,
                Found = context.Objects
                    .Where(read => read.NameEnd == file.NameEnd && read.Source == digest.Source && read.Name == file.Name && read.ContentSha256 != null)
                    .OrderByDescending(read => read.Id)
                    .Select(read => read.ContentSha256)
                    .FirstOrDefault(),
            });
        var sums = await compared
            .GroupBy(file => file.ObjectId)
            .Select(digest => new
            {
                digest.Key,
                Listed = digest.Count(),
                Same = digest.Count(file => file.Found == file.Sha256),
                Different = digest.Count(file => file.Found != null && file.Found != file.Sha256),
            })
            .ToListAsync(cancellationToken);
        return sums.ToDictionary(sum => sum.Key, sum => new DigestCheck(sum.Listed, sum.Same, sum.Different));
    }
}
