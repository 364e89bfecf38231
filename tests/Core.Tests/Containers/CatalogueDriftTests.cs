using System.Text.Json;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Search;
using Xunit.Abstractions;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Tests.Containers;

/// <summary>The catalogue against itself and, where the machine has it, against what was derived from AWS's service models.</summary>
public sealed class CatalogueDriftTests(ITestOutputHelper output)
{
    // What the models' table calls a resource and is none: values of a call, and an address that the ARN beside it says better.
    private static readonly string[] NoThings =
        ["apigateway.exportType", "apigateway.sdkType", "apigateway.statusCode", "apigateway.routeKey", "ecr.repositoryUri"];

    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["arn"] = "other",
        ["iam.principalArn"] = "other",
        ["ec2.importTask"] = "importTask",
        ["ecr.imageDigest"] = "image",
        ["ecr.imageRef"] = "imageReference",
        ["ecr.imageTag"] = "tag",
        ["ecr.layerDigest"] = "layer",
        ["ecr.pullThroughPrefix"] = "pullThroughRule",
        ["ecr.templatePrefix"] = "creationTemplate",
        ["imagebuilder.image"] = "builderImage",
        ["apigateway.resource"] = "apiResource",
        ["apigateway.restApi"] = "api",
    };

    private const string PagesOfTheirOwn = "page";
    private const string PaneOfTheEvent = "event";

    // Decided, one by one: a new kind belongs in one of these lines.
    private static readonly (string Seen, string Kinds)[] PlaceOfKind =
    [
        (PagesOfTheirOwn, "repository image tag cluster service taskDefinition taskFamily task pipeline api stage"),
        ("repository", "registry layer upload pullThroughRule upstreamRegistry creationTemplate"),
        ("image", "imageReference"),
        ("cluster", "containerInstance capacityProvider daemon daemonDeployment daemonRevision daemonTaskDefinition"),
        ("service", "taskSet serviceDeployment serviceRevision"),
        ("task", "container"),
        ("pipeline", "builderImage imageRecipe containerRecipe component infrastructure distribution lifecyclePolicy lifecycleExecution workflow workflowExecution workflowStep importTask"),
        ("api", "deployment apiResource method route routeResponse integration integrationResponse authorizer model requestValidator gatewayResponse documentationPart documentationVersion"),
        (PaneOfTheEvent, "domainName domainNameId basePath apiMapping routingRule domainNameAccessAssociation usagePlan apiKey vpcLink clientCertificate"
            + " portal portalProduct productPage productRestEndpointPage role principal name other"),
    ];

    public static TheoryData<string> Actions => [.. ContainerActions.All.Select(action => $"{action.Service.Name} {action.Name}")];

    [Theory, MemberData(nameof(Actions))]
    public void An_action_has_a_verb_and_a_phrase_that_somebody_chose(string call)
    {
        var words = call.Split(' ');
        var action = ContainerActions.Find(words[0], words[1])!;

        Assert.True(action.IsCatalogued);
        Assert.NotEqual(EventVerb.Other, action.Verb);
        Assert.Equal(action.IsMutating, EventVerb.Changes(words[0], words[1]));
        Assert.True(ActionPhrase.IsChosen(words[0], words[1]), $"{call}: neither phrases.tsv nor words.tsv knows it.");
    }

    [Fact]
    public void A_word_that_nobody_chose_is_seen() => Assert.False(ActionPhrase.IsChosen("ecs", "FrobnicateService"));

    [Fact]
    public void Every_kind_of_thing_is_named_by_some_record_or_some_ARN()
    {
        // An ARN of IAM that is no role, and whatever else an ARN may name.
        var fromArns = new[] { ThingKind.Principal };
        var fromPaths = ContainerServices.All.SelectMany(service => Rules(ThingPaths.Of(service))).Select(rule => rule.Kind);

        Assert.Equal(ThingKind.All.Select(kind => kind.Name).Order(), fromPaths.Concat(fromArns).Select(kind => kind.Name).Distinct().Order());
        Assert.All(ThingKind.All, kind => Assert.Same(kind, ThingKind.Find(kind.Name)));
        Assert.Equal(ThingKind.All.Count, ThingKind.All.Select(kind => kind.Title).Distinct().Count());
    }

    [Fact]
    public void Every_kind_of_thing_has_a_page_or_is_seen_on_that_of_another()
    {
        var withPages = PlaceOfKind.Where(place => place.Seen == PagesOfTheirOwn).SelectMany(place => place.Kinds.Split(' ')).ToList();
        var all = PlaceOfKind.SelectMany(place => place.Kinds.Split(' ')).ToList();

        Assert.Equal(ThingKind.All.Select(kind => kind.Name).Order(), all.Order());
        Assert.Equal(EventFields.All.Select(field => KindOf(field)?.Name).OfType<string>().Distinct().Order(), withPages.Except(["taskFamily"]).Order());

        // A part of a whole that has a page is seen there.
        Assert.All(ThingKind.All.Where(kind => kind.Within is { } whole && withPages.Contains(whole.Name) && !withPages.Contains(kind.Name)), part =>
            Assert.Equal(part.Within!.Name, PlaceOfKind.Single(place => place.Kinds.Split(' ').Contains(part.Name)).Seen));
        Assert.All(PlaceOfKind.Where(place => place.Seen is not (PagesOfTheirOwn or PaneOfTheEvent)), place => Assert.Contains(place.Seen, withPages));
    }

    [Fact]
    public void Wholes_are_read_before_their_parts()
    {
        foreach (var service in ContainerServices.All)
        {
            var rules = Rules(ThingPaths.Of(service)).ToList();
            foreach (var rule in rules.Where(rule => rule.Kind.Within is not null))
            {
                Assert.All(rules.Where(whole => whole.Kind == rule.Kind.Within), whole => Assert.True(whole.Row < rule.Row, $"{service.Name}: {whole.Kind} below {rule.Kind}"));
            }
        }
    }

    [Fact]
    public void The_catalogue_says_what_the_service_models_say()
    {
        if (Samples.Folder is not { } folder)
        {
            output.WriteLine("TRAILBOARD_SAMPLES is not set: nothing was compared.");
            return;
        }

        using var models = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "container-actions.json")));
        var (actions, paths) = (0, 0);
        var missing = new List<string>();
        foreach (var model in models.RootElement.EnumerateArray())
        {
            var action = ContainerActions.Find(Text(model, "eventSource"), Text(model, "eventName"))!;
            Assert.True(action.IsCatalogued, $"{Text(model, "eventSource")} {action.Name} is not in actions.tsv.");
            Assert.Equal((Text(model, "verb"), Truth(model, "mutating"), Truth(model, "plumbing"), Truth(model, "sensitive")),
                (action.Verb.Name, action.IsMutating, action.IsPlumbing, action.IsSensitive));
            actions++;
            foreach (var resource in model.GetProperty("resourcePaths").EnumerateArray().Where(resource => !NoThings.Contains(Text(resource, "type"))))
            {
                var (path, kind) = (PathOf(Text(resource, "jsonPath")), KindOf(Text(resource, "type"), Text(resource, "jsonPath")));
                paths++;
                if (!ThingPaths.KindsAt(action.Service, action.Name, path).Any(known => known.Name == kind))
                {
                    missing.Add($"{action.Service.Name} {action.Name}: {path} is a {kind}.");
                }
            }
        }

        Assert.Empty(missing);
        Assert.Equal(ContainerActions.All.Count, actions);
        output.WriteLine($"{actions} actions and {paths} paths are the same.");
    }

    [Fact]
    public void The_docs_say_the_form_of_every_kind()
    {
        var docs = File.ReadAllText(Repository.File("docs/things.md"));

        Assert.NotEmpty(ThingKind.All);
        Assert.Empty(ThingKind.All.Where(kind => !docs.Contains($"`{kind.Name}`", StringComparison.Ordinal)).Select(kind => kind.Name));
        Assert.Contains($"first {ContainerThings.MaxOfOneList} elements", docs, StringComparison.Ordinal);
        Assert.Contains($"above {ContainerThings.MaxLength:N0} bytes", docs, StringComparison.Ordinal);
    }

    private static IEnumerable<ThingRule> Rules(ThingNode node) =>
        node.Rules.Concat(node.Items is null ? [] : Rules(node.Items)).Concat(node.Children.SelectMany(Rules));

    // The kind of thing that a field of the filter language is about: it has its name, but for the service of ECS. A role acts.
    private static ThingKind? KindOf(EventField field) =>
        field == EventFields.EcsService ? ThingKind.Service : field == EventFields.Service || field == EventFields.Role ? null : ThingKind.Find(field.Name);

    private static string PathOf(string jsonPath) => jsonPath
        .Replace("$.requestParameters", "req", StringComparison.Ordinal)
        .Replace("$.responseElements", "res", StringComparison.Ordinal)
        .Replace("$.serviceEventDetails", "details", StringComparison.Ordinal)
        .Replace("$.", "", StringComparison.Ordinal)
        .Replace("[*]", "[]", StringComparison.Ordinal);

    private static string KindOf(string type, string jsonPath)
    {
        var last = type[(type.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return jsonPath.EndsWith(".domainNameId", StringComparison.Ordinal) ? "domainNameId"
            : jsonPath.EndsWith("resources[*].ARN", StringComparison.Ordinal) ? "other"
            : OtherNames.GetValueOrDefault(type) ?? (last.EndsWith("Arn", StringComparison.Ordinal) ? last[..^3] : last);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static bool Truth(JsonElement element, string name) => element.GetProperty(name).GetBoolean();
}
