using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>A run of a pipeline that somebody started. Those that Image Builder starts by its schedule are no calls and not recorded.</summary>
/// <param name="By">The call.</param>
/// <param name="Image">The ARN of the image that is built, or null where the response does not say.</param>
public sealed record PipelineRun(StoredEvent By, string? Image)
{
    /// <summary>The name, version and build of the image: <c>base/1.0.0/3</c>.</summary>
    public string? Version => Image is null ? null : ThingEvents.ValueOf(Image, ThingKind.Find("builderImage")!);
}

/// <summary>What became of a pipeline of Image Builder: its own settings, those of the recipe, infrastructure and distribution that it uses, and its runs.</summary>
public sealed class PipelineHistory
{
    private static readonly string[] Uses = ["imageRecipeArn", "containerRecipeArn", "infrastructureConfigurationArn", "distributionConfigurationArn"];

    private readonly Dictionary<string, SettingsHistory> _histories = new(StringComparer.Ordinal);
    private readonly List<ThingChange> _changes = [];
    private readonly List<PipelineRun> _runs = [];
    private readonly SortedSet<string> _used = new(StringComparer.Ordinal);

    private PipelineHistory()
    {
    }

    /// <summary>What was changed, oldest first.</summary>
    public IReadOnlyList<ThingChange> Changes => _changes;

    /// <summary>The pipeline's settings as they were last recorded.</summary>
    public IReadOnlyList<ChangeLine> Known => SettingsDiff.SetTo(HistoryOf("").Known);

    /// <summary>The runs that were started, oldest first.</summary>
    public IReadOnlyList<PipelineRun> Runs => _runs;

    /// <summary>The ARNs of the recipes, infrastructure and distribution configurations that the pipeline was told to use: their own changes are changes of what it builds.</summary>
    public IReadOnlyCollection<string> Used => _used;

    /// <summary>The history that these events make.</summary>
    /// <param name="own">Events that name the pipeline.</param>
    /// <param name="ofUsed">Events that name what it uses; other pipelines may use the same, and their calls say nothing of this one.</param>
    public static PipelineHistory Of(IEnumerable<StoredEvent> own, IEnumerable<StoredEvent>? ofUsed = null)
    {
        var history = new PipelineHistory();
        foreach (var stored in ThingEvents.Done(own.Concat((ofUsed ?? []).Where(stored => IsOfUsed(stored.Event.Action)))))
        {
            history.Add(stored);
        }

        return history;
    }

    private static bool IsOfUsed(string? action) =>
        action is "CreateImageRecipe" or "CreateContainerRecipe" or "CreateInfrastructureConfiguration" or "CreateDistributionConfiguration"
            or "UpdateInfrastructureConfiguration" or "UpdateDistributionConfiguration";

    private void Add(StoredEvent stored)
    {
        var (request, response) = MaskedPart.Read(stored.Record);
        switch (stored.Event.Action)
        {
            case "CreateImagePipeline":
                Use(request);
                _changes.Add(new(stored, HistoryOf("").Create(Settings.Of(request, "clientToken"))));
                break;
            case "UpdateImagePipeline":
                Use(request);
                _changes.Add(new(stored, Replace("", request, "imagePipelineArn")));
                break;
            case "UpdateInfrastructureConfiguration":
                _changes.Add(new(stored, Replace(request["infrastructureConfigurationArn"].Secret ?? "", request, "infrastructureConfigurationArn")));
                break;
            case "UpdateDistributionConfiguration":
                _changes.Add(new(stored, Replace(request["distributionConfigurationArn"].Secret ?? "", request, "distributionConfigurationArn")));
                break;
            case { } create when create.StartsWith("Create", StringComparison.Ordinal) && IsOfUsed(create):
                var arn = Uses.Select(name => response[name].Secret).FirstOrDefault(name => name is not null);
                _changes.Add(new(stored, HistoryOf(arn ?? stored.Event.EventId).Create(Settings.Of(request, "clientToken"))));
                break;
            case "StartImagePipelineExecution":
                _runs.Add(new(stored, response["imageBuildVersionArn"].Text));
                break;
            case "DeleteImagePipeline":
                HistoryOf("").Delete();
                _changes.Add(new(stored, []));
                break;
            case "TagResource" or "UntagResource" or "StartResourceStateUpdate":
                _changes.Add(new(stored, SettingsDiff.SetTo(Settings.Of(request, "resourceArn", "clientToken"))));
                break;
        }
    }

    // An update of Image Builder is no patch: what it does not name is gone, but for the names and tags that it cannot change.
    private IReadOnlyList<ChangeLine> Replace(string key, MaskedPart request, string own)
    {
        var history = HistoryOf(key);
        var told = Settings.Of(request, own, "clientToken");
        told.PutAll(history.Known.At(["/name", "/tags"]));
        return history.Replace(told);
    }

    private SettingsHistory HistoryOf(string key) => _histories.TryGetValue(key, out var history) ? history : _histories[key] = new();

    private void Use(MaskedPart request)
    {
        foreach (var arn in Uses.Select(name => request[name].Text).OfType<string>())
        {
            _used.Add(arn);
        }
    }
}
