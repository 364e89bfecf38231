using System.Globalization;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>What is said of an activity between who did it and how it ended.</summary>
internal static class ActivityWords
{
    // As many names as a row has room for.
    private const int MostNames = 3;

    public static IEnumerable<SentencePart> Of(Activity activity, HeadlineRecords records, EventSentence single)
    {
        var kind = activity.Kind;
        return kind == ActivityKind.Push ? Push(activity, records, single)
            : kind == ActivityKind.Pull ? Pull(activity, single)
            : kind == ActivityKind.Deployment ? Deployment(activity, records, single)
            : kind == ActivityKind.ApiChange ? ApiChange(activity, records, single)
            : kind == ActivityKind.Run ? Run(activity, single)
            : kind == ActivityKind.Build ? [.. Counted(single, activity.Of("StartImagePipelineExecution", "CreateImage").Count()), .. Named(activity, "for image", ":image/")]
            : kind == ActivityKind.Exec ? Counted(single, activity.Of("ExecuteCommand").Count())
            : kind == ActivityKind.Expiry ? [new("expired images of"), .. Names(activity, stored => stored.Repositories, EventFields.Repository)]
            : kind == ActivityKind.SignIn ? [new($"took roles {Times(activity.Events.Count)}")]
            : kind == ActivityKind.Look || kind == ActivityKind.Chatter ? Routine(activity, single)
            : Counted(single, activity.Events.Count);
    }

    private static List<SentencePart> Push(Activity activity, HeadlineRecords records, EventSentence single)
    {
        var images = activity.Events.Where(stored => stored.Event.Action == "PutImage").ToList();
        var uploaded = activity.Of("CompleteLayerUpload").Count();
        if (images.Count == 0)
        {
            return activity.Events.All(stored => stored.Event.Action == "BatchCheckLayerAvailability")
                ? [.. Counted(single, activity.Events.Count)]
                : uploaded == 0 ? [new("began to upload layers to"), .. single.To.Take(1), new("(none to its end)")]
                : [new("uploaded layers to"), .. single.To.Take(1), new($"({Many(uploaded, "layer")}, no image)")];
        }

        var tags = images.SelectMany(image => image.Event.Things.Where(thing => thing.Kind == ThingKind.Tag).Concat(records.Things(image, ThingKind.Tag)))
            .Select(tag => tag.Name).Distinct(StringComparer.Ordinal).ToList();
        var layers = images.Select(records.LayersOf).LastOrDefault(told => told is not null);
        List<SentencePart> said = [new("pushed"), .. single.To.Take(1)];
        if (tags.Count > 0)
        {
            said.Add(activity.Headline.Event.Resources.FirstOrDefault(IsDigest) is { } digest ? new(":" + tags[^1], EventFields.Resource, digest) : new(":" + tags[^1]));
        }
        else
        {
            said.AddRange(single.To.Skip(1));
        }

        // What more there is has its word: it was one repository.
        said.AddRange(tags.Count > 1 ? [new($"and {Many(tags.Count - 1, "more tag")}")] : []);
        said.AddRange(images.Count > Math.Max(1, tags.Count) ? [new($"in {Many(images.Count, "manifest")}")] : []);
        if (layers is var (all, bytes))
        {
            said.Add(new($"({Many(all, "layer")}, {Size(bytes)})"));
        }
        else if (uploaded > 0)
        {
            said.Add(new($"({Many(uploaded, "layer")} uploaded)"));
        }

        var first = activity.Of("BatchCheckLayerAvailability", "InitiateLayerUpload", "PutImage").First();
        var took = activity.Headline.Event.Time - first.Time;
        return took > TimeSpan.Zero ? [.. said, new("in " + Length(took))] : said;
    }

    private static IEnumerable<SentencePart> Pull(Activity activity, EventSentence single)
    {
        var images = activity.Of("BatchGetImage").Count();
        var repositories = activity.Events.SelectMany(stored => stored.Event.Repositories).Distinct(StringComparer.Ordinal).Count();
        return repositories > 1 ? [new("pulled from"), .. Names(activity, stored => stored.Repositories, EventFields.Repository), new(Times(images))]
            : images == 0 ? [new("downloaded layers of"), .. single.To.Take(1)]
            : [new("pulled"), .. single.To.Take(1), .. images == 1 ? Array.Empty<SentencePart>() : [new(Times(images))]];
    }

    private static List<SentencePart> Deployment(Activity activity, HeadlineRecords records, EventSentence single)
    {
        var registered = activity.Events.LastOrDefault(stored => stored.Event.Action == "RegisterTaskDefinition");
        List<SentencePart> said = [new(registered is null ? single.Did.Text : "deployed service"), .. single.To];
        said.AddRange(Named(activity, registered is null ? "with" : "to", ":task-definition/"));
        var images = registered is null ? [] : records.Things(registered, ThingKind.ImageReference).Select(image => image.Value).ToList();
        if (images.Count > 0)
        {
            // The registry's host says no more than its account, which the record tells.
            said.Add(new($"(image {Few([.. images.Select(image => image[(image.LastIndexOf(".amazonaws.com/", StringComparison.Ordinal) is var at and >= 0 ? at + 15 : 0)..])])})"));
        }

        return said;
    }

    private static IEnumerable<SentencePart> Run(Activity activity, EventSentence single)
    {
        var (runs, of) = (activity.Of("RunTask", "StartTask").Count(), Named(activity, "of", ":task-definition/"));
        // Each run is another task: the last one's name would stand for all.
        return runs > 1 && of.Length > 0 ? [single.Did, .. of, new(Times(runs))] : [.. Counted(single, runs), .. of];
    }

