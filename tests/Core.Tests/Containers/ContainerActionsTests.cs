using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Tests.Containers;

public sealed class ContainerActionsTests
{
    [Fact]
    public void The_catalogue_holds_every_action_of_the_five_services()
    {
        var counts = ContainerActions.All.CountBy(action => action.Service.Name).ToDictionary();
        Assert.Equal(59, counts["ecr"]);
        Assert.Equal(23, counts["ecr-public"]);
        Assert.Equal(77, counts["ecs"]);
        Assert.Equal(77, counts["imagebuilder"]);
        Assert.Equal(187, counts["apigateway"]);
        Assert.Equal(5, counts.Count);
    }

    [Fact]
    public void Every_catalogued_action_has_a_verb_that_says_something()
    {
        Assert.NotEmpty(ContainerActions.All);
        Assert.DoesNotContain(ContainerActions.All, action => action.Verb == EventVerb.Other);
        Assert.DoesNotContain(ContainerActions.All, action => action.IsMutating && action.Verb == EventVerb.Read);
    }

    [Fact]
    public void Every_catalogued_action_reads_as_plain_words()
    {
        Assert.NotEmpty(ContainerActions.All);
        foreach (var action in ContainerActions.All)
        {
            var phrase = ActionPhrase.Of(action.Service.Name, action.Name);
            Assert.Equal(phrase.Past, phrase.Past.Trim());
            Assert.False(char.IsUpper(phrase.Past[0]), $"{action.Name}: {phrase.Past}");
            Assert.DoesNotContain("  ", phrase.Past, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_expiry_deletes_though_its_record_says_that_it_reads()
    {
        var expiry = ContainerActions.Find("ecr.amazonaws.com", "PolicyExecutionEvent");
        Assert.Equal(EventVerb.Delete, expiry?.Verb);
        Assert.True(expiry?.IsMutating);
        Assert.Equal(EventVerb.Delete, EventVerb.Of("ecr", "PolicyExecutionEvent", EventFlags.ReadOnly));
    }

    [Fact]
    public void An_action_that_is_new_to_us_gets_its_verb_from_its_name()
    {
        var action = ContainerActions.Find("ecs", "DeleteFleetOfShips");
        Assert.Equal(EventVerb.Delete, action?.Verb);
        Assert.False(action?.IsCatalogued);
    }

    [Theory]
    [InlineData("ecr", "BatchDeleteRepositories", EventFlags.Write, "delete", true)]
    [InlineData("ecr", "PutImageSigningPolicy", EventFlags.Write, "policy", true)]
    [InlineData("ecr", "UpdateRegistryPermissions", EventFlags.None, "policy", true)]
    [InlineData("ecr", "ListEverything", EventFlags.ReadOnly, "read", false)]
    [InlineData("ecr-public", "BatchGetCatalogs", EventFlags.None, "read", false)]
    [InlineData("ecs", "CreateFleet", EventFlags.None, "create", true)]
    [InlineData("ecs", "DeployService", EventFlags.Write, "deploy", true)]
    [InlineData("ecs", "RollbackServiceDeployment", EventFlags.Write, "deploy", true)]
    [InlineData("ecs", "StopFleet", EventFlags.Write, "stop", true)]
    [InlineData("ecs", "RunFleet", EventFlags.Write, "run", true)]
    [InlineData("ecs", "TagFleet", EventFlags.Write, "tag", true)]
    [InlineData("ecs", "DescribeFleets", EventFlags.None, "read", false)]
    [InlineData("imagebuilder", "ExportRecipe", EventFlags.Write, "export", true)]
    [InlineData("imagebuilder", "ImportRecipe", EventFlags.Write, "import", true)]
    [InlineData("imagebuilder", "CancelPipeline", EventFlags.Write, "stop", true)]
    [InlineData("apigateway", "TestInvokeRoute", EventFlags.ReadOnly, "read", false)]
    [InlineData("apigateway", "SearchApis", EventFlags.ReadOnly, "read", false)]
    [InlineData("apigateway", "Frobnicate", EventFlags.Write, "update", true)]
    [InlineData("apigateway", "Frobnicate", EventFlags.ReadOnly, "read", false)]
    [InlineData("apigateway", "Frobnicate", EventFlags.None, "other", null)]
    [InlineData("ecs", "AWSFleetManagerExecuteNightly", EventFlags.None, "other", null)]
    public void An_action_that_AWS_adds_is_told_by_its_first_words(string service, string action, EventFlags flags, string verb, bool? changes)
    {
        Assert.False(ContainerActions.Find(service, action)?.IsCatalogued);
        Assert.Equal(verb, EventVerb.Of(service, action, flags).Name);
        Assert.Equal(changes, EventVerb.Changes(service, action, flags));
    }

    [Theory]
    [InlineData("ecr", "PolicyExecutionEvent", EventFlags.ReadOnly, true)]
    [InlineData("ecr", "GetAuthorizationToken", EventFlags.Write, false)]
    [InlineData("s3", "PutObject", EventFlags.Write, true)]
    [InlineData("s3", "PutObject", EventFlags.ReadOnly, false)]
    [InlineData("s3", "GetObject", EventFlags.None, false)]
    [InlineData("s3", "DeleteObject", EventFlags.None, true)]
    [InlineData("signin", "ConsoleLogin", EventFlags.Write, false)]
    [InlineData("new", "Frobnicate", EventFlags.None, null)]
    [InlineData(null, null, EventFlags.None, null)]
    [InlineData(null, null, EventFlags.Write, true)]
    public void Whether_a_call_changes_anything(string? service, string? action, EventFlags flags, bool? changes) =>
        Assert.Equal(changes, EventVerb.Changes(service, action, flags));

    [Fact]
    public void Other_services_are_not_container_services()
    {
        Assert.Null(ContainerActions.Find("s3.amazonaws.com", "GetObject"));
        Assert.Null(ContainerServices.Find(null));
        Assert.Same(ContainerServices.Ecr, ContainerServices.Find("ECR.amazonaws.com"));
        Assert.Same(ContainerServices.ImageBuilder, ContainerServices.Find("imagebuilder"));
    }

    [Fact]
    public void Verbs_are_ordered_and_found_by_name()
    {
        Assert.Equal(Enumerable.Range(0, EventVerb.All.Count), EventVerb.All.Select(verb => verb.Order));
        Assert.All(EventVerb.All, verb => Assert.Same(verb, EventVerb.Find(verb.Name)));
    }

    [Theory]
    [InlineData("ecs", "UpdateService", EventFlags.Write, "deploy")]
    [InlineData("ecs.amazonaws.com", "ExecuteCommand", EventFlags.Write, "exec")]
    [InlineData("ecr", "BatchGetImage", EventFlags.ReadOnly, "pull")]
    [InlineData("s3", "GetBucketAcl", EventFlags.ReadOnly, "read")]
    [InlineData("s3", "PutBucketPolicy", EventFlags.Write, "policy")]
    [InlineData("s3", "DeleteBucketPolicy", EventFlags.Write, "policy")]
    [InlineData("iam", "AttachRolePolicy", EventFlags.Write, "policy")]
    [InlineData("iam", "CreateAccessKey", EventFlags.Write, "create")]
    [InlineData("kms", "GenerateDataKey", EventFlags.ReadOnly, "read")]
    [InlineData("kms", "ScheduleKeyDeletion", EventFlags.Write, "delete")]
    [InlineData("sts", "AssumeRoleWithWebIdentity", EventFlags.ReadOnly, "auth")]
    [InlineData("signin", "ConsoleLogin", EventFlags.Write, "auth")]
    [InlineData("ec2", "RunInstances", EventFlags.Write, "run")]
    [InlineData("ec2", "TerminateInstances", EventFlags.Write, "delete")]
    [InlineData("lambda", "UpdateFunctionCode20150331v2", EventFlags.Write, "update")]
    [InlineData("new", "Frobnicate", EventFlags.Write, "update")]
    [InlineData("new", "Frobnicate", EventFlags.ReadOnly, "read")]
    [InlineData("new", "Frobnicate", EventFlags.None, "other")]
    [InlineData(null, null, EventFlags.None, "other")]
    public void The_verb_of_a_call(string? service, string? action, EventFlags flags, string verb) =>
        Assert.Equal(verb, EventVerb.Of(service, action, flags).Name);

    [Theory]
    [InlineData("ecr", "PutImage", "pushed image", "push image")]
    [InlineData("ecs", "RunTask", "ran task", "run task")]
    [InlineData("ecs", "StopTask", "stopped task", "stop task")]
    [InlineData("sts", "GetCallerIdentity", "asked who it is", "ask who it is")]
    [InlineData("rds", "ModifyDBInstance", "changed DB instance", "change DB instance")]
    [InlineData("lambda", "CreateFunction20150331", "created function", "create function")]
    [InlineData("ec2", "DescribeVpcs", "looked at vpcs", "look at vpcs")]
    [InlineData("ecs", "ListServicesByNamespace", "listed services by namespace", "list services by namespace")]
    [InlineData("x", "UntagResource", "untagged", "untag")]
    [InlineData("x", "FrobnicateThing", "frobnicated thing", "frobnicate thing")]
    [InlineData("x", "x", "xed", "x")]
    [InlineData("x", "", "did something", "do something")]
    public void What_a_person_calls_it(string service, string action, string past, string now) =>
        Assert.Equal(new ActionPhrase(now, past), ActionPhrase.Of(service, action));
}
