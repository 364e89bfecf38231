using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Things;

public sealed class ApiHistoryTests
{
    [Fact]
    public void A_deployment_brings_what_was_changed_since_the_one_before()
    {
        var history = ApiHistory.Of(Enumerable.Reverse<StoredEvent>(
        [
            Api(1, "CreateRestApi", """ "requestParameters":{"createRestApiInput":{"name":"shop"}},"responseElements":{"id":"a1","name":"shop","rootResourceId":"r0"} """),
            Api(2, "PutMethod", """ "requestParameters":{"restApiId":"a1","resourceId":"r0","httpMethod":"GET","putMethodInput":{"authorizationType":"AWS_IAM"}},"responseElements":null """),
            Api(3, "CreateDeployment", """ "requestParameters":{"restApiId":"a1","createDeploymentInput":{"stageName":"test"}},"responseElements":{"id":"d1"} """),
            Api(4, "UpdateMethod", """ "requestParameters":{"restApiId":"a1","resourceId":"r0","httpMethod":"GET","updateMethodInput":{"patchOperations":[{"op":"replace","path":"/authorizationType","value":"NONE"}]}},"responseElements":null """),
            Api(5, "UpdateStage", """ "requestParameters":{"restApiId":"a1","stageName":"test","updateStageInput":{"patchOperations":[{"op":"replace","path":"/description","value":"x"}]}},"responseElements":null """),
            Api(6, "CreateDeployment", """ "requestParameters":{"restApiId":"a1","createDeploymentInput":{}},"responseElements":{"id":"d2"} """),
            Api(7, "DeleteMethod", """ "requestParameters":{"restApiId":"a1","resourceId":"r0","httpMethod":"GET"},"responseElements":null """),
        ]));

        Assert.Equal(("shop", "REST"), (history.Name, history.Protocol));
        Assert.Equal([("d1", "test", true), ("d2", null, false)], history.Deployments.Select(deployment => (deployment.Id!, deployment.Stage, deployment.IsFirst)));
        Assert.Equal(["method GET /"], history.Deployments[0].Since.Select(change => change.Part.ToString()));
        // A stage's own settings count at once: no deployment brings them.
        Assert.Equal(["UpdateMethod"], history.Deployments[1].Since.Select(change => change.By.Event.Action));
        Assert.Equal(["DeleteMethod"], history.Waiting.Select(change => change.By.Event.Action));
        Assert.Equal(["UpdateStage"], history.ChangesOf("test").Select(change => change.By.Event.Action));
        Assert.Empty(history.ChangesOf("prod"));
    }

    [Fact]
    public void Names_lead_to_an_api_until_their_mapping_goes()
    {
        var events = new List<StoredEvent>
        {
            Api(1, "CreateBasePathMapping", """ "requestParameters":{"domainName":"api.example.com","createBasePathMappingInput":{"basePath":"v1","restApiId":"a1","stage":"prod"}},"responseElements":null """),
            Api(2, "CreateApiMapping", """ "requestParameters":{"domainName":"partner.example.com","apiId":"a1","stage":"$default"},"responseElements":{"apiMappingId":"m1"} """),
            Api(3, "UpdateBasePathMapping", """ "requestParameters":{"domainName":"api.example.com","basePath":"v1","updateBasePathMappingInput":{"patchOperations":[{"op":"replace","path":"/stage","value":"canary"}]}},"responseElements":null """),
        };

        Assert.Equal([("api.example.com", "v1", "canary"), ("partner.example.com", null, "$default")], ApiHistory.Of(events).Mappings.Select(mapping => (mapping.Domain, mapping.Path, mapping.Stage)));
        events.Add(Api(4, "DeleteApiMapping", """ "requestParameters":{"domainName":"partner.example.com","apiMappingId":"m1"},"responseElements":null """));
        Assert.Equal(["api.example.com"], ApiHistory.Of(events).Mappings.Select(mapping => mapping.Domain));
    }

    [Fact]
    public void A_read_is_no_change() =>
        Assert.Empty(ApiHistory.Of([Api(1, "GetStage", """ "requestParameters":{"restApiId":"a1","stageName":"prod"},"responseElements":null """)]).Changes);

    private static StoredEvent Api(int number, string action, string members) => SomeChanges.Event(number, "apigateway", action, members.Trim());
}
