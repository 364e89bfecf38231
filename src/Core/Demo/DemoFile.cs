namespace TrailBoard.Core.Demo;

/// <summary>One delivery to S3: its key, and the calls in the order in which they stand in it.</summary>
internal sealed record DemoFile(string Name, DateTimeOffset Delivered, IReadOnlyList<Call> Calls)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static DemoFile Of(Draw draw, string part, Call[] calls)
    {
        var dice = draw.Dice($"file {calls[0].Place} {part}");
        // A good quarter of real files is not in order.
        if (dice.Chance(28))
        {
            for (var i = calls.Length - 1; i > 0; i--)
            {
                var other = Math.Max(0, i - dice.Below(6));
                (calls[i], calls[other]) = (calls[other], calls[i]);
            }
        }

        return Deliver(dice, calls, calls.Max(call => call.Time).AddMinutes(5));
    }

    /// <summary>A second delivery of events, half an hour after the first.</summary>
    public static DemoFile Again(Draw draw, string part, Call[] calls) =>
        Deliver(draw.Dice($"file {calls[0].Place} {part}"), calls, calls.Max(call => call.Time).AddMinutes(35));

    private static DemoFile Deliver(Dice dice, Call[] calls, DateTimeOffset time)
    {
        var delivered = time.AddTicks(-(time.Ticks % TimeSpan.FromMinutes(5).Ticks));
        var (account, region) = (calls[0].Place.Account, calls[0].Place.Region);
        var name = $"AWSLogs/{account}/CloudTrail/{region}/{delivered:yyyy'/'MM'/'dd}/{account}_CloudTrail_{region}_{delivered:yyyyMMdd'T'HHmm'Z'}_{dice.Text(Letters, 16)}.json.gz";
        return new(name, delivered, calls);
    }
}
