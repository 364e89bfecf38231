namespace TrailBoard.Core.Import;

/// <summary>
/// The account, region and time that an object stands for, as far as that is known without reading it. If the object cannot be
/// read, events of this place and time may be missing.
/// </summary>
/// <param name="Account">The account's twelve digits.</param>
/// <param name="Region">The region.</param>
/// <param name="From">The first time that its events may have, UTC.</param>
/// <param name="To">The time before which they happened, UTC.</param>
/// <param name="IsAsked">
/// Whether it is the whole answer to a question: once it is imported, its place and time are covered. A file is only one of
/// several, and nothing in it says that there are no others.
/// </param>
public sealed record ObjectScope(string Account, string Region, DateTimeOffset From, DateTimeOffset To, bool IsAsked)
{
    /// <summary>How much later than an event its file is delivered, as a rule (CloudTrail guide: about 5 minutes on average, not guaranteed; LookupEvents within 15).</summary>
    public static TimeSpan DeliveryLag { get; } = TimeSpan.FromMinutes(15);

    /// <summary>The scope of a file by its name or key, or null where that is not CloudTrail's.</summary>
    public static ObjectScope? OfName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (TrailFileName.TryParse(name, out var file))
        {
            return new ObjectScope(file.Account, file.Region, file.Delivered - DeliveryLag, file.Delivered.AddMinutes(1), IsAsked: false);
        }

        return TrailKey.TryParse(name.Replace('\\', '/'), out var key) && key.NotToBeRead is null
            ? OfDeliveries(key.Account, key.Region, StartOf(key.Day), StartOf(key.Day.AddDays(1)))
            : null;
    }

    /// <summary>What the deliveries of a stretch of time stand for: their events happened up to the lag earlier.</summary>
    public static ObjectScope OfDeliveries(string account, string region, DateTimeOffset from, DateTimeOffset to) =>
        new(account, region, from - DeliveryLag, to - DeliveryLag, IsAsked: false);

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
