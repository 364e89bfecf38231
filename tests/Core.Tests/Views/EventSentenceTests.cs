using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Views;

public sealed class EventSentenceTests
{
    private const string Account = "111122223333";

    private static readonly Actor Alice = new("IAMUser", $"arn:aws:iam::{Account}:user/alice", "alice", null, null);

    private static readonly Actor Maya = new(
        "AssumedRole", $"arn:aws:iam::{Account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Developer_0123456789abcdef",
        "maya@example.com", "AWSReservedSSO_Developer_0123456789abcdef", "maya@example.com");

    private static readonly Actor Deploy = new("AssumedRole", $"arn:aws:iam::{Account}:role/github-deploy", "run-412", "github-deploy", "run-412");

    private static readonly Actor TaskRole = new(
        "AssumedRole", $"arn:aws:iam::{Account}:role/web-task", "0123456789abcdef0123456789abcdef", "web-task", "0123456789abcdef0123456789abcdef");

    private static readonly Actor Root = new("Root", $"arn:aws:iam::{Account}:root", "root", null, null);

    private static readonly Actor EcsService = new("AWSService", "ecs.amazonaws.com", "ecs.amazonaws.com", null, null);

    private static readonly Actor GitHub = new("WebIdentityUser", "repo:acme/web:ref:refs/heads/main", "repo:acme/web:ref:refs/heads/main", null, null);

    public static TheoryData<string, EventSeverity, TrailEvent> Sentences => new()
    {
        {
            "maya@example.com (Developer) pushed image team/api:1.4.2 from AWS Internal", EventSeverity.Warning,
            Call("ecr", "PutImage", Maya, "AWS Internal", EventFlags.Write) with { Repositories = ["team/api"], Resources = ["team/api:1.4.2", "sha256:" + new string('a', 64)] }
        },
        {
            "alice pushed image team/api@sha256:aaaaaaaaaaaa from 203.0.113.9", EventSeverity.Warning,
            Call("ecr", "PutImage", Alice, "203.0.113.9", EventFlags.Write) with { Repositories = ["team/api"], Resources = ["sha256:" + new string('a', 64)] }
        },
        {
            "alice uploaded a layer part to team/api from AWS Internal", EventSeverity.Calm,
            Call("ecr", "UploadLayerPart", Alice, "AWS Internal", EventFlags.Write) with { Repositories = ["team/api"], Resources = ["sha256:" + new string('a', 64)] }
        },
        {
            "github-deploy (run-412) updated service prod/web from 203.0.113.9", EventSeverity.Warning,
            Call("ecs", "UpdateService", Deploy, "203.0.113.9", EventFlags.Write) with
            {
                Resources =
                [
                    $"arn:aws:ecs:eu-west-1:{Account}:cluster/prod", $"arn:aws:iam::{Account}:role/web-task",
                    $"arn:aws:ecs:eu-west-1:{Account}:task-definition/web:42", $"arn:aws:ecs:eu-west-1:{Account}:service/prod/web",
                ],
            }
        },
        {
            "web-task (task 01234567) tried to list secrets from 10.0.3.7; denied: AccessDenied", EventSeverity.Danger,
            Call("secretsmanager", "ListSecrets", TaskRole, "10.0.3.7", EventFlags.ReadOnly) with { Error = "AccessDenied", ErrorMessage = "User is not authorized" }
        },
        {
            "alice tried to stop logging of trail org-trail from 203.0.113.9; denied: AccessDenied", EventSeverity.Danger,
            Call("cloudtrail", "StopLogging", Alice, "203.0.113.9", EventFlags.Write) with
            {
                Error = "AccessDenied",
                ErrorMessage = $"User: x is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:eu-west-1:{Account}:trail/org-trail because no identity-based policy allows it",
            }
        },
        {
            "alice tried to pull image team/api from AWS Internal; failed: ImageNotFoundException", EventSeverity.Danger,
            Call("ecr", "BatchGetImage", Alice, "AWS Internal", EventFlags.ReadOnly) with { Repositories = ["team/api"], Error = "ImageNotFoundException" }
        },
        {
            "maya@example.com (Developer) signed in to the console from 203.0.113.9", EventSeverity.Calm,
            Call("signin", "ConsoleLogin", Maya, "203.0.113.9", EventFlags.Write)
        },
        {
            "alice opened a shell in prod/01234567 from 203.0.113.9", EventSeverity.Warning,
            Call("ecs", "ExecuteCommand", Alice, "203.0.113.9", EventFlags.Write) with
            {
                Resources = ["prod", "0123456789abcdef0123456789abcdef", $"arn:aws:ecs:eu-west-1:{Account}:cluster/prod", $"arn:aws:ecs:eu-west-1:{Account}:task/prod/0123456789abcdef0123456789abcdef"],
            }
        },
        {
            "alice looked at services prod web from 203.0.113.9", EventSeverity.Calm,
            Call("ecs", "DescribeServices", Alice, "203.0.113.9", EventFlags.ReadOnly) with { Resources = ["prod", "web"] }
        },
        {
            "web-task (task 01234567) decrypted with key 2656337a from 10.0.3.7", EventSeverity.Calm,
            Call("kms", "Decrypt", TaskRole, "10.0.3.7", EventFlags.ReadOnly) with { Resources = ["catalog-api", $"arn:aws:kms:eu-west-1:{Account}:key/2656337a"] }
        },
        {
            "alice created image recipe hosts/1.2.0 from 203.0.113.9", EventSeverity.Warning,
            Call("imagebuilder", "CreateImageRecipe", Alice, "203.0.113.9", EventFlags.Write) with
            {
                Resources = ["arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux/x.x.x", $"arn:aws:imagebuilder:eu-west-1:{Account}:image-recipe/hosts/1.2.0"],
            }
        },
        { "root signed in to the console from 2001:db8::1", EventSeverity.Warning, Call("signin", "ConsoleLogin", Root, "2001:db8::1", EventFlags.Write) },
        {
            "ECS assumed role web-task from ecs.amazonaws.com", EventSeverity.Calm,
            Call("sts", "AssumeRole", EcsService, "ecs.amazonaws.com", EventFlags.ReadOnly) with { Resources = [$"arn:aws:iam::{Account}:role/web-task"] }
        },
        {
            "acme/web@main (web identity) assumed role by web identity github-deploy from 140.82.1.1", EventSeverity.Calm,
            Call("sts", "AssumeRoleWithWebIdentity", GitHub, "140.82.1.1", EventFlags.ReadOnly) with { Resources = [$"arn:aws:iam::{Account}:role/github-deploy"] }
        },
        {
            "somebody unknown expired images of team/api from AWS Internal", EventSeverity.Danger,
            Call("ecr", "PolicyExecutionEvent", Actor.Unknown, "AWS Internal", EventFlags.ReadOnly) with { Repositories = ["team/api"] }
        },
        {
            "alice deleted repository old/tool from 203.0.113.9", EventSeverity.Danger,
            Call("ecr", "DeleteRepository", Alice, "203.0.113.9", EventFlags.Write) with { Repositories = ["old/tool"] }
        },
        {
            "alice updated a stage of API a1b2c3/prod from 203.0.113.9", EventSeverity.Warning,
            Call("apigateway", "UpdateStage", Alice, "203.0.113.9", EventFlags.Write) with { Resources = ["arn:aws:apigateway:eu-west-1::/restapis/a1b2c3/stages/prod"] }
        },
        {
            "alice read secret prod/db from 203.0.113.9", EventSeverity.Warning,
            Call("secretsmanager", "GetSecretValue", Alice, "203.0.113.9", EventFlags.ReadOnly) with { Resources = ["prod/db"] }
        },
        {
            "alice looked at services from 203.0.113.9", EventSeverity.Warning,
            Call("ecs", "DescribeServices", Alice, "203.0.113.9", EventFlags.ReadOnly) with { Account = "444455556666" }
        },
        { "somebody unknown did something", EventSeverity.Calm, new TrailEvent { EventId = "x", Time = DateTimeOffset.UnixEpoch } },
    };

