using System.Globalization;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What the Coverage page shows: days, an account, and the cell that is open. It is the URL, read and written.</summary>
/// <param name="First">The first day, UTC; null for the page's own choice.</param>
/// <param name="Last">The last day, UTC, included.</param>
/// <param name="Account">The only account, or empty for all.</param>
/// <param name="Region">The only region, or empty for all.</param>
/// <param name="Open">The cell that is open, or null.</param>
public sealed record CoverageScope(DateOnly? First, DateOnly? Last, string Account = "", string Region = "", CoveragePlace? Open = null)
{
    /// <summary>How many days the page shows where nobody says: a month.</summary>
    public const int UsualDays = 31;

    /// <summary>The page's own choice of days.</summary>
    public static CoverageScope Usual { get; } = new(null, null);

    /// <summary>The accounts and regions that it asks about.</summary>
    public CoveragePlaces Places => new(Set(Account), Set(Region));

    /// <summary>Reads the parameters of a URL. What cannot be read counts as not said.</summary>
    /// <param name="from">A day, a time or a distance back from now, as on other pages.</param>
    /// <param name="to">The same; a day is included, and so is the day of a time unless it is midnight.</param>
    public static CoverageScope Read(string? from, string? to, string? account, string? region, string? open, DateTimeOffset now)
    {
        DateOnly? first = TimeBound.TryParse(from, out var start) ? DayOf(start.Resolve(now)) : null;
        DateOnly? last = IsDay(to, out var day) ? day : TimeBound.TryParse(to, out var end) ? DayOf(end.Resolve(now).AddSeconds(-1)) : null;
        last = first is not null ? last ?? DayOf(now) : last;
        return new CoverageScope(first ?? last?.AddDays(1 - UsualDays), last, account ?? "", region ?? "", CoveragePlace.Read(open));
    }

    /// <summary>The days around a time, for a link to it.</summary>
    public static CoverageScope Around(TimeStretch time) => new(DayOf(time.From), DayOf(time.To.AddSeconds(-1)));

    internal static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private static bool IsDay(string? text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static HashSet<string> Set(string name) => name.Length == 0 ? [] : [name];
}

/// <summary>A cell: an account and region on a day.</summary>
public sealed record CoveragePlace(string Account, string Region, DateOnly Day)
{
    /// <summary>The start of the day, UTC.</summary>
    public DateTimeOffset Start => new(Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>The events of the place, for a link to them.</summary>
    public ViewScope Events(int fromHour = 0, int hours = 24) => ViewScope.All with
    {
        Filter = new Filter.And([Leaf(EventFields.Account, Account), Leaf(EventFields.Region, Region)]).ToString(),
        From = TimeBound.At(Start.AddHours(fromHour)),
        To = TimeBound.At(Start.AddHours(fromHour + hours)),
    };

    /// <summary>The cell as it stands in a URL: day, account, region. A region holds no slash in CloudTrail's own records.</summary>
    public override string ToString() => $"{Day:yyyy-MM-dd}/{Account}/{Region}";

    /// <summary>Reads a cell back.</summary>
    public static CoveragePlace? Read(string? text) =>
        text?.Split('/', 3) is [var day, var account, var region] && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var of)
            ? new CoveragePlace(account, region, of)
            : null;

    // Records that name none are found by that.
    private static Filter Leaf(EventField field, string value) => FilterEdit.Leaf(field, value.Length == 0 ? null : value);
}
