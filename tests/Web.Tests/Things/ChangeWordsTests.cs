using TrailBoard.Core.Events;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.Things;

/// <summary>What calls changed, in the words of the pages of things.</summary>
public sealed class ChangeWordsTests
{
    [Theory]
    [InlineData(ChangeKind.Changed, "***", "***", true, true, "changed; the values are masked")]
    [InlineData(ChangeKind.Changed, "x:***", "y:***", true, true, null)]
    [InlineData(ChangeKind.Removed, null, null, false, true, "removed; what it was is not recorded")]
    [InlineData(ChangeKind.Removed, "1", null, false, true, null)]
    [InlineData(ChangeKind.Changed, "1", "2", false, false, "not asked for by this call: between two recorded calls something else changed it")]
    [InlineData(ChangeKind.Changed, "1", "2", false, true, null)]
    public void A_line_says_what_a_reader_should_know_of_it(ChangeKind kind, string? before, string? after, bool masked, bool asked, string? note) =>
        Assert.Equal(note, ChangeWords.Note(new(kind, "x", "x", before, after) { IsMasked = masked, WasAsked = asked }));

    [Theory]
    [InlineData(ChangeKind.Set, "cpu", true)]
    [InlineData(ChangeKind.Set, "forceNewDeployment", false)]
    [InlineData(ChangeKind.Added, "cpu", false)]
    public void Where_nothing_is_known_of_before_that_is_said_once(ChangeKind kind, string path, bool said) =>
        Assert.Equal(said, ChangeWords.Unknown([new(kind, "x", path, null, "1")]) is not null);

    [Theory]
    [InlineData("containerDefinitions[web].image", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web:v1", "/things/tag/team/web:v1")]
    [InlineData("containerDefinitions[web].image", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web", "/things/tag/team/web:latest")]
    [InlineData("containerDefinitions[web].image", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web:v1@sha256:ab", "/things/image/sha256:ab")]
    [InlineData("containerDefinitions[web].image", "nginx:1", null)]
    [InlineData("taskDefinition", "web:4", "/things/taskDefinition/web:4")]
    [InlineData("taskDefinition", "web", "/things/taskFamily/web")]
    [InlineData("taskRoleArn", "arn:aws:iam::111122223333:role/apps/web", "/events?q=role:web")]
    [InlineData("executionRoleArn", "arn:aws:iam::111122223333:role/web", "/events?q=role:web")]
    [InlineData("overrides.taskRoleArn", "arn:aws:iam::111122223333:role/web", "/events?q=role:web")]
    [InlineData("imageRecipeArn", "arn:aws:imagebuilder:eu-west-1:111122223333:image-recipe/base/1.0.0", "/events?q=resource:arn:aws:imagebuilder:eu-west-1:111122223333:image-recipe/base/1.0.0")]
    [InlineData("infrastructureConfigurationArn", "arn:aws:imagebuilder:eu-west-1:111122223333:infrastructure-configuration/base", "/events?q=resource:arn:aws:imagebuilder:eu-west-1:111122223333:infrastructure-configuration/base")]
    [InlineData("components[arn:aws:imagebuilder:eu-west-1:aws:component/update/1.0.2]", "arn:aws:imagebuilder:eu-west-1:aws:component/update/1.0.2", "/events?q=resource:arn:aws:imagebuilder:eu-west-1:aws:component/update/1.0.2")]
    [InlineData("components[x].parameters[y].value", "arn:aws:imagebuilder", null)]
    [InlineData("desiredCount", "2", null)]
    [InlineData("taskRoleArn", null, null)]
    public void A_value_leads_to_its_page_or_to_the_events_that_name_it(string path, string? value, string? address) =>
        Assert.Equal(address, ChangeWords.PageOf(new(ChangeKind.Set, "x", path, null, value), value));

    [Fact]
    public void A_task_definition_is_that_of_the_account_and_the_region_of_the_call()
    {
        var call = new TrailEvent { EventId = "e1", Time = default, Service = "ecs.amazonaws.com", Action = "UpdateService", Account = "111122223333", Region = "eu-west-1" };

        Assert.Equal("/things/taskDefinition/web:4?account=111122223333&region=eu-west-1", ChangeWords.PageOf(new(ChangeKind.Set, "x", "taskDefinition", null, "web:4"), "web:4", call));
        Assert.Equal("/things/tag/team/web:v1", ChangeWords.PageOf(new(ChangeKind.Set, "x", "c.image", null, ""), "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web:v1", call));
    }

    [Fact]
    public void A_revision_stands_beside_the_one_before_it()
    {
        var steps = RevisionStep.Of([Revision(3, "c"), Revision(1, "a"), Revision(2, "b")]).ToList();

        Assert.Equal([(null, "web:1"), ("web:1", "web:2"), ("web:2", "web:3")], steps.Select(step => (step.Before?.Name, step.Revision.Name)));
        Assert.Null(steps[0].Lines);
        Assert.Equal("container web: image: b → c", Assert.Single(steps[2].Lines!).ToString());
    }

    [Fact]
    public void The_facts_of_a_revision_lead_to_its_image_and_to_what_its_roles_do()
    {
        var revision = Assert.Single(TaskDefinitionRevision.Read([Revision(1, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web", """,'taskRoleArn':'arn:aws:iam::111122223333:role/apps/web','executionRoleArn':'ecs-execution'""".Replace('\'', '"'))]));

        Assert.Equal(
            ["Registered by user alice", "Container web tag team/web:latest", "Task role role web", "Execution role role ecs-execution"],
            RevisionFacts.Of(revision).Select(fact => $"{fact.Name} {fact.Values[0].Field!.Name} {fact.Values[0].Value}"));
    }

    private static StoredEvent Revision(int number, string image, string more = "") => SomeChanges.Event(
        number, "ecs", "RegisterTaskDefinition",
        $$$"""
        "requestParameters":{"family":"web","containerDefinitions":[{"name":"web","image":"{{{image}}}"}]{{{more}}}},"responseElements":{"taskDefinition":{"revision":{{{number}}}}}
        """.Trim());
}
