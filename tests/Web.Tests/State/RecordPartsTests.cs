using System.Text.Json;
using TrailBoard.Core.Events;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>What a record holds that has a form of its own: image manifests and policies; and where AWS shows it.</summary>
public sealed class RecordPartsTests
{
    private const string Id = "1aa00f2f-d9da-40f2-9be4-2ae75f769229";

    [Fact]
    public void A_manifest_of_an_image_says_its_layers_and_what_they_have_together()
    {
        var manifest = ImageManifest.Read("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"digest":"sha256:c","size":100,"mediaType":"m"},"layers":[{"digest":"sha256:a","size":1000},{"digest":"sha256:b","size":500}]}""")!;

        Assert.False(manifest.IsList);
        Assert.Equal(("application/vnd.oci.image.manifest.v1+json", new ManifestPart("sha256:c", 100, "m"), 1600L), (manifest.MediaType, manifest.Config, manifest.Bytes));
        Assert.Equal(["sha256:a", "sha256:b"], manifest.Layers.Select(layer => layer.Digest));
    }

    [Fact]
    public void A_list_of_images_says_the_platform_of_each()
    {
        var manifest = ImageManifest.Read("""{"manifests":[{"digest":"sha256:a","size":7,"platform":{"os":"linux","architecture":"arm64","variant":"v8"}},{"digest":"sha256:b","platform":{"os":"linux"}},{"size":1}]}""")!;

        Assert.Equal([new("sha256:a", "linux/arm64/v8", 7), new("sha256:b", null, null)], manifest.Platforms);
        Assert.Null(manifest.Bytes);
    }

    [Theory]
    [InlineData("""{"layers":[{"digest":"a","size":-1}]}""", 1)]
    [InlineData("""{"layers":[{"digest":"a","size":1e300},{"digest":"b","size":"1"}]}""", 2)]
    [InlineData("""{"layers":[{"digest":7,"size":1},5,null],"config":[]}""", null)]
    [InlineData("""{"layers":{"digest":"a"}}""", null)]
    [InlineData("[]", null)]
    [InlineData("{", null)]
    [InlineData("", null)]
    public void What_is_no_size_is_not_added_and_what_is_no_manifest_is_none(string text, int? layers)
    {
        var manifest = ImageManifest.Read(text);

        Assert.Equal((layers, null), (manifest?.Layers.Count, manifest?.Bytes));
    }

    [Fact]
    public void A_push_that_is_answered_with_its_manifest_shows_it_once()
    {
        const string Manifest = """{\"layers\":[{\"digest\":\"sha256:a\",\"size\":1}]}""";

        Assert.Single(Manifests("""{"requestParameters":{"imageManifest":"MANIFEST"},"responseElements":{"image":{"imageManifest":"MANIFEST"}}}""".Replace("MANIFEST", Manifest, StringComparison.Ordinal)));
        Assert.Equal(2, Manifests("""{"responseElements":{"images":[{"imageManifest":"MANIFEST"},{"imageManifest":"{\"manifests\":[{\"digest\":\"x\"}]}"},{}]}}""".Replace("MANIFEST", Manifest, StringComparison.Ordinal)).Count);
        Assert.Empty(Manifests("""{"requestParameters":null,"responseElements":[1]}"""));
    }

    [Theory]
    [InlineData("""{"policyText":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:*\"}]}"}""", "requestParameters.policyText", "Principal=* Action=ecr:*", true)]
    [InlineData("""{"policyDocument":"%7B%22Statement%22%3A%7B%22Effect%22%3A%22Deny%22%2C%22NotAction%22%3A%5B%22a%22%2C%22b%22%5D%7D%7D"}""", "requestParameters.policyDocument", "Not action=a|b", false)]
    [InlineData("""{"a":[{"Statement":[{"Effect":"Allow","Principal":{"AWS":["*"],"Service":"x"},"Resource":"r"}]}]}""", "requestParameters.a[0]", "Principal=AWS: *|Service: x Resource=r", true)]
    [InlineData("""{"p":{"Statement":[{"Effect":"Allow","Principal":"*","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}}]}}""", "requestParameters.p", "Principal=* If StringEquals aws:SourceVpc=vpc-1", false)]
    [InlineData("""{"p":{"Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":"*"}}]}}""", "requestParameters.p", "Not principal=AWS: *", false)]
    public void A_policy_is_read_as_statements_however_it_is_written(string request, string path, string lines, bool anyone)
    {
        var policy = Assert.Single(Policies(request));

        var statement = Assert.Single(policy.Statements);
        Assert.Equal((path, lines, anyone), (policy.Path, string.Join(' ', statement.Lines.Select(line => $"{line.Title}={string.Join('|', line.Values)}")), statement.IsForAnyone));
    }

