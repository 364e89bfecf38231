using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>
/// Changes to API Gateway. REST APIs (v1) wrap the body of a request and say <c>template: false</c>; HTTP APIs (v2) do not.
/// Both share one event source: <c>restApiId</c> or <c>apiId</c> tells them apart.
/// </summary>
internal static class Gateways
{
    private static readonly string[] Paths = ["orders", "carts", "payments", "refunds", "shipments", "prices", "stock", "vouchers", "addresses", "returns"];
    private static readonly string[] Verbs = ["GET", "POST", "PUT", "DELETE"];

    public static string RestApi(Draw draw) => draw.Id("rest api storefront");

    public static string HttpApi(Draw draw) => draw.Id("http api partner");

    /// <summary>A REST API from nothing: for returns, then thrown away on staging once the design is settled.</summary>
    public static void Create(Scene scene, string name)
    {
        var api = scene.Draw.Id("rest api " + name);
        var root = scene.Draw.Id("root " + api);
        var now = scene.Now;
        scene.Write("apigateway", "CreateRestApi",
            () => new() { ["createRestApiInput"] = new JsonObject { ["name"] = name, ["endpointConfiguration"] = new JsonObject { ["types"] = new JsonArray("REGIONAL") }, ["apiKeySource"] = "HEADER" }, ["template"] = false },
            () => new()
            {
                ["id"] = api,
                ["name"] = name,
                ["createdDate"] = Callers.Words(now),
                ["rootResourceId"] = root,
                ["apiKeySource"] = "HEADER",
                ["self"] = new JsonObject { ["restApiId"] = api, ["template"] = false },
                ["restapiDelete"] = new JsonObject { ["restApiId"] = api, ["template"] = false },
            });
        for (var i = 0; i < 2; i++)
        {
            scene.Wait(5, 30);
            Path(scene, api, root);
        }

        scene.Wait(20, 60);
        Deploy(scene, api, "test");
    }

    /// <summary>A path of a REST API: its resource, method and integration.</summary>
    public static void Path(Scene scene, string api, string root)
    {
        var (path, verb) = (scene.Dice.Pick(Paths), scene.Dice.Pick(Verbs));
        var resource = scene.Draw.Id($"resource {api} {path}", 6);
        scene.Write("apigateway", "CreateResource",
            () => new() { ["restApiId"] = api, ["parentId"] = root, ["createResourceInput"] = new JsonObject { ["pathPart"] = path }, ["template"] = false },
            () => new() { ["id"] = resource, ["parentId"] = root, ["pathPart"] = path, ["path"] = "/" + path, ["self"] = new JsonObject { ["restApiId"] = api, ["resourceId"] = resource, ["template"] = false } });
        Method(scene, api, resource, verb, path);
    }

    public static void Method(Scene scene, string api, string resource, string verb, string path)
    {
        scene.Write("apigateway", "PutMethod",
            () => new() { ["restApiId"] = api, ["resourceId"] = resource, ["httpMethod"] = verb, ["putMethodInput"] = new JsonObject { ["authorizationType"] = "AWS_IAM", ["apiKeyRequired"] = false }, ["template"] = false },
            () => new() { ["httpMethod"] = verb, ["authorizationType"] = "AWS_IAM", ["apiKeyRequired"] = false, ["self"] = new JsonObject { ["restApiId"] = api, ["resourceId"] = resource, ["httpMethod"] = verb, ["template"] = false } });
        scene.Write("apigateway", "PutIntegration",
            () => new() { ["restApiId"] = api, ["resourceId"] = resource, ["httpMethod"] = verb, ["putIntegrationInput"] = new JsonObject { ["type"] = "HTTP_PROXY", ["httpMethod"] = verb, ["uri"] = $"https://internal.{Company.Domain}/{path}", ["connectionType"] = "VPC_LINK" }, ["template"] = false },
            () => new() { ["type"] = "HTTP_PROXY", ["httpMethod"] = verb, ["uri"] = $"https://internal.{Company.Domain}/{path}", ["timeoutInMillis"] = 29000 });
    }

