using System.Text.Json.Nodes;
using TrailBoard.Core.Identity;
using static TrailBoard.Core.Tests.Identity.SomeActors;

namespace TrailBoard.Core.Tests.Identity;

public sealed class ActorChainTests
{
    /// <summary>A caller and the chain that his record tells without any other.</summary>
    public static TheoryData<string, string> ByThemselves => new()
    {
        { """{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ops/alice","accountId":"111122223333","userName":"alice"}""", "iamUser alice [recorded e]" },
        { """{"type":"IAMUser","accountId":"111122223333","accessKeyId":"","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"}""", "iamUser an IAM user whose name was not recorded [recorded e]" },
        { """{"type":"IAMUser","accountId":"111122223333","accessKeyId":"ASIA0000000000000009","userName":"alice"}""", "iamUser alice [recorded e]" },
        { """{"type":"Root","accountId":"111122223333","accessKeyId":"ASIA0000000000000009","arn":"arn:aws:iam::111122223333:root"}""", "root root of 111122223333 [recorded e]" },
        { """{"type":"AWSService","invokedBy":"ecs.amazonaws.com"}""", "service ecs.amazonaws.com [recorded e]" },
        { """{"accountId":"111122223333","invokedBy":"AWS Internal"}""", "service AWS Internal [recorded e]" },
        { """{"type":"IAMUser","userName":"alice","invokedBy":"cloudformation.amazonaws.com"}""", "service cloudformation.amazonaws.com [recorded e] < iamUser alice [recorded e]" },
        { """{"type":"WebIdentityUser","userName":"repo:org/app:ref:refs/heads/main","identityProvider":"arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"}""", "webIdentity repo:org/app:ref:refs/heads/main [recorded e]" },
        { """{"type":"SAMLUser","userName":"ann@corp.example","principalId":"q=:ann@corp.example","identityProvider":"q="}""", "samlUser ann@corp.example [recorded e]" },
        { """{"type":"IdentityCenterUser","accountId":"111122223333","onBehalfOf":{"userId":"94482488","identityStoreArn":"arn:aws:identitystore::1:identitystore/d-1"},"credentialId":"x"}""", "identityCenterUser 94482488 [recorded e]" },
        { """{"type":"AssumedRole","principalId":"AROA1:AutoScaling","arn":"arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForECS/ecs","invokedBy":"ecs.amazonaws.com","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS","userName":"AWSServiceRoleForECS"}}}""", "roleSession AWSServiceRoleForECS/ecs [recorded e] < service ecs.amazonaws.com [recorded e]" },
        { """{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann@corp.example","sessionContext":{"sessionIssuer":{"userName":"AWSReservedSSO_Admin_0123456789abcdef"}}}""", "roleSession AWSReservedSSO_Admin_0123456789abcdef/ann@corp.example [recorded e] < identityCenterUser ann@corp.example [recorded e]" },
        { """{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/app/s","onBehalfOf":{"userId":"94482488"}}""", "roleSession app/s [recorded e] < identityCenterUser 94482488 [recorded e]" },
        { """{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/eks/s","sessionContext":{"webIdFederationData":{"federatedProvider":"arn:aws:iam::1:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1","attributes":{"oidc.eks.eu-west-1.amazonaws.com/id/A1:sub":"system:serviceaccount:shop:api"}}}}""", "roleSession eks/s [recorded e] < webIdentity system:serviceaccount:shop:api [recorded e]" },
        { """{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/app/s","sessionContext":{"webIdFederationData":{"federatedProvider":"accounts.example"},"sourceIdentity":"alice"}}""", "roleSession app/s [recorded e] < webIdentity accounts.example [recorded e] < sourceIdentity alice [recorded e]" },
        { """{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/web/i-0abc","sessionContext":{"ec2RoleDelivery":"2.0"}}""", "roleSession web/i-0abc [recorded e] < service ec2.amazonaws.com [recorded e]" },
        { """{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/fn/fn","inScopeOf":{"issuerType":"AWS::Lambda::Function","credentialsIssuedTo":"arn:aws:lambda:eu-west-1:111122223333:function:fn"}}""", "roleSession fn/fn [recorded e] < service lambda.amazonaws.com [recorded e]" },
        { """{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/app/s","sessionContext":{"sourceIdentity":"alice"}}""", "roleSession app/s [recorded e] < sourceIdentity alice [recorded e]" },
        { """{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/app/s"}""", "roleSession app/s [recorded e] < unknown unknown [unknown]" },
        { """{"type":"Root","accountId":"111122223333","sessionContext":{"assumedRoot":"true"}}""", "root root of 111122223333 [recorded e] < unknown unknown [unknown]" },
        { """{"type":"FederatedUser","principalId":"1:bob","arn":"arn:aws:sts::1:federated-user/bob","sessionContext":{"sessionIssuer":{"type":"IAMUser","arn":"arn:aws:iam::1:user/alice","userName":"alice"}}}""", "federatedUser bob [recorded e] < iamUser alice [recorded e]" },
        { """{"type":"AWSAccount","principalId":"AIDASTRANGER","accountId":"999988887777"}""", "otherAccount AIDASTRANGER of account 999988887777 [recorded e] < unknown unknown [unknown]" },
        { """{"type":"Directory","userName":"CORP\\ann"}""", "other CORP\\ann [recorded e]" },
        { """{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/\ud800/\ud800"}""", "roleSession a role whose name was not recorded [recorded e] < unknown unknown [unknown]" },
        { "{}", "unknown unknown [unknown]" },
    };

