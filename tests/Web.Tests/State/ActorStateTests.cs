using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Import;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>
/// The page of one actor over a real store: alice takes a role, with it another, and with that a third; bob has a session of the same role and name.
/// </summary>
public sealed class ActorStateTests
{
    private const string Alice = """{"type":"IAMUser","principalId":"AIDAALICE","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","userName":"alice","accessKeyId":"AKIA0000000000000001"}""";

    [Fact]
    public async Task Sessions_stand_within_the_one_that_they_were_taken_with_and_count_what_their_keys_signed()
    {
        var state = await ReadAsync("2026-10-01", null);

        Assert.Equal(5, state.Sum!.Count);
        var deploy = Assert.Single(state.Sessions);
        Assert.Equal(("deploy", "run", 3, 3, 1), (deploy.Role, deploy.Session, deploy.Events, deploy.Proven, deploy.Issued));
        Assert.Equal(Some.Guid(2), deploy.Issuing!.EventId);
        var prod = Assert.Single(deploy.Taken);
        Assert.Equal(("prod", "hop", 2), (prod.Role, prod.Session, prod.Events));
        Assert.Equal(Some.Guid(4), prod.Issuing!.EventId);
        Assert.Empty(prod.Taken);
        Assert.False(state.IsCut);
    }

    [Fact]
    public async Task By_who_really_acted_all_sessions_are_his_and_each_event_is_in_one_box()
    {
        var state = await ReadAsync("2026-10-01", null, by: (EventFields.Actor, "arn:aws:iam::111122223333:user/alice"));

        Assert.Equal(10, state.Sum!.Count);
        var deploy = Assert.Single(state.Sessions);
        Assert.Equal(("deploy", "run", 3, 3, 1), (deploy.Role, deploy.Session, deploy.Events, deploy.Proven, deploy.Issued));
        var prod = Assert.Single(deploy.Taken);
        Assert.Equal(("prod", "hop", 2, 2), (prod.Role, prod.Session, prod.Events, prod.Proven));
        Assert.Equal(Some.Guid(4), prod.Issuing!.EventId);
        Assert.Empty(prod.Taken);
        Assert.False(state.IsCut);
    }

    [Fact]
    public async Task A_role_of_his_that_nothing_issued_stands_beside_without_the_events_of_the_session_that_was()
    {
        var sso = Session("AWSReservedSSO_Dev_0123456789abcdef", "carol", 3);
        var state = await ReadAsync("2026-10-01", null, string.Join(',', Record(20, "2026-10-02T12:00:00Z", sso, "sts", "AssumeRole", Issued("prod", "carol", 4), Role("prod")), Record(21, "2026-10-02T12:01:00Z", Session("prod", "carol", 4), "ecs", "StopTask")), (EventFields.Actor, "sso:carol"));

        Assert.Equal(2, state.Sum!.Count);
        Assert.Equal([("prod", 1L, 1L, 1), ("AWSReservedSSO_Dev_0123456789abcdef", 1L, 0L, 0)], state.Sessions.Select(box => (box.Role, box.Events, box.Proven, box.Issued)));
    }

    [Fact]
    public async Task A_key_that_signs_under_another_name_is_not_counted_with_the_session_that_it_was_issued_to()
    {
        var state = await ReadAsync("2026-10-01", null, Record(20, "2026-10-02T13:00:00Z", Session("deploy", "other", 1), "ecr", "ListImages"));

        Assert.Equal(3, Assert.Single(state.Sessions).Events);
    }

    [Fact]
    public async Task The_role_that_an_actor_is_recorded_with_is_proven_by_the_events_that_issued_its_keys_and_stands_once()
    {
        var state = await ReadAsync("2026-10-01", null, by: (EventFields.Role, "deploy"));

        var deploy = Assert.Single(state.Sessions);
        Assert.Equal(("deploy", 4, 0), (deploy.Role, deploy.Events, deploy.Issued));
        Assert.Equal("prod", Assert.Single(deploy.Taken).Role);
    }

    [Fact]
    public async Task What_was_done_for_the_first_time_in_the_range_was_never_done_before()
    {
        var state = await ReadAsync("2026-10-02", null);

        Assert.Equal(["DeleteRepository", "AssumeRole"], state.Firsts.Select(action => action.Value));
        Assert.Equal(4, state.Sum!.Count);
        Assert.DoesNotContain("DescribeImages", state.Firsts.Select(action => action.Value));
    }

    [Fact]
    public async Task A_narrower_filter_makes_nothing_new()
    {
        var state = await ReadAsync("2026-10-02", "action:DescribeImages");

        Assert.Equal(1, state.Sum!.Count);
        Assert.DoesNotContain("DescribeImages", state.Firsts.Select(action => action.Value));
    }

    [Fact]
    public async Task Denials_addresses_keys_and_activities_are_his_alone()
    {
        var state = await ReadAsync("2026-10-01", null);

        Assert.Equal(("DeleteRepository", 2L), (Assert.Single(state.Denials!.Groups).Value, state.Denials.Events));
        Assert.Equal("203.0.113.7", Assert.Single(state.Values.Single(values => values.Field == EventFields.Address).Groups.Groups).Value);
        Assert.Equal("AKIA0000000000000001", Assert.Single(state.Values.Single(values => values.Field == EventFields.AccessKey).Groups.Groups).Value);
        Assert.Equal(5, state.Activities!.Sum(row => row.Count));
    }

