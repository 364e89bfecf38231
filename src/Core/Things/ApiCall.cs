using System.Collections.Immutable;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>
/// A call that changes an API, with what the two generations of API Gateway write differently brought together: REST APIs (v1) wrap the settings
/// (<c>createStageInput</c>) and change them by patches, HTTP and WebSocket APIs (v2) name them in the request.
/// </summary>
internal sealed class ApiCall
{
    private static readonly string[] Ids =
    [
        "apiId", "restApiId", "resourceId", "parentId", "httpMethod", "statusCode", "routeId", "routeResponseId", "integrationId", "integrationResponseId", "authorizerId",
        "modelId", "modelName", "requestValidatorId", "responseType", "domainName", "basePath", "apiMappingId", "stageName", "template", "clientToken", "domainNameId",
    ];

    private ApiCall(StoredEvent by, string verb, string noun, MaskedPart request, MaskedPart response)
    {
        (By, Verb, Noun, Request, Response) = (by, verb, noun, request, response);
        var body = request.Members().Where(member => member.Name.EndsWith("Input", StringComparison.Ordinal) && member.Value.IsObject).Select(member => member.Value).FirstOrDefault();
        Body = body.IsObject ? body : default;
    }

    public StoredEvent By { get; }

    public string Verb { get; }

    public string Noun { get; }

    public MaskedPart Request { get; }

    public MaskedPart Response { get; }

    /// <summary>The settings in the wrapping of v1; absent in v2.</summary>
    private MaskedPart Body { get; }

    /// <summary>The patches of an update in v1; absent otherwise.</summary>
    public MaskedPart Patches => Body["patchOperations"].IsArray ? Body["patchOperations"] : Request["patchOperations"];

    /// <summary>The places of the settings that the call gives.</summary>
    public IReadOnlyList<SettingPlace> Places => [.. Given.Names(Own).Select(SettingPlace.Of)];

    /// <summary>The settings that the call gives.</summary>
    public Settings Settings => Settings.Of(Given, Own);

    private MaskedPart Given => Body.IsObject ? Body : Request;

    // In v1 the ids stand beside the settings, in v2 among them; there a route's authorizer is a setting.
    private string[] Own => Body.IsObject ? ["template", "stageName"] : Noun is "Route" ? [.. Ids.Where(id => id != "authorizerId")] : Ids;

    public static ApiCall? Read(StoredEvent stored)
    {
        if (stored.Event.Action is not { } action || !ApiPart.TryRead(action, out var verb, out var noun))
        {
            return null;
        }

        var (request, response) = MaskedPart.Read(stored.Record);
        return new(stored, verb, noun, request, response);
    }

    /// <summary>A text of the request, of its wrapped settings, or of the response.</summary>
    public string? Text(string name) => Request[name].Text ?? Body[name].Text ?? Response[name].Text;

    /// <summary>The id of the part that the call is about: of a new one in v1 the response's <c>id</c>.</summary>
    public string? Id(string name) => Text(name) ?? (Verb is "Create" or "Import" ? Response["id"].Text : null);

    /// <summary>Carries out the patches on known settings, and says which places they touch.</summary>
    public (Settings After, IReadOnlyList<SettingPlace> Places) Patched(Settings known)
    {
        var (after, places) = (known.Copy(), new List<SettingPlace>());
        foreach (var patch in Patches.Items())
        {
            if (patch["path"].Secret is not ['/', _, ..] || patch["path"] is not { Secret: { } place, Text: { } shown })
            {
                continue;
            }

            ImmutableArray<string> path = [.. shown[1..].Split('/').Select(Unescaped)];
            places.Add(new(place, path));
            after.Remove(place);
            if (patch["op"].Text is not "remove" && patch["value"] is { IsScalar: true } value)
            {
                after.Put(place, Setting.Of(path, value));
            }
        }

        return (after, places);
    }

    private static string Unescaped(string segment) => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
