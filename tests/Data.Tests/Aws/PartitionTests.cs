using Amazon;
using Amazon.CloudTrail;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SQS;
using TrailBoard.Core.Import;
using TrailBoard.Data.Aws.Protocol;
using TrailBoard.Data.Sources;
using TrailBoard.Data.Sources.Lookup;

namespace TrailBoard.Tests.Aws;

/// <summary>China and GovCloud have names and regions of their own.</summary>
public sealed class PartitionTests
{
    [Theory]
    [InlineData("eu-west-1", "https://cloudtrail.eu-west-1.amazonaws.com/", "https://sqs.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://cloudtrail.cn-north-1.amazonaws.com.cn/", "https://sqs.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", "https://cloudtrail.us-gov-west-1.amazonaws.com/", "https://sqs.us-gov-west-1.amazonaws.com/")]
    public void The_address_of_a_service_is_that_of_its_partition(string region, string cloudTrail, string sqs)
    {
        var session = SessionIn(region);

        Assert.Equal((cloudTrail, sqs), (AddressOf(session.Config(new AmazonCloudTrailConfig(), region)), AddressOf(session.Config(new AmazonSQSConfig(), region))));
    }

    [Theory]
    [InlineData("us-east-1", true, false, "https://cloudtrail-fips.us-east-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", true, true, "https://cloudtrail-fips.us-gov-west-1.api.aws/")]
    [InlineData("cn-north-1", false, true, "https://cloudtrail.cn-north-1.api.amazonwebservices.com.cn/")]
    public void Addresses_for_FIPS_and_IPv6_are_found_where_the_shared_files_ask_for_them(string region, bool fips, bool dualStack, string address)
    {
        var config = SessionIn(region).Config(new AmazonCloudTrailConfig(), region);
        (config.UseFIPSEndpoint, config.UseDualstackEndpoint) = (fips, dualStack);

        Assert.Equal(address, AddressOf(config));
    }

    [Fact]
    public void One_address_of_the_settings_stands_for_all_and_the_region_counts_for_signing()
    {
        var session = new AwsSession(new BasicAWSCredentials("AKIAEXAMPLE", "secret"), null, RegionEndpoint.CNNorth1, new Uri("http://127.0.0.1:4566"));
        var config = session.Config(new AmazonSecurityTokenServiceConfig(), "cn-north-1");

        Assert.Equal(("http://127.0.0.1:4566/", "cn-north-1"), (config.ServiceURL, config.AuthenticationRegion));
        Assert.Equal("http://127.0.0.1:4566/", AddressOf(session.Config(new AmazonCloudTrailConfig(), "cn-north-1")));
    }

    [Theory]
    [InlineData("cn-north-1", "cn-north-1", "cn-northwest-1")]
    [InlineData("us-gov-west-1", "us-gov-east-1", "us-gov-west-1")]
    public void All_regions_are_those_of_the_partition(string home, params string[] regions) =>
        Assert.Equal(regions, LookupEventsSource.RegionsOf(new SourceOptions { Regions = ["*"] }, SessionIn(home)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("arn:aws-cn:iam::111122223333:role/TrailBoard")]
    [InlineData("arn:aws-us-gov:iam::111122223333:role/audit/TrailBoard")]
    public void Roles_of_other_partitions_are_taken(string role)
    {
        Assert.Empty(SourceOptionsCheck.Mistakes([new SourceOptions { Name = "a", Type = SourceType.LookupEvents, RoleArns = [role] }]));
        Assert.Equal("111122223333", new AwsSession(null, role, RegionEndpoint.CNNorth1, null).RoleAccount);
    }

    private static AwsSession SessionIn(string region) => new(new BasicAWSCredentials("AKIAEXAMPLE", "secret"), null, RegionEndpoint.GetBySystemName(region), null);

    private static string AddressOf(JsonServiceConfig config) => new Uri(config.DetermineServiceOperationEndpoint(null!).URL).ToString();
}
