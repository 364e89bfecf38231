using System.Text;
using AngleSharp;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>The pages of services, task definitions, tasks and APIs as the site answers them, on records that mean no good.</summary>
public sealed class ChangePagesTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>\\u202egz.exe";

    private static readonly string[] Records =
    [
        Record(1, "ecs", "RegisterTaskDefinition", Definition("team/web:1", "first-swordfish"), """{"taskDefinition":{"revision":1,"taskDefinitionArn":"arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1"}}"""),
        Record(2, "ecs", "RegisterTaskDefinition", Definition(Hostile, "second-swordfish"), """{"taskDefinition":{"revision":2,"taskDefinitionArn":"arn:aws:ecs:eu-west-1:111122223333:task-definition/web:2"}}"""),
        Record(3, "ecs", "CreateService", """{"cluster":"prod","serviceName":"web","taskDefinition":"web:1","desiredCount":2}""", "null"),
        Record(4, "ecs", "UpdateService", """{"cluster":"prod","service":"web","HOSTILE":"HOSTILE","networkConfiguration":{"awsvpcConfiguration":{"assignPublicIp":"ENABLED"}}}""".Replace("HOSTILE", Hostile, StringComparison.Ordinal), "null"),
        Record(5, "ecs", "ExecuteCommand", $$"""{"cluster":"prod","task":"0123456789abcdef0123456789abcdef","container":"{{Hostile}}","command":"{{Hostile}} --data password=swordfish","interactive":true}""", "null"),
        Record(6, "apigateway", "CreateRestApi", $$$"""{"createRestApiInput":{"name":"{{{Hostile}}}"}}""", """{"id":"a1","rootResourceId":"r0"}"""),
        Record(7, "apigateway", "PutMethod", """{"restApiId":"a1","resourceId":"r0","httpMethod":"GET","putMethodInput":{"authorizationType":"NONE"}}""", "null"),
        Record(8, "apigateway", "CreateDeployment", """{"restApiId":"a1","createDeploymentInput":{"stageName":"live"}}""", """{"id":"d1"}"""),
        Record(9, "apigateway", "UpdateStage", """{"restApiId":"a1","stageName":"live","updateStageInput":{"patchOperations":[{"op":"replace","path":"/variables/dbPassword","value":"third-swordfish"}]}}""", "null"),
    ];

    [Theory]
    [InlineData("/things/service/prod/web", "public address", "ENABLED", "web:1")]
    [InlineData("/things/taskDefinition/web:2", "Other than in web:1", "environment DB_PASSWORD", "changed; the values are masked")]
    [InlineData("/things/taskFamily/web", "web:2", "container a: image", "The first that was imported.")]
    [InlineData("/things/task/0123456789abcdef0123456789abcdef", "alice", "password=***", "No call by the task's role is recorded")]
    [InlineData("/things/cluster/prod", "Shells (ECS Exec)", "password=***", "prod/web")]
    [InlineData("/things/api/a1", "authorization", "no authorization", "method GET /")]
    [InlineData("/things/stage/a1/live", "variable dbPassword", "1 change", "d1")]
    public async Task A_page_tells_what_changed_and_neither_secrets_nor_markup_get_through(string path, params string[] expected)
    {
        await using var site = await TrailBoardFactory.StartAsync();
        var records = "{\"Records\":[" + string.Join(',', Records) + "]}";
        await site.Services.GetRequiredService<ImportRun>().RunAsync(new OneFile(Encoding.UTF8.GetBytes(records)), "import", null, CancellationToken.None);
        using var client = site.Client();

        var html = await client.GetStringAsync(new Uri(path, UriKind.Relative));

        var page = await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
        var main = page.QuerySelector("main")!;
        Assert.All(expected, text => Assert.Contains(text, main.TextContent, StringComparison.Ordinal));
        Assert.Empty(main.QuerySelectorAll("img"));
        Assert.All(main.QuerySelectorAll("[role=alert]"), alert => Assert.Equal("", alert.TextContent.Trim()));
        Assert.DoesNotContain("swordfish", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', main.TextContent);
        Assert.All(main.QuerySelectorAll("a[href]"), link => Assert.StartsWith("/", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    private static string Definition(string image, string password) =>
        $$"""{"family":"web","containerDefinitions":[{"name":"a","image":"{{image}}","environment":[{"name":"DB_PASSWORD","value":"{{password}}"}]}]}""";

    private static string Record(int minute, string service, string action, string request, string response) =>
        $$"""{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","userName":"alice"},"eventTime":"2026-10-01T12:{{minute:d2}}:00Z","eventSource":"{{service}}.amazonaws.com","eventName":"{{action}}","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.7","requestParameters":{{request}},"responseElements":{{response}},"eventID":"{{Some.Guid(minute)}}","readOnly":false,"eventType":"AwsApiCall","recipientAccountId":"111122223333"}""";

    private sealed class OneFile(byte[] bytes) : ITrailSource
    {
        public string Label => "hand-written records";

        public async IAsyncEnumerable<TrailObject> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return new MemoryObject(bytes);
        }
    }
}
