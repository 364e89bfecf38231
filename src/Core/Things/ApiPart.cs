using System.Text.RegularExpressions;

namespace TrailBoard.Core.Things;

/// <summary>A part of an API that a call is about: the API itself, a stage, a method, an authorizer.</summary>
/// <param name="Kind">What it is, in words: <c>method</c>.</param>
/// <param name="Name">What people know it by: <c>GET /orders</c>; its id where no record tells a name. Hostile text.</param>
public sealed partial record ApiPart(string Kind, string Name)
{
    /// <summary>Its kind and its name.</summary>
    public override string ToString() => Name.Length == 0 ? Kind : $"{Kind} {Name}";

    /// <summary>Whether it is served to callers only from the next deployment on; stages, mappings and the API's own settings count at once.</summary>
    public bool WaitsForDeployment => Kind is "resource" or "method" or "method response" or "integration" or "integration response" or "route" or "route response"
        or "authorizer" or "model" or "request validator" or "gateway response" or "API content";

    internal static bool TryRead(string action, out string verb, out string noun)
    {
        var match = Action().Match(action);
        (verb, noun) = (match.Groups["verb"].Value, match.Groups["noun"].Value);
        return match.Success;
    }

    internal static string KindOf(string noun) => noun switch
    {
        "RestApi" or "Api" or "CorsConfiguration" => "API",
        "BasePathMapping" or "ApiMapping" => "mapping",
        "AccessLogSettings" or "RouteSettings" or "StageCache" or "StageAuthorizersCache" or "AuthorizersCache" => "stage",
        "RouteRequestParameter" => "route",
        _ => Letters().Replace(noun, " $0").TrimStart().ToLowerInvariant(),
    };

    [GeneratedRegex("^(?<verb>Create|Put|Update|Delete|Import|Reimport|Flush|Reset)(?<noun>[A-Z][A-Za-z]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();

    [GeneratedRegex("[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Letters();
}
