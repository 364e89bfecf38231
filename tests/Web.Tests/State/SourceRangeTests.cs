using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>Ranges as they are typed, on 2026-11-21 at 12:00 UTC, by somebody in Berlin.</summary>
public sealed class SourceRangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly ViewerTime Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), InUtc: false);

    [Theory]
    [InlineData(SourceType.S3, "2026-11-01", "2026-11-03", "2026-10-31T23:00:00Z", "2026-11-02T23:00:00Z")]
    [InlineData(SourceType.S3, "-7d", "", "2026-11-14T12:00:00Z", null)]
    [InlineData(SourceType.S3, "", "2019-01-01T00:00:00Z", null, "2019-01-01T00:00:00Z")]
    [InlineData(SourceType.LookupEvents, "-90d", " ", "2026-08-23T12:00:00Z", null)]
    [InlineData(SourceType.LookupEvents, "", "2026-11-01T00:00:00Z", null, "2026-11-01T00:00:00Z")]
    public void A_range_is_read_in_the_zone_of_who_typed_it(SourceType type, string from, string to, string? first, string? last)
    {
        var (request, mistake, _, _) = new SourceRange(type, Berlin, Now).Read(from, to);

        Assert.Null(mistake);
        Assert.Equal(new SourceRequest(Time(first), Time(last)), request);
    }

    [Theory]
    [InlineData(SourceType.S3, "", "", "Say from when", true, false)]
    [InlineData(SourceType.S3, "yesterday", "", "Write a date such as 2026-11-21", true, false)]
    [InlineData(SourceType.S3, "-7d", "soon", "Write a date such as 2026-11-21", false, true)]
    [InlineData(SourceType.S3, "x", "y", "Write a date", true, true)]
    [InlineData(SourceType.S3, "2026-11-03", "2026-11-03", "To must be later than From", false, true)]
    [InlineData(SourceType.S3, "2026-11-22", "", "lies ahead", true, false)]
    [InlineData(SourceType.LookupEvents, "-91d", "", "nothing before 2026-08-23 14:00", true, false)]
    [InlineData(SourceType.LookupEvents, "", "2026-08-01", "nothing before 2026-08-23 14:00", false, true)]
    public void A_range_that_cannot_be_is_explained_at_the_end_that_is_wrong(SourceType type, string from, string to, string words, bool fromWrong, bool toWrong)
    {
        var (request, mistake, atFrom, atTo) = new SourceRange(type, Berlin, Now).Read(from, to);

        Assert.Null(request);
        Assert.Contains(words, mistake, StringComparison.Ordinal);
        Assert.Equal((fromWrong, toWrong), (atFrom, atTo));
    }

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
