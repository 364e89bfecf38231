namespace TrailBoard.Core.Things;

/// <summary>What a call changed about a part of an API.</summary>
internal static class ApiLines
{
    public static IReadOnlyList<ChangeLine> Of(ApiCall call, SettingsHistory history)
    {
        switch (call.Verb)
        {
            case "Delete" when call.Noun is "AccessLogSettings":
                return history.Apply(new(), [SettingPlace.Of("accessLogSettings")]);
            case "Delete" when call.Noun is "CorsConfiguration":
                return history.Apply(new(), [SettingPlace.Of("corsConfiguration")]);
            case "Delete" when call.Noun is "RouteSettings" or "RouteRequestParameter":
                return SettingsDiff.SetTo(Settings.Of(call.Request, "apiId", "stageName", "routeId"));
            case "Delete":
                return history.Delete();
            case "Flush" or "Reset":
                return [];
            case "Put" or "Import" or "Reimport" when call.Noun is "RestApi" or "Api":
                return SettingsDiff.SetTo(Settings.Of(call.Request, "restApiId", "apiId", "template", "body"));
            // A method that is there already cannot be put again; an integration can.
            case "Create" or "Import":
            case "Put" when call.Noun is "Method" or "MethodResponse":
                return history.Create(call.Settings);
            case "Put":
                return history.Replace(call.Settings);
            case "Update" when call.Patches.IsArray:
                var (after, places) = call.Patched(history.Known);
                return history.Apply(after, places);
            default:
                return history.Apply(call.Settings, call.Places);
        }
    }

    /// <summary>Why the call itself asks to be looked at.</summary>
    public static string? Alert(ApiCall call) => (call.Verb, call.Noun) switch
    {
        ("Delete", "Authorizer") => "authorizer removed",
        ("Delete", "AccessLogSettings") => "access log switched off",
        ("Delete", "RestApi" or "Api") => "API deleted",
        ("Put" or "Reimport", "RestApi" or "Api") => "replaced by an import",
        _ => null,
    };
}
