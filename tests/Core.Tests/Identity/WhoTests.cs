using System.Text;
using System.Text.Json.Nodes;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using static TrailBoard.Core.Tests.Identity.SomeActors;

namespace TrailBoard.Core.Tests.Identity;

/// <summary>The one text for each person, and that no text is of two.</summary>
public sealed class WhoTests
{
    private static readonly TrailRecordReader Reader = new(TimeProvider.System, new KeptThings());

    public static TheoryData<string, string?, string> Recorded() => new()
    {
        { User("alice").ToJsonString(), "arn:aws:iam::111122223333:user/alice", "recorded" },
        { """{"type":"IAMUser","accountId":"111122223333","userName":"alice","accessKeyId":""}""", null, "unknown" },
        { """{"type":"Root","arn":"arn:aws-cn:iam::111122223333:root","accountId":"111122223333"}""", "arn:aws-cn:iam::111122223333:root", "recorded" },
        { """{"type":"Root","accountId":"111122223333"}""", "arn:aws:iam::111122223333:root", "recorded" },
        { Service("ecs-tasks.amazonaws.com").ToJsonString(), "ecs-tasks.amazonaws.com", "recorded" },
        { """{"accountId":"111122223333","invokedBy":"ecr.amazonaws.com"}""", "ecr.amazonaws.com", "recorded" },
        { Session("deploy", "run-1", key: null).ToJsonString(), null, "unknown" },
        { Session("AWSReservedSSO_Admin_0123", "alice@example.com", key: null).ToJsonString(), "sso:alice@example.com", "recorded" },
        { Session("AWSServiceRoleForECS", "ecs", key: null, path: "/aws-service-role/ecs.amazonaws.com").ToJsonString(), "ecs.amazonaws.com", "recorded" },
        { """{"type":"IdentityCenterUser","accountId":"1","onBehalfOf":{"userId":"94d","identityStoreArn":"arn:aws:identitystore::1:identitystore/d-1"}}""", "sso:94d", "recorded" },
        { Stranger("AIDAALICE").ToJsonString(), null, "unknown" },
        { """{"type":"Directory","userName":"alice"}""", null, "unknown" },
        { """{}""", null, "unknown" },
    };

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task What_a_record_tells_by_itself_is_what_its_chain_says_where_nothing_else_is_known(string identity, string? value, string proof)
    {
        var call = Call(Some.Guid(1), (JsonObject)JsonNode.Parse(identity)!);

        var read = Event(call);

        Assert.Equal(new Who(value, proof), read.Who);
        Assert.Equal(read.Who, Who.Of(await ChainOf(call)));
    }

    [Fact]
    public void A_session_that_was_not_looked_up_has_neither_a_person_nor_a_proof_whoever_its_caller_is()
    {
        Assert.Equal(Who.NotLookedUp, Event(Call(Some.Guid(1), Session("deploy", "run-1", Key(1)))).Who);
        Assert.Equal(Who.NotLookedUp, Event(Call(Some.Guid(1), User("alice", Key(1)))).Who);
        Assert.Equal(Who.NotLookedUp, Event(Call(Some.Guid(1), new JsonObject { ["type"] = "Root", ["accountId"] = Account, ["accessKeyId"] = Key(1) })).Who);
    }

    [Fact]
    public async Task People_of_the_same_name_are_told_apart_by_what_vouches_for_them()
    {
        var (call, other) = (Call("u", Session("deploy", "run-1", Key(1)), Noon.AddMinutes(5)), "999988887777");
        string?[] names =
        [
            await NameAsync(User("alice")),
            await NameAsync(new JsonObject { ["type"] = "IAMUser", ["arn"] = $"arn:aws:iam::{other}:user/alice", ["accountId"] = other, ["userName"] = "alice" }),
            await NameAsync(Provided("WebIdentityUser", "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A")),
            await NameAsync(Provided("WebIdentityUser", "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/B")),
            await NameAsync(Provided("SAMLUser", "arn:aws:iam::111122223333:saml-provider/Okta")),
            await NameAsync(Session("AWSReservedSSO_Admin_0123", "alice", key: null)),
            await NameAsync(Session("jump", "x", key: null).WithSource("alice")),
            await NameAsync(Session("jump", "x", key: null, account: other).WithSource("alice")),
        ];

        Assert.All(names, name => Assert.Contains("alice", name, StringComparison.Ordinal));
        Assert.Equal(names.Length, names.Distinct().Count());

        async Task<string?> NameAsync(JsonObject by) => Who.Of(await ChainOf(call, Taken("t", by, "deploy", "run-1", Key(1), Noon))).Value;

        static JsonObject Provided(string type, string provider) => new() { ["type"] = type, ["userName"] = "alice", ["identityProvider"] = provider };
    }

    [Fact]
    public async Task A_user_of_Identity_Center_is_one_person_by_his_role_and_by_each_accounts_provider()
    {
        var call = Call("u", Session("deploy", "run-1", Key(1)), Noon.AddMinutes(5));
        foreach (var provider in (string[])["arn:aws:iam::111122223333:saml-provider/AWSSSO_0a_DO_NOT_DELETE", "arn:aws:iam::999988887777:saml-provider/AWSSSO_0b_DO_NOT_DELETE"])
        {
            var by = new JsonObject { ["type"] = "SAMLUser", ["userName"] = "alice@example.com", ["identityProvider"] = provider };
            Assert.Equal(new Who("sso:alice@example.com", "proven"), Who.Of(await ChainOf(call, Taken("t", by, "deploy", "run-1", Key(1), Noon, action: "AssumeRoleWithSAML"))));
        }
    }

    [Fact]
    public async Task One_of_several_is_nobody_and_ambiguous()
    {
        var call = Call("u", Session("deploy", "run-1", Key(3), Noon), Noon.AddMinutes(5));

        var chain = await ChainOf(call, Taken("t1", User("alice"), "deploy", "run-1", Key(1), Noon), Taken("t2", User("bob"), "deploy", "run-1", Key(2), Noon));

        Assert.Equal(new Who(null, "ambiguous"), Who.Of(chain));
    }

    [Fact]
    public async Task A_service_whose_name_could_pass_for_a_person_is_nobody() =>
        Assert.Equal(Who.Unknown, Who.Of(await ChainOf(Call("u", Service("arn:aws:iam::111122223333:user/alice")))));

    private static TrailEvent Event(JsonObject call)
    {
        Assert.True(Reader.TryRead(Encoding.UTF8.GetBytes(call.ToJsonString()), 0, 0, out var record, out var rejection), rejection?.Message);
        return record.Event;
    }
}
