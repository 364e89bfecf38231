using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>What was changed about a service of ECS, call by call.</summary>
public static class ServiceHistory
{
    // What names the service, or is told of its state rather than of its settings.
    private static readonly string[] Request = ["cluster", "service", "serviceName", "clientToken", "force", "forceNewDeployment"];

    private static readonly string[] Response =
    [
        "serviceArn", "serviceName", "clusterArn", "status", "runningCount", "pendingCount", "deployments", "taskSets", "events", "createdAt", "createdBy", "roleArn",
        "currentServiceDeployment", "currentServiceRevisions", "tags",
    ];

    /// <summary>The history that these events of one service make.</summary>
    public static ThingHistory Of(IEnumerable<StoredEvent> events) => ThingHistory.Of(events, Lines);

    private static IReadOnlyList<ChangeLine>? Lines(StoredEvent stored, SettingsHistory history)
    {
        switch (stored.Event.Action)
        {
            case "CreateService" or "UpdateService":
                var (request, response) = MaskedPart.Read(stored.Record);
                return stored.Event.Action == "CreateService" ? Created(request, response["service"], history) : Updated(request, response["service"], history);
            case "DeleteService":
                history.Delete();
                return [];
            case "UpdateServicePrimaryTaskSet" or "StopServiceDeployment" or "CreateTaskSet" or "UpdateTaskSet" or "DeleteTaskSet" or "PutServiceRevision":
                return SettingsDiff.SetTo(Settings.Of(MaskedPart.Read(stored.Record).Request, "cluster", "service", "clientToken"));
            default:
                return null;
        }
    }

    private static IReadOnlyList<ChangeLine> Created(MaskedPart request, MaskedPart response, SettingsHistory history)
    {
        var lines = history.Create(Asked(request, response));
        history.Apply(Answered(response), response.Names(Response).Select(SettingPlace.Of), isAsked: false);
        return lines;
    }

    private static List<ChangeLine> Updated(MaskedPart request, MaskedPart response, SettingsHistory history)
    {
        var asked = request.Names(Request).ToList();
        var lines = new List<ChangeLine>(history.Apply(Asked(request, response), asked.Select(SettingPlace.Of)));
        if (request["forceNewDeployment"].Text == "true")
        {
            lines.AddRange(SettingsDiff.SetTo(Settings.Only(request, "forceNewDeployment")));
        }

        // What the response says of all else: between two recorded updates something else may have changed it.
        lines.AddRange(history.Apply(Answered(response), response.Names([.. Response, .. asked]).Select(SettingPlace.Of), isAsked: false));
        return lines;
    }

    // A task definition asked for without its revision is the newest; only the response tells which that is.
    private static Settings Asked(MaskedPart request, MaskedPart response)
    {
        var settings = Named(Settings.Of(request, Request));
        if (!request["taskDefinition"].IsAbsent && !response["taskDefinition"].IsAbsent)
        {
            settings.PutAll(Named(Settings.Only(response, "taskDefinition")));
        }

        return settings;
    }

    private static Settings Answered(MaskedPart response) => Named(Settings.Of(response, Response));

    // The ARN and the short name are one task definition.
    private static Settings Named(Settings settings)
    {
        if (settings.ByPlace.GetValueOrDefault("/taskDefinition") is { } definition)
        {
            settings.Put("/taskDefinition", definition with
            {
                Secret = ThingEvents.ValueOf(definition.Secret, ThingKind.TaskDefinition),
                Shown = ThingEvents.ValueOf(definition.Shown, ThingKind.TaskDefinition),
            });
        }

        return settings;
    }
}