    [Theory]
    [InlineData("""{"text":"Statement"}""")]
    [InlineData("""{"Statement":[{"Sid":"no effect"},5]}""")]
    [InlineData("""{"sql":"{\"Statement\": broken"}""")]
    [InlineData("null")]
    public void What_has_no_effect_is_no_policy(string request) => Assert.Empty(Policies(request));

    [Theory]
    [InlineData("eu-west-1", "https://eu-west-1.console.aws.amazon.com/")]
    [InlineData("us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/")]
    [InlineData("cn-north-1", "https://cn-north-1.console.amazonaws.cn/")]
    public void Each_partition_has_its_console(string region, string start)
    {
        var link = Assert.Single(ConsoleLinks.Of(Event(region, "sts.amazonaws.com")));

        Assert.Equal(($"{start}cloudtrailv2/home?region={region}#/events/{Id}", "CloudTrail event history"), (link.Address, link.Words));
    }

    [Theory]
    [InlineData("us-iso-east-1")]
    [InlineData("us-isob-east-1")]
    [InlineData("evil.example/x-1")]
    [InlineData("eu-west-1.evil.example")]
    [InlineData("eu-west-1\n")]
    [InlineData("")]
    public void What_is_no_region_with_a_console_leads_nowhere(string region) => Assert.Empty(ConsoleLinks.Of(Event(region, "ecr.amazonaws.com")));

    [Fact]
    public void Things_have_their_pages_where_their_names_are_names()
    {
        var push = Event("eu-west-1", "ecr.amazonaws.com") with { Account = "111122223333", Repositories = ["team/api", "../x", "a b", "UPPER", "x?y", "team//api"] };
        var deploy = Event("eu-west-1", "ecs.amazonaws.com") with { Things = [new(ThingKind.Cluster, "prod", null, null), new(ThingKind.Service, "prod/web", null, null), new(ThingKind.Service, "prod/we#b", null, null), new(ThingKind.Cluster, "..", null, null)] };
        var stage = Event("eu-west-1", "apigateway.amazonaws.com") with { Things = [new(ThingKind.Api, "a1b2c3d4e5", null, null)] };

        Assert.Equal(["https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/111122223333/team/api?region=eu-west-1"], Pages(push));
        Assert.Equal(["https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/444455556666/team/api?region=eu-west-1"], Pages(push, "444455556666"));
        Assert.Empty(Pages(push, "444/5"));
        Assert.Empty(Pages(push with { Service = "sts.amazonaws.com" }));
        Assert.Equal(["https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services?region=eu-west-1", "https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/web/health?region=eu-west-1"], Pages(deploy));
        Assert.Equal(["https://eu-west-1.console.aws.amazon.com/apigateway/main/apis?api=a1b2c3d4e5&region=eu-west-1"], Pages(stage));
        Assert.DoesNotContain(ConsoleLinks.Of(push with { EventId = "x" }), link => link.Words.StartsWith("CloudTrail", StringComparison.Ordinal));
    }

    [Fact]
    public void A_search_goes_round_what_it_found_from_top_to_bottom()
    {
        JsonOutline request = Outline("""{"name":"web","list":["webs","x"]}"""), response = Outline("""{"web":{"a":1}}""");

        var find = JsonFind.Of("WEB", request, null, response);

        Assert.Equal([(request, 0), (request, 2), (response, 0)], find.Found);
        Assert.True(find.IsAt(request, 0));
        Assert.True(find.Step(1).Step(1).IsAt(response, 0));
        Assert.True(find.Step(-1).IsAt(response, 0));
        Assert.True(find.Step(3).IsAt(request, 0));
        Assert.Empty(JsonFind.Of("", request).Found);
        Assert.False(JsonFind.Nothing.Step(1).IsAt(request, 0));
    }

    private static IReadOnlyList<ImageManifest> Manifests(string record)
    {
        using var document = JsonDocument.Parse(record);
        return ImageManifest.In(document.RootElement);
    }

    private static IReadOnlyList<PolicyDocument> Policies(string request)
    {
        using var document = JsonDocument.Parse($$"""{"requestParameters":{{request}},"responseElements":{{request}}}""");
        return PolicyDocument.In(document.RootElement);
    }

    private static IEnumerable<string> Pages(TrailEvent trailEvent, string? registry = null) =>
        ConsoleLinks.Of(trailEvent, registry).Select(link => link.Address).Where(address => !address.Contains("/cloudtrailv2/", StringComparison.Ordinal));

    private static TrailEvent Event(string region, string service) => new() { EventId = Id, Time = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), Region = region, Service = service };

    private static JsonOutline Outline(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonOutline.Of(document.RootElement);
    }
}