    public static void Deploy(Scene scene, string api, string stage)
    {
        var deployment = scene.Draw.Id($"deployment {scene.Name} {stage}", 6);
        var now = scene.Now;
        scene.Write("apigateway", "CreateDeployment",
            () => new() { ["restApiId"] = api, ["createDeploymentInput"] = new JsonObject { ["stageName"] = stage, ["description"] = "released by terraform" }, ["template"] = false },
            () => new() { ["id"] = deployment, ["createdDate"] = Callers.Words(now), ["deploymentUpdate"] = new JsonObject { ["restApiId"] = api, ["deploymentId"] = deployment, ["template"] = false } });
        scene.Write("apigateway", "UpdateStage",
            () => new() { ["restApiId"] = api, ["stageName"] = stage, ["updateStageInput"] = new JsonObject { ["patchOperations"] = new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = "/deploymentId", ["value"] = deployment }) }, ["template"] = false },
            () => new() { ["stageName"] = stage, ["deploymentId"] = deployment, ["cacheClusterEnabled"] = false, ["self"] = new JsonObject { ["restApiId"] = api, ["stageName"] = stage, ["template"] = false } });
    }

    /// <summary>A weekly change by Terraform: reads, methods, a deployment to the stage that customers use.</summary>
    public static void Change(Scene scene, Stage stage)
    {
        var api = RestApi(scene.Draw);
        var run = 18_200_000_000 + scene.Dice.Below(90_000_000);
        var address = Publishing.RunnerAddress(scene.Draw, run);
        Publishing.TakeRole(scene, stage.Place, "github-terraform", $"repo:{Company.Organization}/infrastructure:ref:refs/heads/main", run, address);
        var job = scene.Callers.Job(stage.Place, "github-terraform", run, scene.Now, address);
        scene.As(job with { UserAgent = Callers.Terraform });
        scene.Wait(10, 30);
        scene.Read("apigateway", "GetRestApi", () => new() { ["restApiId"] = api, ["template"] = false });
        scene.Read("apigateway", "GetResources", () => new() { ["restApiId"] = api, ["template"] = false });
        scene.Read("apigateway", "GetStage", () => new() { ["restApiId"] = api, ["stageName"] = stage.Name, ["template"] = false });
        var path = scene.Dice.Pick(Paths);
        Method(scene, api, scene.Draw.Id($"resource {api} {path}", 6), scene.Dice.Pick(Verbs), path);
        Deploy(scene, api, stage.Name);
        Route(scene, HttpApi(scene.Draw));
        scene.Read("apigateway", "GetStages", () => new() { ["restApiId"] = api, ["template"] = false });
    }

    /// <summary>A route of the HTTP API that partners use, with its integration (v2).</summary>
    public static void Route(Scene scene, string api)
    {
        var (path, verb) = (scene.Dice.Pick(Paths), scene.Dice.Pick(Verbs));
        var integration = scene.Draw.Id($"integration {scene.Name}", 7);
        var route = scene.Draw.Id($"route {scene.Name}", 7);
        scene.Write("apigateway", "CreateIntegration",
            () => new() { ["apiId"] = api, ["integrationType"] = "HTTP_PROXY", ["integrationMethod"] = verb, ["integrationUri"] = $"https://partners.{Company.Domain}/{path}", ["payloadFormatVersion"] = "1.0" },
            () => new() { ["integrationId"] = integration, ["integrationType"] = "HTTP_PROXY", ["integrationMethod"] = verb });
        scene.Write("apigateway", "CreateRoute",
            () => new() { ["apiId"] = api, ["routeKey"] = $"{verb} /{path}", ["target"] = "integrations/" + integration, ["authorizationType"] = "JWT" },
            () => new() { ["routeId"] = route, ["routeKey"] = $"{verb} /{path}", ["target"] = "integrations/" + integration });
    }
}
