namespace TrailBoard.EndToEnd.Asked;

/// <summary>Work on the documentation that needs the real site and a browser, and is done only when TRAILBOARD_ASKED names it: it writes files.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AskedFactAttribute : FactAttribute
{
    /// <param name="what">The word that asks for it.</param>
    public AskedFactAttribute(string what)
    {
        if (!(Environment.GetEnvironmentVariable("TRAILBOARD_ASKED") ?? "").Split(',').Contains(what, StringComparer.Ordinal))
        {
            Skip = $"It writes documentation, and only when asked: TRAILBOARD_ASKED={what}.";
        }
    }
}