    [Fact]
    public async Task Whoever_did_nothing_has_nothing()
    {
        var state = await ReadAsync("2026-10-01", null, by: (EventFields.User, "nobody"));

        Assert.Null(state.Sum);
        Assert.Empty(state.Sessions);
        Assert.Empty(state.Firsts);
    }

    [Theory]
    [InlineData("user", true)]
    [InlineData("accessKey", true)]
    [InlineData("actor", true)]
    [InlineData("region", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_some_fields_name_somebody(string? name, bool known) => Assert.Equal(known, ActorState.FieldOf(name) is not null);

    [Fact]
    public void The_address_of_a_page_takes_whatever_a_value_holds() =>
        Assert.Equal("/actors?by=user&value=../a%3Fb%26c%23&q=service:ecr&from=-7d", PageUrls.Actor(EventFields.User, "../a?b&c#", ViewScope.Read("service:ecr", "-7d", null)));

    private static async Task<ActorState> ReadAsync(string from, string? filter, string? more = null, (EventField Field, string Value)? by = null)
    {
        await using var site = await TrailBoardFactory.StartAsync();
        string[] records =
        [
            Record(1, "2026-10-01T09:00:00Z", Alice, "ecr", "DescribeImages"),
            Record(2, "2026-10-02T09:00:00Z", Alice, "sts", "AssumeRole", Issued("deploy", "run", 1), Role("deploy")),
            Record(3, "2026-10-02T09:01:00Z", Session("deploy", "run", 1), "ecr", "DescribeImages"),
            Record(4, "2026-10-02T09:02:00Z", Session("deploy", "run", 1), "sts", "AssumeRole", Issued("prod", "hop", 2), Role("prod")),
            Record(5, "2026-10-02T09:03:00Z", Session("prod", "hop", 2), "ecs", "UpdateService"),
            Record(6, "2026-10-02T09:04:00Z", Session("prod", "hop", 2), "ecs", "StopTask"),
            Record(7, "2026-10-02T09:05:00Z", Session("deploy", "run", 1), "ecr", "ListImages"),
            Record(8, "2026-10-02T09:06:00Z", Session("deploy", "run", 9), "ecr", "DeleteRepository"),
            Record(9, "2026-10-02T10:00:00Z", Alice, "ecr", "DescribeImages"),
            Record(10, "2026-10-02T11:00:00Z", Alice, "ecr", "DeleteRepository", error: "AccessDenied"),
            Record(11, "2026-10-02T11:00:05Z", Alice, "ecr", "DeleteRepository", error: "AccessDenied"),
            .. more is null ? Array.Empty<string>() : [more],
        ];
        var summary = await site.Services.GetRequiredService<ImportRun>().RunAsync(new OneFile($$"""{"Records":[{{string.Join(',', records)}}]}"""), "import", null, CancellationToken.None);
        Assert.Equal(string.Join(',', records).Split("\"eventID\":").Length - 1, summary.Progress.Counts.Stored);
        var lookup = site.Services.GetRequiredService<IActorLookup>();
        await Wait.UntilAsync(() => lookup.AskAsync(CancellationToken.None).GetAwaiter().GetResult().IsDone, "who acted in all events");
        var state = new ActorState(site.Services.GetRequiredService<IEventQueries>(), site.Services.GetRequiredService<ActivityQueries>());
        var query = new EventQuery(FilterParser.Parse(filter ?? ""), ViewScope.Read(null, from, null).Range(default));
        await state.LoadAsync(query, by?.Field ?? EventFields.User, by?.Value ?? "alice", CancellationToken.None);
        return state;
    }

    private static string Role(string role) => $$"""{"roleArn":"arn:aws:iam::111122223333:role/{{role}}"}""";

    private static string Issued(string role, string session, int key) =>
        $$$"""{"credentials":{"accessKeyId":"ASIA000000000000000{{{key}}}"},"assumedRoleUser":{"assumedRoleId":"AROA{{{role}}}:{{{session}}}","arn":"arn:aws:sts::111122223333:assumed-role/{{{role}}}/{{{session}}}"}}""";

    private static string Session(string role, string session, int key) =>
        $$$$"""{"type":"AssumedRole","principalId":"AROA{{{{role}}}}:{{{{session}}}}","arn":"arn:aws:sts::111122223333:assumed-role/{{{{role}}}}/{{{{session}}}}","accountId":"111122223333","accessKeyId":"ASIA000000000000000{{{{key}}}}","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/{{{{role}}}}","userName":"{{{{role}}}}"}}}""";

    private static string Record(int number, string time, string identity, string service, string action, string response = "null", string request = "null", string? error = null) =>
        $$"""{"eventVersion":"1.11","userIdentity":{{identity}},"eventTime":"{{time}}","eventSource":"{{service}}.amazonaws.com","eventName":"{{action}}","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.7","userAgent":"x","requestParameters":{{request}},"responseElements":{{response}},"eventID":"{{Some.Guid(number)}}","readOnly":false,"eventType":"AwsApiCall","recipientAccountId":"111122223333"{{(error is null ? "" : $",\"errorCode\":\"{error}\"")}}}""";

    private sealed class OneFile(string json) : ITrailSource
    {
        public string Label => "hand-written records";

        public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return new MemoryObject(Encoding.UTF8.GetBytes(json));
        }
    }
}