    [Theory]
    [MemberData(nameof(ByThemselves))]
    public async Task A_record_by_itself_tells_this_chain(string identity, string told)
    {
        var call = CallerRecord.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"userIdentity":{{identity}},"eventID":"e"}"""), "e", Noon);

        Assert.Equal(told, (await new ActorChains(new ListedEvidence([])).ResolveAsync(call, CancellationToken.None)).Told());
    }

    [Fact]
    public async Task A_key_that_an_event_issued_proves_who_took_the_role()
    {
        var chain = await ChainOf(Call("push", Session("deploy", "ci", Key(1), Noon)), Taken("taken", User("alice"), "deploy", "ci", Key(1)));

        Assert.Equal("roleSession deploy/ci [recorded push] < iamUser alice [proven taken]", chain.Told());
        Assert.Equal("proven", chain.Certainty);
    }

    [Fact]
    public async Task Roles_taken_from_roles_are_followed_to_the_end()
    {
        var chain = await ChainOf(
            Call("push", Session("three", "s", Key(3), Noon.AddMinutes(2)), Noon.AddMinutes(30)),
            Taken("c", Session("two", "s", Key(2), Noon.AddMinutes(1)), "three", "s", Key(3), Noon.AddMinutes(2)),
            Taken("b", Session("one", "s", Key(1), Noon), "two", "s", Key(2), Noon.AddMinutes(1)),
            Taken("a", User("alice"), "one", "s", Key(1)));

        Assert.Equal("roleSession three/s [recorded push] < roleSession two/s [proven c] < roleSession one/s [proven b] < iamUser alice [proven a]", chain.Told());
    }

    [Fact]
    public async Task A_session_with_another_key_is_correlated_by_its_name_and_its_beginning()
    {
        var console = Call("console", Session("admin", "ann", Key(7), Noon), Noon.AddHours(2));

        Assert.Equal("roleSession admin/ann [recorded console] < iamUser ann [correlated taken]", (await ChainOf(console, Taken("taken", User("ann"), "admin", "ann", Key(1)))).Told());
        Assert.Equal("unknown", (await ChainOf(console, Taken("taken", User("ann"), "admin", "ann", Key(1), Noon.AddSeconds(-9)))).Who.Kind);
        Assert.Equal("unknown", (await ChainOf(console, Taken("taken", User("ann"), "admin", "bob", Key(1)))).Who.Kind);
    }

    [Fact]
    public async Task Two_that_fit_equally_are_both_named_and_neither_is_believed()
    {
        var chain = await ChainOf(
            Call("console", Session("admin", "shared", Key(7), Noon)),
            Taken("b", User("bob"), "admin", "shared", Key(2)), Taken("a", User("ann"), "admin", "shared", Key(1)));

        Assert.Equal("roleSession admin/shared [recorded console] < (iamUser ann [ambiguous a] | iamUser bob [ambiguous b])", chain.Told());
        Assert.Equal("ambiguous", chain.Certainty);
        Assert.Equal("ann or bob", chain.Who.Label);
    }

    [Fact]
    public async Task A_key_that_two_calls_claim_to_have_issued_proves_nothing()
    {
        var chain = await ChainOf(
            Call("push", Session("deploy", "ci", Key(1))), Taken("a", User("ann"), "deploy", "ci", Key(1)), Taken("b", User("bob"), "deploy", "ci", Key(1)));

        Assert.Equal("ambiguous", chain.Certainty);
    }

    [Fact]
    public async Task An_event_that_issued_the_key_for_another_session_proves_nothing()
    {
        var push = Call("push", Session("deploy", "ci", Key(1)));

        Assert.Equal("unknown", (await ChainOf(push, Taken("a", User("ann"), "deploy", "other", Key(1)))).Certainty);
        Assert.Equal("unknown", (await ChainOf(push, Taken("a", User("ann"), "other", "ci", Key(1)))).Certainty);
    }

    [Fact]
    public async Task The_nearest_in_time_fits_best()
    {
        var chain = await ChainOf(
            Call("console", Session("admin", "shared", Key(7), Noon)),
            Taken("a", User("ann"), "admin", "shared", Key(1)), Taken("b", User("bob"), "admin", "shared", Key(2), Noon.AddSeconds(1)));

        Assert.Equal("iamUser ann [correlated a]", chain.Who.Told());
    }

    [Fact]
    public async Task The_copy_in_the_callers_account_says_who_he_is()
    {
        var push = Call("push", Session("deploy", "ci", Key(1)));
        var here = Taken("here", Stranger("AIDAALICE"), "deploy", "ci", Key(1), shared: "shared");
        var there = Taken("there", User("alice"), "deploy", "ci", Key(1), shared: "shared");

        Assert.Equal("iamUser alice [proven here there]", (await ChainOf(push, here, there)).Who.Told());
        var alone = await ChainOf(push, here);
        Assert.Equal("roleSession deploy/ci [recorded push] < otherAccount AIDAALICE of account 999988887777 [proven here] < unknown unknown [unknown]", alone.Told());
        Assert.Contains("that account's copy of the event (shared) was not imported", Assert.IsType<HopProof.Unknown>(alone.Who.Proof).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_from_another_account_is_followed_into_its_copy()
    {
        var pull = Call("here", Stranger("AROASHOP00000000:task"), action: "BatchGetImage");
        pull["sharedEventID"] = "shared";
        var copy = Call("there", Session("shop", "task", Key(4), Noon, account: "999988887777"), action: "BatchGetImage");
        copy["sharedEventID"] = "shared";
        var issued = Taken("taken", Service("ecs-tasks.amazonaws.com"), "shop", "task", Key(4));

        Assert.Equal(
            "otherAccount AROASHOP00000000:task of account 999988887777 [recorded here] < roleSession shop/task [proven there] < service ecs-tasks.amazonaws.com [proven taken]",
            (await ChainOf(pull, copy, issued)).Told());
    }

    [Fact]
    public async Task Copies_that_name_different_callers_are_not_one_call()
    {
        var chain = await ChainOf(
            Call("push", Session("deploy", "ci", Key(1))),
            Taken("a", User("ann"), "deploy", "ci", Key(1), shared: "shared"), Taken("b", User("bob"), "deploy", "ci", Key(1), shared: "shared"));

        Assert.Equal("ambiguous", chain.Certainty);
    }

    [Fact]
    public async Task A_users_own_temporary_key_leads_to_the_key_that_asked_for_it()
    {
        var token = Call("token", User("alice"), Noon.AddHours(-30), "GetSessionToken", "sts");
        token["responseElements"] = new JsonObject { ["credentials"] = new JsonObject { ["accessKeyId"] = Key(5) } };

        Assert.Equal("iamUser alice [recorded call] < iamUser alice [proven token]", (await ChainOf(Call("call", User("alice", Key(5))), token)).Told());
    }

    [Fact]
    public async Task Roles_that_take_each_other_in_a_ring_end_with_a_reason()
    {
        var chain = await ChainOf(
            Call("push", Session("one", "s", Key(1))), Taken("a", Session("two", "s", Key(2)), "one", "s", Key(1)), Taken("b", Session("one", "s", Key(1)), "two", "s", Key(2)));

        Assert.Contains("leads back to event a", Assert.IsType<HopProof.Unknown>(chain.Who.Proof).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_without_end_ends_with_a_reason()
    {
        var chain = await ChainOf(
            Call("push", Session("r", "s", Key(0))), [.. Enumerable.Range(0, 40).Select(i => Taken($"t{i}", Session("r", "s", Key(i + 1)), "r", "s", Key(i)))]);

        Assert.Equal(ActorChains.MaxSessions + 2, chain.Hops.Count);
        Assert.Contains("more than 16 sessions", Assert.IsType<HopProof.Unknown>(chain.Who.Proof).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_says_it_began_longer_ago_is_looked_up_there()
    {
        var began = Noon.AddDays(-3);
        var taken = Taken("taken", Service("ecs-tasks.amazonaws.com"), "shop", "task", Key(1), began.AddSeconds(2));

        Assert.Equal("proven", (await ChainOf(Call("call", Session("shop", "task", Key(1), began)), taken)).Certainty);
        Assert.Equal("unknown", (await ChainOf(Call("call", Session("shop", "task", Key(1), began.AddDays(1))), taken)).Certainty);
    }

    [Fact]
    public async Task A_source_identity_that_changes_is_told()
    {
        var first = Taken("a", User("alice"), "one", "s", Key(1), source: "alice");
        var second = Taken("b", Session("one", "s", Key(1)).WithSource("alice"), "two", "s", Key(2));

        Assert.Empty((await ChainOf(Call("push", Session("two", "s", Key(2)).WithSource("alice")), first, second)).Notes);
        var note = Assert.Single((await ChainOf(Call("push", Session("two", "s", Key(2)).WithSource("mallory")), first, second)).Notes);
        Assert.Contains("“mallory”", note, StringComparison.Ordinal);
        Assert.Contains("“alice”", note, StringComparison.Ordinal);
        Assert.Contains("event b", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_tells_the_chain_says_what_would_help()
    {
        var unknown = Assert.IsType<HopProof.Unknown>((await ChainOf(Call("push", Session("deploy", "ci", Key(1), Noon), Noon.AddHours(3)))).Who.Proof);

        Assert.Contains(Key(1), unknown.Reason, StringComparison.Ordinal);
        Assert.Equal([new EvidenceGap(Account, "eu-west-1", Noon.AddMinutes(-5), Noon.AddMinutes(5))], unknown.Gaps);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HIDDEN_DUE_TO_SECURITY_REASONS")]
    [InlineData("SAMPLE_ACCESS_KEY")]
    [InlineData("REDACTED")]
    public async Task What_stands_in_the_place_of_a_key_joins_nobody(string key)
    {
        Assert.Equal("unknown", (await ChainOf(Call("push", Session("deploy", "ci", key)), Taken("a", User("ann"), "deploy", "ci", key))).Who.Kind);
    }

    [Theory]
    [InlineData(-12 * 60, "proven")]
    [InlineData(4, "proven")]
    [InlineData((-12 * 60) - 6, "unknown")]
    [InlineData(6, "unknown")]
    public async Task An_issuing_event_counts_from_twelve_hours_before_to_some_minutes_after(int minutes, string certainty)
    {
        var chain = await ChainOf(Call("push", Session("deploy", "ci", Key(1))), Taken("a", User("ann"), "deploy", "ci", Key(1), Noon.AddMinutes(minutes)));

        Assert.Equal(certainty, chain.Certainty);
    }
}
