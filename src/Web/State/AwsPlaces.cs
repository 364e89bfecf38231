using System.Text.RegularExpressions;

namespace TrailBoard.Web.State;

/// <summary>Regions and accounts as AWS writes them. What a record says is only put into an address or a command where it is exactly one of these.</summary>
public static partial class AwsPlaces
{
    public static bool IsRegion(string? text) => text is not null && Region().IsMatch(text);

    public static bool IsAccount(string? text) => text is not null && Account().IsMatch(text);

    [GeneratedRegex(@"\A[a-z]{2}(-[a-z]{2,12}){1,3}-[0-9]{1,2}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Region();

    [GeneratedRegex(@"\A[0-9]{12}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Account();
}