    private static IEnumerable<SentencePart> ApiChange(Activity activity, HeadlineRecords records, EventSentence single)
    {
        var steps = activity.Events.Count(stored => ContainerActions.Find(stored.Event.Service, stored.Event.Action)?.IsMutating == true);
        var stage = records.Things(activity.Headline, ThingKind.Stage).FirstOrDefault();
        var apis = activity.Events.SelectMany(stored => stored.Event.Things).Where(thing => thing.Kind == ThingKind.Api).CountBy(api => api.Value, StringComparer.Ordinal).ToList();
        if (apis.Count > 1)
        {
            // Deployed is only one of them.
            IEnumerable<SentencePart> deployed = activity.Headline.Event.Action == "CreateDeployment" ? [new("and deployed"), .. single.To] : [];
            return [new("changed APIs"), .. Names(apis, EventFields.Api), .. deployed, new($"({Many(steps, "call")})")];
        }

        return activity.Headline.Event.Action != "CreateDeployment" && steps == 1 ? Counted(single, 1)
            : activity.Headline.Event.Action != "CreateDeployment" ? [new("changed API"), .. single.To, new($"({Many(steps, "call")})")]
            : [new("changed and deployed API"), .. single.To, .. stage is null ? Array.Empty<SentencePart>() : [new($"to {stage.Name}")], new($"({Many(steps, "call")})")];
    }

    private static IEnumerable<SentencePart> Routine(Activity activity, EventSentence single)
    {
        var one = activity.Headline.Event;
        if (activity.Events.All(stored => stored.Event.Service == one.Service && stored.Event.Action == one.Action)
            && activity.Events.All(stored => IsOfSame(stored.Event, one) || SentenceTarget.Of(stored.Event).SequenceEqual(single.To)))
        {
            return Counted(single, activity.Events.Count);
        }

        var verb = activity.Kind == ActivityKind.Chatter ? "made routine calls to"
            : activity.Of("ConsoleLogin").Any() ? "signed in and looked around in" : "looked around in";
        var services = activity.Events.Where(stored => stored.Event.Action != "ConsoleLogin")
            .CountBy(stored => stored.Event.Service ?? "", StringComparer.Ordinal).GroupBy(service => ContainerServices.ShortName(service.Key), StringComparer.Ordinal)
            .Select(service => KeyValuePair.Create(service.Key, service.Sum(one => one.Value)));
        return [new(verb), .. Names(services, EventFields.Service), new($"({Many(activity.Events.Count, "call")})")];
    }

    // Then their targets are the same: the events of a store share the lists of what they name.
    private static bool IsOfSame(TrailEvent left, TrailEvent right) =>
        ReferenceEquals(left.Repositories, right.Repositories) && ReferenceEquals(left.Resources, right.Resources) && ReferenceEquals(left.ErrorMessage, right.ErrorMessage);

    private static IEnumerable<SentencePart> Counted(EventSentence single, int count) =>
        [single.Did, .. single.To, .. count > 1 ? [new(Times(count))] : Array.Empty<SentencePart>()];

    /// <summary>The values of a field that occur most, as handles; then how many more there are.</summary>
    private static IEnumerable<SentencePart> Names(Activity activity, Func<TrailEvent, IEnumerable<string>> values, EventField field) =>
        Names(activity.Events.SelectMany(stored => values(stored.Event)).CountBy(value => value, StringComparer.Ordinal), field);

    private static IEnumerable<SentencePart> Names(IEnumerable<KeyValuePair<string, int>> counts, EventField field)
    {
        var counted = counts
            .OrderByDescending(value => value.Value).ThenBy(value => value.Key, StringComparer.Ordinal).Select(value => value.Key).ToList();
        for (var i = 0; i < Math.Min(MostNames, counted.Count); i++)
        {
            if (i > 0)
            {
                yield return new(i == counted.Count - 1 ? "and" : ",");
            }

            yield return new(ContainerServices.Find(counted[i])?.ShortTitle ?? counted[i], field, counted[i]);
        }

        if (counted.Count > MostNames)
        {
            yield return new($"and {counted.Count - MostNames} more");
        }
    }

    /// <summary>The first thing of a kind that the headline names by its ARN, after a word.</summary>
    private static SentencePart[] Named(Activity activity, string word, string marker) =>
        activity.Headline.Event.Resources.FirstOrDefault(resource => resource.Contains(marker, StringComparison.Ordinal)) is { } arn
            ? [new(word), new(ShortResource.Of(arn), EventFields.Resource, arn)]
            : [];

    private static string Few(List<string> names) => names.Count > 2 ? $"{names[0]} and {names.Count - 1} more" : string.Join(" and ", names);

    private static bool IsDigest(string resource) => resource.StartsWith("sha256:", StringComparison.Ordinal);

    private static string Times(int count) => count == 1 ? "once" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} times";

    private static string Many(int count, string thing) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {thing}{(count == 1 ? "" : "s")}";

    private static string Length(TimeSpan time) => time < TimeSpan.FromMinutes(2) ? $"{time.TotalSeconds:0} s" : $"{time.TotalMinutes:0} min";

    private static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => $"{Math.Max(1, bytes / 1000)} kB",
        < 1_000_000_000 => $"{bytes / 1_000_000} MB",
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };
}
