namespace TrailBoard.Core.Things;

/// <summary>What the ids of an API's parts stand for, as far as its own calls tell: paths of resources, keys of routes, names of authorizers.</summary>
internal sealed class ApiNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Learns the names that a call tells.</summary>
    public void Learn(ApiCall call)
    {
        switch (call.Noun)
        {
            case "RestApi" or "Api":
                Learn("Resource", call.Response["rootResourceId"].Text, "/");
                break;
            case "Resource" when call.Response["path"].Text is { } path:
                Learn("Resource", call.Id("resourceId"), path);
                break;
            case "Resource" when call.Text("pathPart") is { } part && _names.TryGetValue("Resource " + call.Text("parentId"), out var parent):
                Learn("Resource", call.Id("resourceId"), $"{parent.TrimEnd('/')}/{part}");
                break;
            case "Route":
                Learn("Route", call.Id("routeId"), call.Text("routeKey"));
                break;
            case "Authorizer" or "Model" or "RequestValidator":
                Learn(call.Noun, call.Id(IdOf(call.Noun)), call.Text("name"));
                break;
        }
    }

    /// <summary>The part that a call is about, and the key by which its settings are kept.</summary>
    public (string Key, ApiPart Part) PartOf(ApiCall call)
    {
        var kind = ApiPart.KindOf(call.Noun);
        var name = call.Noun switch
        {
            "Method" => $"{call.Text("httpMethod")} {Resource(call)}",
            "MethodResponse" => $"{call.Text("statusCode")} of {call.Text("httpMethod")} {Resource(call)}",
            "Integration" when call.Text("resourceId") is not null => $"of {call.Text("httpMethod")} {Resource(call)}",
            "IntegrationResponse" when call.Text("resourceId") is not null => $"{call.Text("statusCode")} of {call.Text("httpMethod")} {Resource(call)}",
            "Resource" => Resource(call),
            "GatewayResponse" => call.Text("responseType"),
            "RestApi" or "Api" or "CorsConfiguration" => "",
            _ when kind == "stage" => call.Text("stageName"),
            _ when kind == "mapping" => call.Text("domainName") + "/" + (call.Text("apiMappingKey") ?? call.Text("basePath")),
            _ when kind == "route" => Known("Route", call.Id("routeId")),
            var noun => Known(noun, call.Id(IdOf(noun))),
        };
        var part = new ApiPart(kind, name ?? "");
        return (kind == "mapping" ? $"mapping {call.Text("domainName")} {call.Text("apiMappingId") ?? call.Text("basePath")}" : $"{kind} {KeyOf(call, name)}", part);
    }

    // A path can be given to another resource once the first is gone: ids cannot.
    private static string KeyOf(ApiCall call, string? name) => call.Noun switch
    {
        "Method" or "MethodResponse" or "Integration" or "IntegrationResponse" when call.Text("resourceId") is { } resource => $"{resource} {call.Text("httpMethod")} {call.Text("statusCode")}",
        "Resource" => call.Id("resourceId") ?? "",
        "Route" or "RouteRequestParameter" => call.Id("routeId") ?? "",
        "Authorizer" or "Model" or "RequestValidator" or "Integration" or "Deployment" => call.Id(IdOf(call.Noun)) ?? name ?? "",
        _ => name ?? "",
    };

    private static string IdOf(string noun) => noun == "Model" ? "modelName" : char.ToLowerInvariant(noun[0]) + noun[1..] + "Id";

    private string Resource(ApiCall call) => Known("Resource", call.Id("resourceId")) is { } name && name.StartsWith('/') ? name : $"of resource {call.Id("resourceId")}";

    private string? Known(string noun, string? id) => id is null ? null : _names.GetValueOrDefault($"{noun} {id}", id);

    private void Learn(string noun, string? id, string? name)
    {
        if (id is not null && name is not null)
        {
            _names[$"{noun} {id}"] = name;
        }
    }
}
