using TrailBoard.Core.Events;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store.Coverage;

/// <summary>
/// What one object says of coverage: how many records it brought of which place and hour, what it claims, and whether it leaves a gap.
/// Written within the object's own savepoint, so it is taken back with it and can never differ from the ledger.
/// </summary>
internal sealed class ObjectCoverage(TrailObject trailObject, long runId)
{
    // A file has a few places and hours; one that somebody made up must not fill the memory.
    private const int MostInMemory = 10_000;

    private readonly Dictionary<(string Account, string Region, long Hour), Tally> _hours = [];
    private readonly string _source = Term.Clean(trailObject.Source);
    private (string? Account, string? Region, long Hour, Tally? Tally) _last;
    private bool _isCounted;

    /// <summary>Counts a record.</summary>
    public void Count(TrailEvent record, bool isStored, bool isLate)
    {
        var hour = HourOf(record.Time);
        var tally = _last.Tally;
        if (tally is null || _last.Hour != hour || !ReferenceEquals(_last.Account, record.Account) || !ReferenceEquals(_last.Region, record.Region))
        {
            // The reader gives the same string for the same text most of the time, and a file has few hours: mostly it is the last again.
            var key = (record.Account ?? "", record.Region ?? "", hour);
            if (!_hours.TryGetValue(key, out tally))
            {
                _hours.Add(key, tally = new Tally());
            }

            _last = (record.Account, record.Region, hour, tally);
        }

        tally.Records++;
        tally.Events += isStored ? 1 : 0;
        tally.Late += isLate ? 1 : 0;
    }

    /// <summary>Forgets what was counted.</summary>
    public void Forget()
    {
        _hours.Clear();
        _last = default;
        _isCounted = false;
    }

    /// <summary>Writes what was counted, if it is much.</summary>
    public void Relieve(CoverageSession session)
    {
        if (_hours.Count >= MostInMemory)
        {
            Write(session);
        }
    }

    /// <summary>Writes what became of the object.</summary>
    /// <param name="line">Its line in the ledger.</param>
    /// <param name="leavesGap">Whether it was skipped though there may be events in it.</param>
    public void Settle(CoverageSession session, ObjectRow line, bool leavesGap)
    {
        Write(session);
        var isRead = line.State is ObjectState.Done or ObjectState.DoneWithRejects || (line.State is ObjectState.Skipped && line.Sha256 is not null);
        // What one source does not want to read (another region, a notice) says nothing of what another source failed with.
        if (isRead)
        {
            session.ClearGaps(line.Name, whole: line.State is ObjectState.Done);
        }

        if (trailObject.Scope is not { } scope)
        {
            return;
        }

        if (isRead && scope.IsAsked)
        {
            session.Claim(new CoverageSpanRow
            {
                Place = PlaceOf(session, scope), Kind = ClaimKind.Asked, Starts = scope.From.ToUnixTimeSeconds(), Ends = scope.To.ToUnixTimeSeconds(), KnownAt = line.SettledAt / 1_000,
            });
        }

        // What fails after it was imported under this name, by another source for example, is no gap: the order must not matter.
        if (GapOf(line.State, scope, leavesGap) is { } kind && !session.IsImported(line.Name, whole: kind is GapKind.Refused))
        {
            SetGap(session, new CoverageGapRow
            {
                Name = line.Name, Place = PlaceOf(session, scope), Kind = kind, Starts = scope.From.ToUnixTimeSeconds(), Ends = scope.To.ToUnixTimeSeconds(), ObjectId = line.Id,
            });
        }
    }

    // A question that was answered in other pieces is no gap either.
    private static void SetGap(CoverageSession session, CoverageGapRow gap)
    {
        if (gap.Kind is not GapKind.Window
            || !session.SpansAt(gap.Place, ClaimKind.Asked, gap.Starts, gap.Ends).Any(span => span.Starts <= gap.Starts && span.Ends >= gap.Ends))
        {
            session.SetGap(gap);
        }
    }

    private long PlaceOf(CoverageSession session, ObjectScope scope) => session.PlaceOf(_source, Term.Clean(scope.Account), Term.Clean(scope.Region));

    private static GapKind? GapOf(ObjectState state, ObjectScope scope, bool leavesGap) => state switch
    {
        ObjectState.Failed or ObjectState.Quarantined => scope.IsAsked ? GapKind.Window : GapKind.File,
        ObjectState.Skipped when leavesGap => GapKind.File,
        ObjectState.DoneWithRejects => GapKind.Refused,
        _ => null,
    };

    private void Write(CoverageSession session)
    {
        // Of an object that is written in parts nobody remembers which hours were in the first: its files count there only.
        var files = _isCounted ? 0 : 1;
        foreach (var place in _hours.GroupBy(hour => (hour.Key.Account, hour.Key.Region)))
        {
            var number = session.PlaceOf(_source, Term.Clean(place.Key.Account), Term.Clean(place.Key.Region));
            foreach (var ((_, _, hour), tally) in place)
            {
                session.AddHour(new CoverageHourRow { Place = number, Hour = hour, Files = files, Records = tally.Records, Events = tally.Events, Late = tally.Late, Run = runId });
            }

            foreach (var day in place.GroupBy(hour => DayOf(hour.Key.Hour), hour => hour.Value))
            {
                session.AddDay(new CoverageDayRow
                {
                    Place = number, Day = day.Key, Files = files, Records = day.Sum(tally => tally.Records), Events = day.Sum(tally => tally.Events), Late = day.Sum(tally => tally.Late), Run = runId,
                });
            }
        }

        _isCounted |= _hours.Count > 0;
        _hours.Clear();
        _last = default;
    }

    private static long HourOf(DateTimeOffset time) => Floor(time.ToUnixTimeSeconds(), 3_600);

    private static long DayOf(long hour) => Floor(hour, 24);

    // Also before 1970.
    private static long Floor(long number, long by) => number >= 0 ? number / by : ((number + 1) / by) - 1;

    private sealed class Tally
    {
        public long Records { get; set; }

        public long Events { get; set; }

        public long Late { get; set; }
    }
}
