using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store;

/// <summary>The books of imports. Its lines are written by <see cref="EventWriter"/> together with the events.</summary>
internal sealed partial class ImportLedger(TrailDatabase database, TimeProvider time) : IImportLedger
{
    public async Task<long> StartRunAsync(string kind, string label, CancellationToken cancellationToken)
    {
        var id = 0L;
        await database.WriteAsync(
            async context =>
            {
                var row = context.Runs.Add(new RunRow { Kind = kind, Label = Term.Clean(label), Started = Now() }).Entity;
                await context.SaveChangesAsync(cancellationToken);
                id = row.Id;
            },
            cancellationToken);
        return id;
    }

    public Task FinishRunAsync(long runId, int unchanged, string? error, CancellationToken cancellationToken) => database.WriteAsync(
        context => context.Runs.Where(run => run.Id == runId).ExecuteUpdateAsync(
            run => run.SetProperty(row => row.Finished, Now()).SetProperty(row => row.Unchanged, unchanged).SetProperty(row => row.Error, error),
            cancellationToken),
        cancellationToken);

    public Task ForgetRunAsync(long runId, CancellationToken cancellationToken) => database.WriteAsync(
        context => context.Runs.Where(run => run.Id == runId && !context.Objects.Any(row => row.RunId == runId)).ExecuteDeleteAsync(cancellationToken),
        cancellationToken);

    public async Task<IReadOnlyList<string?>> AlreadyImportedAsync(IReadOnlyList<TrailObject> objects, CancellationToken cancellationToken)
    {
        var names = objects.Select(known => Term.Clean(known.Name)).Distinct().ToList();
        var ends = names.Select(IndexedText.EndOf).Distinct().ToList();
        var sources = objects.Select(known => Term.Clean(known.Source)).Distinct().ToList();
        var rows = await database.ReadAsync(
            context => context.Objects
                .Where(row => ends.Contains(row.NameEnd!) && sources.Contains(row.Source) && names.Contains(row.Name))
                .Select(row => new KnownObject(row.Id, row.Source, row.Name, row.Size, row.Modified, row.State, row.Reason, row.SettledAt))
                .ToListAsync(cancellationToken),
            cancellationToken);
        // Asked for here: by it the database would look through all that is known, and a name has few lines.
        var known = rows
            .Where(row => row.State is ObjectState.Done or ObjectState.DoneWithRejects or ObjectState.Skipped)
            .OrderBy(row => row.Id)
            .GroupBy(row => (row.Source, row.Name, row.Size, row.Modified))
            .ToDictionary(same => same.Key, same => same.Last());
        return [.. objects.Select(asked => asked is { Size: { } size, Modified: { } modified }
            && known.TryGetValue((Term.Clean(asked.Source), Term.Clean(asked.Name), size, modified.ToUnixTimeMilliseconds()), out var row)
            ? row.Sentence() : null)];
    }

    public async Task<string?> AlreadyImportedAsync(string sha256, CancellationToken cancellationToken)
    {
        var begin = IndexedText.BeginOf(sha256);
        var rows = await database.ReadAsync(
            context => Known(context.Objects)
                .Where(row => row.Sha256Begin == begin && row.Sha256 == sha256)
                .OrderBy(row => row.Id)
                .Select(row => new KnownObject(row.Id, row.Source, row.Name, row.Size, row.Modified, row.State, row.Reason, row.SettledAt))
                .Take(1)
                .ToListAsync(cancellationToken),
            cancellationToken);
        return rows.Count == 0 ? null : rows[0].SentenceWithName();
    }

    public async Task<IReadOnlyList<ImportRunRow>> RunsAsync(int limit, CancellationToken cancellationToken) =>
        await ReadRunsAsync(context => Telling(context).OrderByDescending(run => run.Id).Take(limit), cancellationToken);

