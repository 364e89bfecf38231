using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store;

internal sealed partial class ImportLedger : ISourceRuns
{
    private const string LookupKind = nameof(SourceType.LookupEvents);

    private static readonly string[] SourceKinds = Enum.GetNames<SourceType>();

    public async Task<IReadOnlyList<ImportRunRow>> RunsAsync(SourceOptions source, int limit, CancellationToken cancellationToken)
    {
        var kind = source.Type.ToString();
        var (name, begin) = (source.Name, LabelBegin(source));
        return await ReadRunsAsync(
            context => Telling(context)
                .Where(run => run.Kind == kind && (run.Label == name || run.Label.StartsWith(begin)))
                .OrderByDescending(run => run.Id)
                .Take(limit),
            cancellationToken);
    }

    public async Task<SourceYield> YieldAsync(SourceOptions source, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var kind = source.Type.ToString();
        var (name, begin, from) = (source.Name, LabelBegin(source), since.ToUnixTimeMilliseconds());
        var sums = await database.ReadAsync(
            context => context.Runs
                .Where(run => (run.Started >= from || run.Finished >= from) && run.Kind == kind && (run.Label == name || run.Label.StartsWith(begin)))
                .Join(context.Objects, run => run.Id, row => row.RunId, (run, row) => row)
                .Where(row => row.State == ObjectState.Done || row.State == ObjectState.DoneWithRejects)
                .GroupBy(row => 1)
                .Select(all => new
                {
                    Objects = all.Count(),
                    Read = all.Sum(row => row.Read),
                    Stored = all.Sum(row => row.Stored),
                    Duplicates = all.Sum(row => row.Duplicates),
                    Rejected = all.Sum(row => row.Rejected),
                    Conflicts = all.Sum(row => row.Conflicts),
                    Late = all.Sum(row => row.Late),
                    TooOld = all.Sum(row => row.TooOld),
                })
                .SingleOrDefaultAsync(cancellationToken),
            cancellationToken);
        return sums is null
            ? new SourceYield(0, default)
            : new SourceYield(sums.Objects, new RecordCounts(sums.Read, sums.Stored, sums.Duplicates, sums.Rejected, sums.Conflicts, sums.Late, sums.TooOld));
    }

    /// <summary>
    /// The runs without those of sources that tell nothing: they would bury all others within a day. A window of time without a new event is
    /// no news, nor is what failed and was tried again by a later run, nor a run that found nothing and ended with the error of the next one.
    /// </summary>
    private static IQueryable<RunRow> Telling(TrailContext context) => context.Runs.Where(run => !(
        SourceKinds.Contains(run.Kind)
        && run.Finished != null
        && !context.Objects.Any(row => row.RunId == run.Id
            && !(run.Kind == LookupKind && row.Stored == 0 && (row.State == ObjectState.Done || row.State == ObjectState.Skipped))
            && !(row.State == ObjectState.Failed && context.Objects.Any(later => later.NameEnd == row.NameEnd && later.Source == row.Source && later.Name == row.Name && later.Id > row.Id)))
        && (run.Error == null || context.Runs
            .Where(next => next.Id > run.Id && next.Kind == run.Kind && next.Label == run.Label)
            .OrderBy(next => next.Id)
            .Take(1)
            .Any(next => next.Error == run.Error))));

    // A source labels its runs with its name, or with its name and the place that it reads. No name has a colon.
    private static string LabelBegin(SourceOptions source) => source.Name + ": ";
}
