using TrailBoard.Core.Identity;

namespace TrailBoard.Core.Tests.Events;

/// <summary>Who acted, for every type of userIdentity in the shapes that real records have.</summary>
public sealed class IdentityTests
{
    private const string Sts = "arn:aws:sts::111122223333:assumed-role/";

    // userIdentity · identity · user · role · session; "-" stands for null.
    public static TheoryData<string, string, string, string, string> Cases => new()
    {
        { """{"type":"Root","arn":"arn:aws:iam::1:root","accountId":"1","userName":"alias"}""", "arn:aws:iam::1:root", "root", "-", "-" },
        { """{"type":"Root","accountId":"1"}""", "arn:aws:iam::1:root", "root", "-", "-" },
        { """{"type":"Root","arn":"arn:aws:iam::1:root","invokedBy":"autoscaling.amazonaws.com"}""", "arn:aws:iam::1:root", "root", "-", "-" },
        { """{"type":"IAMUser","arn":"arn:aws:iam::1:user/team/alice","userName":"alice","sessionContext":{"sessionIssuer":{}}}""", "arn:aws:iam::1:user/team/alice", "alice", "-", "-" },
        { """{"type":"IAMUser","arn":"arn:aws:iam::1:user/team/alice"}""", "arn:aws:iam::1:user/team/alice", "alice", "-", "-" },
        { """{"type":"IAMUser","principalId":"AIDAX","accountId":"1","accessKeyId":"","userName":"bert-jan"}""", "bert-jan", "bert-jan", "-", "-" },
        { """{"type":"IAMUser","principalId":"AIDAX","accountId":"1"}""", "AIDAX", "-", "-", "-" },
        { """{"type":"IAMUser","accountId":"1","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"}""", "-", "-", "-", "-" },
        { $$$$"""{"type":"AssumedRole","arn":"{{{{Sts}}}}R/S","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/path/R","userName":"R"}}}""", "arn:aws:iam::111122223333:role/path/R", "S", "R", "S" },
        { $$$$"""{"type":"AssumedRole","principalId":"AROAX:S","arn":"{{{{Sts}}}}R/S"}""", "arn:aws:iam::111122223333:role/R", "S", "R", "S" },
        { """{"type":"AssumedRole","arn":"arn:aws-cn:sts::1:assumed-role/R/a@b.c"}""", "arn:aws-cn:iam::1:role/R", "a@b.c", "R", "a@b.c" },
        { $$"""{"type":"AssumedRole","arn":"{{Sts}}R","principalId":"AROAX:S"}""", "arn:aws:iam::111122223333:role/R", "S", "R", "S" },
        { """{"type":"AssumedRole","accountId":"1","sessionContext":{"sessionIssuer":{"type":"Role","userName":"R"}}}""", "R", "R", "R", "-" },
        { """{"type":"AssumedRole","userName":"R"}""", "R", "R", "-", "-" },
        { $$"""{"type":"AssumedRole","arn":"{{Sts}}Pods/i-0abc","invokedBy":"eks.amazonaws.com"}""", "arn:aws:iam::111122223333:role/Pods", "i-0abc", "Pods", "i-0abc" },
        { """{"type":"Role","arn":"arn:aws:iam::1:role/R"}""", "arn:aws:iam::1:role/R", "R", "R", "-" },
        { """{"type":"FederatedUser","principalId":"1:Bob","arn":"arn:aws:sts::1:federated-user/Bob","sessionContext":{"sessionIssuer":{"type":"IAMUser","arn":"arn:aws:iam::1:user/alice","userName":"alice"}}}""", "arn:aws:sts::1:federated-user/Bob", "Bob", "-", "Bob" },
        { """{"type":"Directory","principalId":"S-1-5-21","userName":"CORP\\bob","accountId":"1"}""", "CORP\\bob", "CORP\\bob", "-", "-" },
        { """{"type":"AWSAccount","principalId":"AROAX:S","accountId":"1"}""", "AROAX", "S", "-", "S" },
        { """{"type":"AWSAccount","principalId":"AIDAX","accountId":"1"}""", "AIDAX", "-", "-", "-" },
        { """{"type":"AWSAccount","accountId":"1"}""", "1", "-", "-", "-" },
        { """{"type":"AWSService","invokedBy":"ecs-tasks.amazonaws.com"}""", "ecs-tasks.amazonaws.com", "ecs-tasks.amazonaws.com", "-", "-" },
        { """{"type":"AWSService","invokedBy":"AWS Internal"}""", "AWS Internal", "AWS Internal", "-", "-" },
        { """{"accountId":"1","invokedBy":"ec2.amazonaws.com"}""", "ec2.amazonaws.com", "ec2.amazonaws.com", "-", "-" },
        { """{"type":"IdentityCenterUser","accountId":"1","credentialId":"c","onBehalfOf":{"userId":"u-1","identityStoreArn":"arn:aws:identitystore::1:identitystore/d-1"}}""", "u-1", "u-1", "-", "-" },
        { """{"type":"SAMLUser","principalId":"Zx=:a@b.c","userName":"a@b.c","identityProvider":"Zx="}""", "a@b.c", "a@b.c", "-", "-" },
        { """{"type":"WebIdentityUser","principalId":"arn:x:repo:org/repo:ref:refs/heads/main","userName":"repo:org/repo:ref:refs/heads/main"}""", "repo:org/repo:ref:refs/heads/main", "repo:org/repo:ref:refs/heads/main", "-", "-" },
        { """{"type":"Unknown","principalId":"p","accountId":"1","userName":"n"}""", "n", "n", "-", "-" },
        { """{"principalId":"AWS:AIDAX"}""", "AWS:AIDAX", "-", "-", "-" },
        { "{}", "-", "-", "-", "-" },
        { "null", "-", "-", "-", "-" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Who_acted_is_read_from_every_type(string userIdentity, string identity, string user, string role, string session)
    {
        var actor = Read(userIdentity);

        Assert.Equal((identity, user, role, session), (actor.Identity ?? "-", actor.User ?? "-", actor.Role ?? "-", actor.Session ?? "-"));
        Assert.Equal(actor, Read(userIdentity));
    }

    [Fact]
    public void A_second_userIdentity_replaces_the_first_as_a_whole()
    {
        var record = Some.Read(Some.Record(1, extra: ""","userIdentity":{"type":"AWSService","invokedBy":"x.amazonaws.com"}"""));

        Assert.Equal(new Actor("AWSService", "x.amazonaws.com", "x.amazonaws.com", null, null), record.Event.Actor);
    }

    private static Actor Read(string userIdentity) =>
        Some.Read($$"""{"eventVersion":"1.11","eventTime":"2026-10-01T12:00:00Z","eventName":"X","eventID":"x","userIdentity":{{userIdentity}}}""").Event.Actor;
}
