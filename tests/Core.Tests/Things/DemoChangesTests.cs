using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Tests.Activities;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Things;

/// <summary>The demo month's histories: what the incident did to the service must be seen.</summary>
public sealed class DemoChangesTests
{
    private static readonly DemoIncident Incident = new DemoTrail(DemoTrail.DefaultEvents, 1, DemoEvents.End).Incident!;

    [Fact]
    public async Task The_incident_changed_the_service_and_gave_it_a_public_address()
    {
        var service = Incident.ServiceArn.Split(":service/")[1];

        var changes = ServiceHistory.Of(await NamingAsync(ThingKind.Service, service)).Changes;

        var change = Assert.Single(changes, change => Incident.EventIds.Contains(change.By.Event.EventId));
        Assert.Contains(change.Lines, line => line is { Alert: "public address", Before: "DISABLED", After: "ENABLED", WasAsked: true });
        Assert.Contains(change.Lines, line => line is { Words: "task definition", Before: not null } && line.After!.StartsWith("checkout-api:9", StringComparison.Ordinal));
        var after = changes[changes.ToList().IndexOf(change) + 1];
        Assert.Contains(after.Lines, line => line is { Words: "public address", Before: "ENABLED", After: "DISABLED", Alert: null });
    }

    [Fact]
    public async Task The_shell_of_the_incident_is_found_with_its_task()
    {
        var events = await DemoEvents.Default.Value;

        var shell = Assert.Single(ShellSession.Read(events), shell => Incident.EventIds.Contains(shell.By.Event.EventId));

        Assert.Equal(("/bin/sh", true, "prod"), (shell.Command, shell.IsInteractive, shell.Cluster));
        Assert.Contains(events, stored => stored.Event.Actor.Session == shell.Task && stored.Event.Action == "GetSecretValue" && stored.Event.Time > shell.By.Event.Time);
    }

    [Fact]
    public async Task A_release_changes_the_image_of_its_revision_and_nothing_else()
    {
        var revisions = TaskDefinitionRevision.Read((await DemoEvents.Default.Value).Where(stored => stored.Event.Account == "444455556666"));
        var family = revisions.Where(revision => revision.Family == "checkout-api").ToList();

        Assert.True(family.Count > 3);
        Assert.All(family.Zip(family.Skip(1)), pair => Assert.All(pair.Second.Since(pair.First)!, line => Assert.Equal("container checkout-api: image", line.Words)));
    }

    [Fact]
    public async Task Every_deployment_of_the_months_apis_brings_methods()
    {
        var api = (await DemoEvents.Default.Value).SelectMany(stored => ContainerThings.Of(stored.Event, stored.Record.Span)).First(thing => thing.Kind == ThingKind.Stage && thing.Value.EndsWith("/test", StringComparison.Ordinal)).Value.Split('/')[0];

        var history = ApiHistory.Of(await NamingAsync(ThingKind.Api, api));

        Assert.StartsWith("returns-", history.Name, StringComparison.Ordinal);
        var deployment = Assert.Single(history.Deployments);
        Assert.Contains(deployment.Since, change => change.Part.Kind == "method" && change.Part.Name.Contains(" /", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pipeline_has_its_nightly_runs_with_their_images()
    {
        var history = PipelineHistory.Of(await NamingAsync(ThingKind.Pipeline, "base-alpine"));

        Assert.True(history.Runs.Count > 20);
        Assert.All(history.Runs, run => Assert.StartsWith("base-alpine/1.4.", run.Version, StringComparison.Ordinal));
        Assert.Contains(history.Changes, change => change.Lines.Any(line => line.Words == "container recipe"));
    }

    [Fact]
    public async Task Calls_of_other_pipelines_that_use_the_same_are_not_told_of_this_one()
    {
        var own = await NamingAsync(ThingKind.Pipeline, "base-alpine");
        var others = (await DemoEvents.Default.Value).Where(stored => stored.Event.Service == "imagebuilder.amazonaws.com").ToList();

        var history = PipelineHistory.Of(own, others);

        Assert.Equal(PipelineHistory.Of(own).Known, history.Known);
        Assert.Equal(PipelineHistory.Of(own).Runs, history.Runs);
        Assert.Contains(history.Changes, change => change.By.Event.Action == "CreateContainerRecipe");
        Assert.DoesNotContain(history.Changes, change => change.By.Event.Action == "UpdateImagePipeline" && !own.Contains(change.By));
    }

    private static async Task<List<StoredEvent>> NamingAsync(ThingKind kind, string value) =>
        [.. (await DemoEvents.Default.Value).Where(stored => ContainerThings.Of(stored.Event, stored.Record.Span).Any(thing => thing.Kind == kind && thing.Value == value))];
}
