using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>What was changed about a cluster of ECS itself: its settings, its capacity providers, what was deleted in it.</summary>
public static class ClusterHistory
{
    /// <summary>The history that these events of one cluster make.</summary>
    public static ThingHistory Of(IEnumerable<StoredEvent> events) => ThingHistory.Of(events, Lines);

    private static IReadOnlyList<ChangeLine>? Lines(StoredEvent stored, SettingsHistory history)
    {
        switch (stored.Event.Action)
        {
            case "CreateCluster":
                return history.Create(Settings.Of(MaskedPart.Read(stored.Record).Request, "clusterName"));
            case "UpdateCluster" or "UpdateClusterSettings" or "PutClusterCapacityProviders":
                return Updated(MaskedPart.Read(stored.Record).Request, history);
            case "DeleteCluster":
                history.Delete();
                return [];
            case "DeleteService" or "DeregisterContainerInstance" or "DeleteCapacityProvider":
                return [];
            default:
                return null;
        }
    }

    private static IReadOnlyList<ChangeLine> Updated(MaskedPart request, SettingsHistory history)
    {
        var told = Settings.Of(request, "cluster", "clusterName");
        // A call names the settings that it changes; the others of their list stay.
        var listed = told.At(["/settings"]).ByPlace.Select(setting => new SettingPlace(setting.Key, setting.Value.Path));
        return history.Apply(told, [.. request.Names("cluster", "clusterName", "settings").Select(SettingPlace.Of), .. listed]);
    }
}
