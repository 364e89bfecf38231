using System.Globalization;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Data.Store.Coverage;

namespace TrailBoard.Data.Store;

/// <summary>Writes one object with its line in the ledger.</summary>
internal sealed class ObjectWriting(EventWriter writer, WriteTransaction transaction, ObjectInFlight inFlight, long runId, TimeProvider time)
{
    // An object is gathered this far before the first row is written, so that the lock is seldom held while its reader works.
    private const int GatherBatches = 8;

    private readonly TrailObject _object = inFlight.Object;
    private readonly List<Rejection> _rejections = [];
    private readonly ObjectCoverage _coverage = new(inFlight.Object, runId);
    private RecordCounts _counts;
    private long _objectId;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var gathered = new List<ObjectReading.Batch>();
        var reading = await NextAsync(cancellationToken);
        while (reading is ObjectReading.Batch batch && gathered.Count < GatherBatches)
        {
            gathered.Add(batch);
            reading = await NextAsync(cancellationToken);
        }

        await transaction.BeginObjectAsync(cancellationToken);
        _objectId = writer.Records.NextObject();
        if (reading is ObjectReading.Batch or ObjectReading.End)
        {
            gathered.ForEach(Write);
            while (reading is ObjectReading.Batch batch)
            {
                Write(batch);
                reading = await NextAsync(cancellationToken);
            }

            if (reading is not ObjectReading.End)
            {
                TakeBack();
            }
        }

        transaction.EndObject(_object, Settle(reading));
    }

    private async Task<ObjectReading> NextAsync(CancellationToken cancellationToken) =>
        await transaction.WaitAsync(inFlight.Readings, cancellationToken) && inFlight.Readings.TryRead(out var reading)
            ? reading
            : new ObjectReading.Failure("The reading stopped before its end.");

    private void Write(ObjectReading.Batch batch)
    {
        _counts += writer.Records.Write(batch, _objectId, _object.Delivered, _rejections, _coverage);
        _coverage.Relieve(writer.Session.Coverage);
        // Of a file of nothing but broken records only the first are kept in memory as well.
        if (_rejections.Count > RejectionRow.Kept)
        {
            _rejections.RemoveRange(RejectionRow.Kept, _rejections.Count - RejectionRow.Kept);
        }
    }

    private void TakeBack()
    {
        writer.BackToMark();
        writer.Mark();
        _counts = default;
        _rejections.Clear();
        _coverage.Forget();
        _objectId = writer.Records.NextObject();
    }

    private ObjectOutcome Settle(ObjectReading reading)
    {
        var line = new ObjectRow
        {
            Id = _objectId,
            RunId = runId,
            Source = Term.Clean(_object.Source),
            Name = Term.Clean(_object.Name),
            Size = _object.Size,
            Modified = _object.Modified?.ToUnixTimeMilliseconds(),
            SettledAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Read = _counts.Read,
            Stored = _counts.Stored,
            Duplicates = _counts.Duplicates,
            Rejected = _counts.Rejected,
            Conflicts = _counts.Conflicts,
            Late = _counts.Late,
            TooOld = _counts.TooOld,
        };
        line = reading switch
        {
            ObjectReading.End end => With(line, end.Digest) with
            {
                State = _counts.Rejected > 0 ? ObjectState.DoneWithRejects : ObjectState.Done,
                Wrapper = end.Wrapper,
                Reason = RemarkOf(end),
            },
            ObjectReading.Skip skip => With(line, skip.Digest) with { State = ObjectState.Skipped, Reason = Term.Clean(skip.Reason) },
            ObjectReading.Failure failure => line with { State = ObjectState.Failed, Reason = Term.Clean(failure.Reason) },
            ObjectReading.Quarantine quarantine => line with { State = ObjectState.Quarantined, Reason = Term.Clean(quarantine.Reason) },
            _ => throw new ArgumentOutOfRangeException(nameof(reading), reading, null),
        };
        writer.Session.InsertObject(line);
        for (var number = 0; number < _rejections.Count; number++)
        {
            writer.Session.InsertRejection(RowOf(_rejections[number], number));
        }

        if (reading is ObjectReading.Skip { Lists: { } digest })
        {
            InsertListed(digest);
        }

        _coverage.Settle(writer.Session.Coverage, line, leavesGap: reading is ObjectReading.Skip { LeavesGap: true });
        return new ObjectOutcome(_object.Source, _object.Name, line.State, line.Reason, _counts);
    }

    private string? RemarkOf(ObjectReading.End end)
    {
        var tooOld = _counts.TooOld > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{_counts.TooOld:N0} records are of days that were removed from the store on purpose (before {writer.FirstDayLeft:yyyy-MM-dd} UTC); they were not stored again.")
            : null;
        return end.Warning is null ? tooOld : Term.Clean(tooOld is null ? end.Warning : $"{end.Warning} {tooOld}");
    }

    private void InsertListed(TrailDigest digest)
    {
        for (var number = 0; number < digest.Files.Count; number++)
        {
            var file = digest.Files[number];
            writer.Session.InsertDigestFile(new DigestFileRow
            {
                ObjectId = _objectId, Number = number, Name = Term.Clean(digest.NameOf(file, _object.Name)), Sha256 = file.Sha256,
            });
        }
    }

    private static ObjectRow With(ObjectRow line, ContentDigest? digest) => digest is null ? line : line with
    {
        Size = line.Size ?? digest.Size,
        Inflated = digest.Inflated,
        Sha256 = digest.Sha256,
        ContentSha256 = digest.ContentSha256,
    };

    private RejectionRow RowOf(Rejection rejection, int number) => new()
    {
        ObjectId = _objectId,
        Number = number,
        Index = rejection.Index,
        Offset = rejection.Offset,
        Reason = Term.Clean(rejection.Reason),
        Message = Term.Clean(rejection.Message),
        Excerpt = Term.Clean(rejection.Excerpt),
    };
}
