using System.Globalization;

namespace TrailBoard.Web.State;

/// <summary>One end of a range as a person writes it and the URL keeps it: a moment, or a distance back from now.</summary>
public readonly record struct TimeBound
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly string[] Formats =
    [
        Format, "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mmzzz",
    ];

    private readonly int _count;
    private readonly char _unit;
    private readonly DateTimeOffset _moment;

    private TimeBound(DateTimeOffset moment, int count, char unit)
    {
        _moment = moment;
        _count = count;
        _unit = unit;
    }

    /// <summary>Whether it moves with the clock.</summary>
    public bool IsRelative => _unit != default;

    /// <summary>A moment, to the second.</summary>
    public static TimeBound At(DateTimeOffset moment) => new(new DateTimeOffset(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero), 0, default);

    /// <summary>A distance back from now, for example 24 and <c>h</c>. Units are s, m, h, d and w.</summary>
    public static TimeBound Ago(int count, char unit) => new(default, count, unit);

    /// <summary>Reads <c>-24h</c>, or an ISO 8601 date or time; without an offset it is UTC.</summary>
    public static bool TryParse(string? text, out TimeBound bound)
    {
        bound = default;
        text = text?.Trim() ?? "";
        if (text.Length is >= 3 and <= 8 && text[0] == '-' && IsUnit(text[^1])
            && int.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            bound = Ago(count, text[^1]);
            return bound.Distance < TimeSpan.FromDays(365 * 100);
        }

        if (!DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            return false;
        }

        bound = At(moment);
        return true;
    }

    /// <summary>Twice the distance back from now.</summary>
    /// <exception cref="InvalidOperationException">It is a moment.</exception>
    public TimeBound Twice => IsRelative ? Ago(2 * _count, _unit) : throw new InvalidOperationException("A moment has no distance.");

    /// <summary>The moment that is meant at <paramref name="now"/>.</summary>
    public DateTimeOffset Resolve(DateTimeOffset now) => IsRelative ? At(now - Distance)._moment : _moment;

    /// <summary>A relative bound some times as far back; null, which is open, where that is beyond what a bound can say.</summary>
    public TimeBound? Times(int factor) => _count <= 999_999 / factor && Distance.TotalDays * factor < 365 * 100 ? Ago(_count * factor, _unit) : null;

    /// <summary>A relative bound in words, for example <c>24 hours</c>.</summary>
    public string Words => $"{_count} {UnitName}{(_count == 1 ? "" : "s")}";

    /// <summary>The bound as it stands in a URL.</summary>
    public override string ToString() => IsRelative ? $"-{_count}{_unit}" : _moment.ToString(Format, CultureInfo.InvariantCulture);

    private TimeSpan Distance => _unit switch
    {
        's' => TimeSpan.FromSeconds(_count),
        'm' => TimeSpan.FromMinutes(_count),
        'h' => TimeSpan.FromHours(_count),
        'd' => TimeSpan.FromDays(_count),
        'w' => TimeSpan.FromDays(7L * _count),
        _ => throw new InvalidOperationException($"'{_unit}' is not a unit of time."),
    };

    private string UnitName => _unit switch
    {
        's' => "second",
        'm' => "minute",
        'h' => "hour",
        'd' => "day",
        'w' => "week",
        _ => throw new InvalidOperationException($"'{_unit}' is not a unit of time."),
    };

    private static bool IsUnit(char unit) => unit is 's' or 'm' or 'h' or 'd' or 'w';
}
