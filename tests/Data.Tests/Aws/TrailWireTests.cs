using System.Text.Json;
using Amazon.CloudTrail.Model;
using Amazon.S3.Model;
using Microsoft.AspNetCore.Http;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests.Aws;

/// <summary>The operations of CloudTrail beside LookupEvents, against programs that are not ours.</summary>
public sealed class TrailWireTests
{
    [ToolFact("aws", "moto_server")]
    public async Task Our_client_describes_the_trails_that_the_AWS_CLI_made_on_moto()
    {
        await using var moto = await MotoServer.StartAsync();
        using var s3 = moto.Session().S3(MotoServer.Region);
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = "harborlane-trails" });
        await Tool.RunAsync(
            "aws", "cloudtrail", "create-trail", "--name", "audit", "--s3-bucket-name", "harborlane-trails", "--s3-key-prefix", "org", "--is-multi-region-trail",
            "--endpoint-url", moto.Url.ToString(), "--region", MotoServer.Region);
        using var client = moto.Session().CloudTrail(MotoServer.Region);

        var trail = Assert.Single((await client.DescribeTrailsAsync(new DescribeTrailsRequest())).TrailList!);
        Assert.Equal(("audit", "harborlane-trails", "org", MotoServer.Region), (trail.Name, trail.S3BucketName, trail.S3KeyPrefix, trail.HomeRegion));
        Assert.Equal($"arn:aws:cloudtrail:{MotoServer.Region}:{MotoServer.Account}:trail/audit", trail.TrailARN);
        Assert.Equal((true, false), (trail.IsMultiRegionTrail, trail.IsOrganizationTrail));
        Assert.Equal("audit", Assert.Single((await client.DescribeTrailsAsync(new DescribeTrailsRequest { TrailNameList = ["audit"], IncludeShadowTrails = false })).TrailList!).Name);
    }

    [ToolFact("aws")]
    public async Task Our_client_lists_public_keys_as_the_AWS_CLI_does()
    {
        var asked = new List<JsonElement>();
        await using var server = await Loopback.StartAsync(async context =>
        {
            Assert.Equal("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.ListPublicKeys", context.Request.Headers["X-Amz-Target"]);
            asked.Add((await JsonDocument.ParseAsync(context.Request.Body)).RootElement);
            context.Response.ContentType = "application/x-amz-json-1.1";
            await context.Response.WriteAsync("""{"PublicKeyList":[{"Fingerprint":"8eba5db5bea9b640d1c96a77256fe7f2","ValidityEndTime":1.4395008E9,"ValidityStartTime":1438376400.5,"Value":"MIIBCgKCAQ=="}]}""");
        });
        const string From = "2015-08-01T00:00:00Z";
        const string To = "2015-08-13T12:00:00Z";

        var printed = await Tool.RunAsync(
            "aws", "cloudtrail", "list-public-keys", "--start-time", From, "--end-time", To, "--endpoint-url", server.Url, "--region", "eu-west-1", "--output", "json");
        using var client = AwsSessions.First(new SourceOptions { Endpoint = server.Url }).CloudTrail("eu-west-1");
        var ours = await client.ListPublicKeysAsync(new ListPublicKeysRequest { StartTime = DateTimeOffset.Parse(From).UtcDateTime, EndTime = DateTimeOffset.Parse(To).UtcDateTime });

        // The CLI writes whole seconds as a fraction.
        Assert.Equal(2, asked.Count);
        Assert.Equal(
            asked[0].EnumerateObject().Select(one => (one.Name, one.Value.GetDecimal())).Order(),
            asked[1].EnumerateObject().Select(one => (one.Name, one.Value.GetDecimal())).Order());
        var theirs = JsonDocument.Parse(printed).RootElement.GetProperty("PublicKeyList")[0];
        var key = Assert.Single(ours.PublicKeyList!);
        Assert.Equal(theirs.GetProperty("Fingerprint").GetString(), key.Fingerprint);
        Assert.Equal(theirs.GetProperty("Value").GetString(), Convert.ToBase64String(key.Value!.ToArray()));
        Assert.Equal(new DateTime(2015, 8, 13, 21, 20, 0, DateTimeKind.Utc), key.ValidityEndTime);
        Assert.Equal(new DateTime(2015, 7, 31, 21, 0, 0, 500, DateTimeKind.Utc), key.ValidityStartTime);
        Assert.Null(ours.NextToken);
    }
}
