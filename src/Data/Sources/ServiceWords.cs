namespace TrailBoard.Data.Sources;

/// <summary>What AWS says of a fault, fit to be shown and kept.</summary>
internal static class ServiceWords
{
    private const int Longest = 300;

    /// <summary>
    /// The message, cut where it becomes long. Of a wrong signature AWS says what should have been signed: the whole request, and in
    /// it the session token. That part is left out.
    /// </summary>
    public static string Of(Exception fault)
    {
        var message = fault.Message;
        var canonical = message.IndexOf("The Canonical String", StringComparison.OrdinalIgnoreCase);
        message = (canonical < 0 ? message : message[..canonical]).Trim();
        return message.Length <= Longest ? message : message[..Longest] + "…";
    }
}