    public async Task<ImportRunRow?> RunAsync(long runId, CancellationToken cancellationToken) =>
        (await ReadRunsAsync(context => context.Runs.Where(run => run.Id == runId), cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<LedgerObject>> ObjectsAsync(long runId, int skip, int limit, CancellationToken cancellationToken)
    {
        var (rows, digests) = await database.ReadAsync(
            async context =>
            {
                var page = await LinesAsync(context, runId, skip, limit, cancellationToken);
                return (page, await DigestChecks.OfAsync(context, [.. page.Select(line => line.Id)], cancellationToken));
            },
            cancellationToken);
        return [.. rows.Select(line => line with { Digest = digests.GetValueOrDefault(line.Id) })];
    }

    public async Task<IReadOnlyList<Rejection>> RejectionsAsync(long objectId, CancellationToken cancellationToken) => await database.ReadAsync(
        context => context.Rejections
            .Where(row => row.ObjectId == objectId)
            .OrderBy(row => row.Number)
            .Select(row => new Rejection(row.Index, row.Offset, row.Reason, row.Message, row.Excerpt))
            .ToListAsync(cancellationToken),
        cancellationToken);

    private static async Task<List<LedgerObject>> LinesAsync(TrailContext context, long runId, int skip, int limit, CancellationToken cancellationToken)
    {
        var rows = await context.Objects
            .Where(row => row.RunId == runId)
            .OrderBy(row => row.State == ObjectState.Failed ? 0
                : row.State == ObjectState.Quarantined || row.State == ObjectState.Pending ? 1
                : row.State == ObjectState.DoneWithRejects ? 2
                : row.State == ObjectState.Skipped ? 3
                : row.Reason != null ? 4 : 5)
            .ThenBy(row => row.Name)
            .ThenBy(row => row.Id)
            .Skip(skip)
            .Take(limit)
            .Select(row => new
            {
                Line = row,
                IsSuperseded = context.Objects.Any(later => later.NameEnd == row.NameEnd && later.Source == row.Source && later.Name == row.Name && later.Id > row.Id),
            })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.Line.ToLedger() with { IsSuperseded = row.IsSuperseded });
    }

    private Task<List<ImportRunRow>> ReadRunsAsync(Func<TrailContext, IQueryable<RunRow>> which, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async context =>
            {
                var runs = await which(context).ToListAsync(cancellationToken);
                var ids = runs.ConvertAll(run => run.Id);
                var sums = await context.Objects
                    .Where(row => ids.Contains(row.RunId))
                    .GroupBy(row => new { row.RunId, row.State })
                    .Select(same => new
                    {
                        same.Key.RunId,
                        same.Key.State,
                        Files = same.Count(),
                        Read = same.Sum(row => row.Read),
                        Stored = same.Sum(row => row.Stored),
                        Duplicates = same.Sum(row => row.Duplicates),
                        Rejected = same.Sum(row => row.Rejected),
                        Conflicts = same.Sum(row => row.Conflicts),
                        Late = same.Sum(row => row.Late),
                        TooOld = same.Sum(row => row.TooOld),
                    })
                    .ToListAsync(cancellationToken);
                var byRun = sums.ToLookup(sum => sum.RunId);
                return runs.ConvertAll(run =>
                {
                    var files = byRun[run.Id].ToDictionary(sum => sum.State, sum => sum.Files);
                    if (run.Unchanged > 0)
                    {
                        files[ObjectState.Skipped] = files.GetValueOrDefault(ObjectState.Skipped) + run.Unchanged;
                    }

                    var counts = byRun[run.Id].Aggregate(default(RecordCounts), (all, sum) =>
                        all + new RecordCounts(sum.Read, sum.Stored, sum.Duplicates, sum.Rejected, sum.Conflicts, sum.Late, sum.TooOld));
                    return new ImportRunRow(run.Id, run.Kind, run.Label, At(run.Started), run.Finished is { } finished ? At(finished) : null, run.Error, files, counts);
                });
            },
            cancellationToken);

    private static IQueryable<ObjectRow> Known(IQueryable<ObjectRow> objects) => objects.Where(row =>
        row.State == ObjectState.Done || row.State == ObjectState.DoneWithRejects || row.State == ObjectState.Skipped);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record KnownObject(long Id, string Source, string Name, long? Size, long? Modified, ObjectState State, string? Reason, long SettledAt)
    {
        public string Sentence() => State == ObjectState.Skipped
            ? $"Skipped before, and unchanged since: {Reason}"
            : $"Imported on {At(SettledAt).UtcDateTime:yyyy-MM-dd HH:mm} UTC and unchanged since.";

        public string SentenceWithName() => State == ObjectState.Skipped
            ? $"The same bytes were skipped before as {Name}: {Reason}"
            : $"The same bytes were imported on {At(SettledAt).UtcDateTime:yyyy-MM-dd HH:mm} UTC as {Name}.";
    }
}
