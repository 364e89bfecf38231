namespace TrailBoard.Web.State;

/// <summary>Makes the parts of a written range the ends that they mean in the zone that a person sees, and notes what they may not expect.</summary>
internal sealed class TimeEnds(ViewerTime viewer)
{
    public List<string> Notes { get; } = [];

    /// <summary>The start of a part, or null where there is none.</summary>
    public TimeBound? Start(TimePart? part) => part switch
    {
        TimePart.Back back => back.Bound,
        TimePart.Days days => TimeBound.At(WallTime.Moment(viewer.Shown, days.First, isEnd: false)),
        TimePart.Wall wall => At(wall.Start, isEnd: false),
        TimePart.Exact exact => TimeBound.At(exact.Start),
        _ => null,
    };

    /// <summary>Where a range ends that this part is written last of: days are whole, a time is the moment itself.</summary>
    public TimeBound? End(TimePart? part) => part switch
    {
        TimePart.Days days => TimeBound.At(WallTime.Moment(viewer.Shown, days.Behind, isEnd: false)),
        TimePart.Wall wall => At(wall.Start, isEnd: true),
        _ => Start(part),
    };

    /// <summary>Where a part ends that stands alone: a minute is all of its seconds.</summary>
    public TimeBound? Whole(TimePart part) => part switch
    {
        TimePart.Wall wall => TimeBound.At(Later(wall)),
        TimePart.Exact exact => TimeBound.At(exact.Start + exact.Length),
        TimePart.Back => null,
        _ => End(part),
    };

    private DateTimeOffset Later(TimePart.Wall wall) => WallTime.Moment(viewer.Shown, wall.Start, isEnd: true) + wall.Length;

    private TimeBound At(DateTime wall, bool isEnd)
    {
        if (WallTime.Note(viewer.Shown, wall) is { } note && !Notes.Contains(note))
        {
            Notes.Add(note);
        }

        return TimeBound.At(WallTime.Moment(viewer.Shown, wall, isEnd));
    }
}
