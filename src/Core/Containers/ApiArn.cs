using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>Reads what stands behind <c>arn:aws:apigateway:eu-west-1::</c>: the path of the thing in the service's own API.</summary>
internal static class ApiArn
{
    /// <summary>What the path names: wholes first, the thing itself last.</summary>
    public static IReadOnlyList<ContainerThing> Read(Place place, string[] path) => path switch
    {
        _ when Array.Exists(path, part => part.Length == 0) => [],
        ["restapis" or "apis", var api] => [place.Of(ThingKind.Api, api)],
        ["restapis", var api, "resources", var resource, "methods", var method] =>
        [
            place.Of(ThingKind.Api, api), place.Of("apiResource", $"{api}/{resource}"), place.Of("method", $"{api}/{resource}/{method}"),
        ],
        ["restapis", var api, "documentation", var parts, var part] when DocumentationKind(parts) is { } kind => Part(place, ThingKind.Api, api, kind, part),
        ["restapis" or "apis", var api, var parts, var part] when ApiPartKind(parts) is { } kind => Part(place, ThingKind.Api, api, kind, part),
        ["apis", var api, "integrations", var whole, "integrationresponses", var part] => Parts(place, api, "integration", whole, "integrationResponse", part),
        ["apis", var api, "routes", var whole, "routeresponses", var part] => Parts(place, api, "route", whole, "routeResponse", part),
        ["domainnames", var domain] => [Domain(place, domain)],
        ["domainnames", var domain, var parts, .. var part] when DomainPartKind(parts) is { } kind && part.Length > 0 =>
            [Domain(place, domain), place.Of(kind, $"{Domain(place, domain).Value}/{string.Join('/', part)}")],
        ["domainnameaccessassociations", .. var rest] when rest.Length > 0 => [place.Of("domainNameAccessAssociation", string.Join('/', rest))],
        ["portalproducts", var product, "productpages", var page] => Part(place, ThingKind.Find("portalProduct")!, product, "productPage", page),
        ["portalproducts", var product, "productrestendpointpages", var page] =>
            Part(place, ThingKind.Find("portalProduct")!, product, "productRestEndpointPage", page),
        [var things, var id] when AloneKind(things) is { } kind => [place.Of(kind, id)],
        _ => [place.Other],
    };

    // A private domain name stands with its id behind a plus sign; the name alone is what requests say.
    private static ContainerThing Domain(Place place, string domain) =>
        place.Of("domainName", domain.Split('+')[0].ToLowerInvariant());

    private static IReadOnlyList<ContainerThing> Part(Place place, ThingKind whole, string name, string kind, string part) =>
        [place.Of(whole, name), place.Of(kind, $"{name}/{part}")];

    private static IReadOnlyList<ContainerThing> Parts(Place place, string api, string whole, string name, string kind, string part) =>
        [place.Of(ThingKind.Api, api), place.Of(whole, $"{api}/{name}"), place.Of(kind, $"{api}/{name}/{part}")];

    private static string? ApiPartKind(string parts) => parts switch
    {
        "stages" => "stage",
        "deployments" => "deployment",
        "resources" => "apiResource",
        "routes" => "route",
        "integrations" => "integration",
        "authorizers" => "authorizer",
        "models" => "model",
        "requestvalidators" => "requestValidator",
        "gatewayresponses" => "gatewayResponse",
        _ => null,
    };

    private static string? DocumentationKind(string parts) => parts switch
    {
        "parts" => "documentationPart",
        "versions" => "documentationVersion",
        _ => null,
    };

    private static string? DomainPartKind(string parts) => parts switch
    {
        "basepathmappings" => "basePath",
        "apimappings" => "apiMapping",
        "routingrules" => "routingRule",
        _ => null,
    };

    private static string? AloneKind(string things) => things switch
    {
        "apikeys" => "apiKey",
        "usageplans" => "usagePlan",
        "vpclinks" => "vpcLink",
        "clientcertificates" => "clientCertificate",
        "portals" => "portal",
        "portalproducts" => "portalProduct",
        _ => null,
    };
}