    [Theory, MemberData(nameof(Sentences))]
    public void An_event_reads_as_a_sentence(string sentence, EventSeverity severity, TrailEvent trailEvent)
    {
        var read = EventSentence.Of(trailEvent);
        Assert.Equal(sentence, read.ToString());
        Assert.Equal(severity, read.Alert.Severity);
        Assert.Equal(severity == EventSeverity.Calm, read.Alert.Reason.Length == 0);
    }

    [Theory, MemberData(nameof(Sentences))]
    public void Every_handle_filters_to_the_event_that_it_came_from(string sentence, EventSeverity severity, TrailEvent trailEvent)
    {
        _ = (sentence, severity);
        var read = EventSentence.Of(trailEvent);
        foreach (var part in new[] { read.Who, read.How, read.Did, read.From, read.Outcome }.Concat(read.To).OfType<SentencePart>())
        {
            if (part is { Field: { } field, Value: { } value } && field != EventFields.ErrorMessage)
            {
                Assert.Contains(value, field.Values(trailEvent));
            }
        }
    }

    private static TrailEvent Call(string service, string action, Actor actor, string address, EventFlags flags) => new()
    {
        EventId = "e",
        Time = DateTimeOffset.UnixEpoch,
        Service = service + ContainerServices.Domain,
        Action = action,
        Actor = actor,
        Address = address,
        Account = Account,
        Flags = flags,
    };
}
