namespace TrailBoard.Core.Tests.Events;

/// <summary>Which resources and repositories an event names.</summary>
public sealed class ResourceTests
{
    [Theory]
    [InlineData("""{"repositoryName":"team/api"}""", "team/api", "team/api")]
    [InlineData("""{"repositoryNames":["a","b","a"]}""", "a b", "a b")]
    [InlineData("""{"resourceArn":"arn:aws:ecr:eu-west-1:1:repository/team/api"}""", "team/api", "arn:aws:ecr:eu-west-1:1:repository/team/api")]
    [InlineData("""{"x":"arn:aws:ecr-public::1:repository/tools"}""", "tools", "arn:aws:ecr-public::1:repository/tools")]
    [InlineData("""{"resourceArn":"arn:aws:codecommit:eu-west-1:1:team"}""", "", "arn:aws:codecommit:eu-west-1:1:team")]
    [InlineData("""{"x":"arn:aws:ecr:eu-west-1:1:repository/*"}""", "", "arn:aws:ecr:eu-west-1:1:repository/*")]
    [InlineData("""{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}]}}""", "", "i-1 i-2")]
    [InlineData("""{"cluster":"prod","service":"api","taskDefinition":"api:7","desiredCount":3}""", "", "prod api api:7")]
    [InlineData("""{"requestId":"r","clientToken":"c","accountId":"1","ownerId":"2","registryId":"3","nextToken":"n","uploadId":"u"}""", "", "")]
    [InlineData("""{"groupIds":["sg-1"],"vpcEndpointId":"vpce-1","dBInstanceIdentifier":"db"}""", "", "sg-1 vpce-1 db")]
    [InlineData("""{"text":"arn: not one","policy":"{\"Resource\":\"arn:aws:s3:::b\"}"}""", "", "")]
    [InlineData("""{"restApiId":"a1","stageName":"prod","id":""}""", "", "a1 prod")]
    public void Resources_and_repositories_are_found_in_the_request(string request, string repositories, string resources)
    {
        var read = Some.Read(Some.Record().Replace("""{"repositoryName":"team/api"}""", request, StringComparison.Ordinal)).Event;

        Assert.Equal(repositories, string.Join(' ', read.Repositories));
        Assert.Equal(resources, string.Join(' ', read.Resources));
    }

    [Fact]
    public void A_repository_name_of_another_service_is_a_resource_only()
    {
        var read = Some.Read(Some.Record().Replace("ecr.amazonaws.com", "codecommit.amazonaws.com", StringComparison.Ordinal)).Event;

        Assert.Empty(read.Repositories);
        Assert.Equal(["team/api"], read.Resources);
    }

    [Fact]
    public void A_lifecycle_expiry_names_its_repository_in_the_details_and_the_resources()
    {
        var read = Some.Read("""{"eventVersion":"1.05","userIdentity":{"accountId":"1","invokedBy":"AWS Internal"},"eventTime":"2026-10-01T12:00:00Z","eventSource":"ecr.amazonaws.com","eventName":"PolicyExecutionEvent","awsRegion":"eu-west-1","readOnly":true,"resources":[{"ARN":"arn:aws:ecr:eu-west-1:1:repository/team/api","accountId":"1","type":"AWS::ECR::Repository"}],"eventType":"AwsServiceEvent","serviceEventDetails":{"repositoryName":"team/api","lifecycleEventImageActions":[{"lifecycleEventImage":{"digest":"sha256:1"}}]},"eventID":"x"}""").Event;

        Assert.Equal(["team/api"], read.Repositories);
        Assert.Equal(["arn:aws:ecr:eu-west-1:1:repository/team/api", "team/api"], read.Resources);
        Assert.Equal("AWS Internal", read.Actor.Identity);
    }
}
