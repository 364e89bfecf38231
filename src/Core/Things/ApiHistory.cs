using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>A call that changed a part of an API.</summary>
/// <param name="By">The call.</param>
/// <param name="Part">What it changed.</param>
/// <param name="Verb">What it did to it: <c>Create</c>, <c>Put</c>, <c>Update</c>, <c>Delete</c>, ….</param>
/// <param name="Lines">What is other since then; none where the record does not tell.</param>
/// <param name="Alert">Why somebody should look at it, or null; lines have their own.</param>
public sealed record ApiChange(StoredEvent By, ApiPart Part, string Verb, IReadOnlyList<ChangeLine> Lines, string? Alert = null);

/// <summary>A deployment of an API, and what was changed since the one before.</summary>
/// <param name="By">The call.</param>
/// <param name="Id">Its id, or null where the response was not recorded.</param>
/// <param name="Stage">The stage that it was made for, or null where it waits to be pointed to.</param>
/// <param name="Since">The changes that it brings to callers, oldest first.</param>
/// <param name="IsFirst">Whether no earlier one is recorded, so that changes from before the records are not known.</param>
public sealed record ApiDeployment(StoredEvent By, string? Id, string? Stage, IReadOnlyList<ApiChange> Since, bool IsFirst);

/// <summary>A name under which callers reach a stage of an API.</summary>
/// <param name="By">The call that said so last.</param>
/// <param name="Domain">The domain name.</param>
/// <param name="Path">The first part of the path, or null for all paths.</param>
/// <param name="Stage">The stage, or null where the record does not name it.</param>
public sealed record ApiMapping(StoredEvent By, string Domain, string? Path, string? Stage);

/// <summary>What became of one API of API Gateway: parts, deployments, stages and the names that lead to it.</summary>
public sealed class ApiHistory
{
    private readonly ApiNames _names = new();
    private readonly Dictionary<string, SettingsHistory> _histories = new(StringComparer.Ordinal);
    private readonly List<ApiChange> _changes = [];
    private readonly List<ApiDeployment> _deployments = [];
    private readonly SortedDictionary<string, ApiMapping> _mappings = new(StringComparer.Ordinal);
    private List<ApiChange> _waiting = [];

    private ApiHistory()
    {
    }

    /// <summary>Its name, or null where no record tells it. Hostile text.</summary>
    public string? Name { get; private set; }

    /// <summary>What kind of API it is: <c>REST</c>, <c>HTTP</c>, <c>WEBSOCKET</c>; null where no record tells.</summary>
    public string? Protocol { get; private set; }

    /// <summary>All changes, oldest first; deployments are not among them.</summary>
    public IReadOnlyList<ApiChange> Changes => _changes;

    /// <summary>The deployments, oldest first.</summary>
    public IReadOnlyList<ApiDeployment> Deployments => _deployments;

    /// <summary>Changes that no recorded deployment has brought to callers yet; stages that deploy by themselves serve them all the same.</summary>
    public IReadOnlyList<ApiChange> Waiting => _waiting;

    /// <summary>The names that lead to it. A mapping's deletion names no API, so some may be gone.</summary>
    public IReadOnlyCollection<ApiMapping> Mappings => _mappings.Values;

    /// <summary>The changes of one stage, oldest first.</summary>
    public IEnumerable<ApiChange> ChangesOf(string stage) => _changes.Where(change => change.Part.Kind == "stage" && change.Part.Name == stage);

    /// <summary>The settings of a stage as they were last recorded.</summary>
    public IReadOnlyList<ChangeLine> KnownOf(string stage) => _histories.TryGetValue($"stage {stage}", out var history) ? SettingsDiff.SetTo(history.Known) : [];

    /// <summary>The stages that its calls name, in the order of their names, those too that were deleted.</summary>
    public IReadOnlyList<string> Stages =>
    [
        .. _changes.Where(change => change.Part.Kind == "stage").Select(change => change.Part.Name)
            .Concat(_deployments.Select(deployment => deployment.Stage)).OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>The history that these events of one API make.</summary>
    public static ApiHistory Of(IEnumerable<StoredEvent> events)
    {
        var history = new ApiHistory();
        foreach (var call in ThingEvents.Done(events).Select(ApiCall.Read).OfType<ApiCall>())
        {
            history.Add(call);
        }

        return history;
    }

    private void Add(ApiCall call)
    {
        Protocol ??= call.Text("protocolType") ?? (call.Request["restApiId"].IsAbsent && call.Noun != "RestApi" ? null : "REST");
        _names.Learn(call);
        if (call.Noun is "RestApi" or "Api")
        {
            Name = call.Response["name"].Text ?? call.Text("name") ?? Patch(call, "/name") ?? Name;
        }

        if (call is { Noun: "Deployment", Verb: "Create" })
        {
            Deploy(call);
            return;
        }

        var (key, part) = _names.PartOf(call);
        var change = new ApiChange(call.By, part, call.Verb, ApiLines.Of(call, HistoryOf(key)), ApiLines.Alert(call));
        if (change is { Verb: "Put" or "Reimport", Part.Kind: "API" })
        {
            // An import replaces what the API holds by a document that is not in the record.
            change = change with { Part = part with { Kind = "API content" } };
            ForgetContent();
        }

        _changes.Add(change);
        if (change.Part.WaitsForDeployment)
        {
            _waiting.Add(change);
        }

        Map(call, key);
    }

    private void Deploy(ApiCall call)
    {
        var stage = call.Text("stageName");
        _deployments.Add(new(call.By, call.Response["deploymentId"].Text ?? call.Response["id"].Text, stage, _waiting, _deployments.Count == 0));
        _waiting = [];
    }

    private void Map(ApiCall call, string key)
    {
        if (ApiPart.KindOf(call.Noun) != "mapping" || call.Text("domainName") is not { } domain)
        {
            return;
        }

        if (call.Verb == "Delete")
        {
            _mappings.Remove(key);
            return;
        }

        var known = _mappings.GetValueOrDefault(key);
        _mappings[key] = new(call.By, domain, call.Text("apiMappingKey") ?? call.Text("basePath") ?? known?.Path, call.Text("stage") ?? Patch(call, "/stage") ?? known?.Stage);
    }

    private void ForgetContent()
    {
        foreach (var (_, history) in _histories.Where(one => !one.Key.StartsWith("stage ", StringComparison.Ordinal) && !one.Key.StartsWith("API ", StringComparison.Ordinal)))
        {
            history.Forget();
        }
    }

    private SettingsHistory HistoryOf(string key) => _histories.TryGetValue(key, out var history) ? history : _histories[key] = new();

    private static string? Patch(ApiCall call, string path) =>
        call.Patches.Items().Where(patch => patch["path"].Text == path && patch["op"].Text is not "remove").Select(patch => patch["value"].Text).LastOrDefault();
}
