using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class GroupingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, GroupColumn.Count, true)]
    [InlineData("count", GroupColumn.Count, true)]
    [InlineData("-count", GroupColumn.Count, false)]
    [InlineData("value", GroupColumn.Value, false)]
    [InlineData("-value", GroupColumn.Value, true)]
    [InlineData("LAST", GroupColumn.Last, true)]
    [InlineData("7", GroupColumn.Count, true)]
    [InlineData("; drop table", GroupColumn.Count, true)]
    [InlineData("-", GroupColumn.Count, true)]
    public void An_order_is_read_from_the_URL(string? text, GroupColumn column, bool descending)
    {
        var order = GroupOrder.Parse(text);
        Assert.Equal((column, descending), (order.Column, order.Descending));
    }

    [Fact]
    public void Every_order_reads_back_as_it_was_written()
    {
        foreach (var column in Enum.GetValues<GroupColumn>())
        {
            foreach (var reversed in new[] { false, true })
            {
                var order = new GroupOrder(column, reversed);
                Assert.Equal(order, GroupOrder.Parse(order.ToParameter()));
            }
        }
    }

    [Fact]
    public void Equal_rows_keep_the_order_of_their_values()
    {
        var rows = new GroupOrder(GroupColumn.Errors, false).Sort([Group("b", 9), Group("c", 1, errors: 2), Group("a", 5)]);
        Assert.Equal(["c", "a", "b"], rows.Select(row => row.Value));
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/build/alice", "alice", "user")]
    [InlineData("arn:aws:iam::111122223333:role/github-deploy", "github-deploy", "role")]
    [InlineData("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_Ops_0123456789abcdef", "Dev_Ops", "SSO role")]
    [InlineData("arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", "ECS", "service role")]
    [InlineData("arn:aws:iam::111122223333:root", "root", "root")]
    [InlineData("arn:aws:sts::111122223333:federated-user/bob", "bob", "federated user")]
    [InlineData("ecs.amazonaws.com", "ecs", "service")]
    [InlineData("alice", "alice", null)]
    [InlineData("", "", null)]
    public void An_identity_is_called_by_its_name(string value, string name, string? kind)
    {
        var label = ValueLabel.Identity(value);
        Assert.Equal((name, kind), (label.Name, label.Kind));
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/alice", "alice", "user", "arn:aws:iam::111122223333:user/alice")]
    [InlineData("sso:alice@example.com", "alice@example.com", "Identity Center", null)]
    [InlineData("saml:alice@example.com@Okta", "alice@example.com", "SAML user", "saml:alice@example.com@Okta")]
    [InlineData("web:repo:acme/api:ref:refs/heads/main@token.actions.githubusercontent.com", "acme/api@main", "job or workload", "web:repo:acme/api:ref:refs/heads/main@token.actions.githubusercontent.com")]
    [InlineData("web:repo:acme/api:environment:production@token.actions.githubusercontent.com", "acme/api (environment:production)", "job or workload", "web:repo:acme/api:environment:production@token.actions.githubusercontent.com")]
    [InlineData("web:system:serviceaccount:shop:api@oidc.eks.eu-west-1.amazonaws.com/id/1", "system:serviceaccount:shop:api", "job or workload", "web:system:serviceaccount:shop:api@oidc.eks.eu-west-1.amazonaws.com/id/1")]
    [InlineData("source:alice@111122223333", "alice", "source identity", "source:alice@111122223333")]
    [InlineData("ecs.amazonaws.com", "ecs", "service", "ecs.amazonaws.com")]
    public void A_person_has_a_name_and_a_kind_and_the_full_text_where_the_name_is_not_all_of_it(string value, string name, string kind, string? full) =>
        Assert.Equal(new ValueLabel(name, kind, full), ValueLabel.Person(value));

    [Theory]
    [InlineData("203.0.113.7", null)]
    [InlineData("10.1.2.3", "private")]
    [InlineData("172.32.0.1", null)]
    [InlineData("100.64.0.1", "private")]
    [InlineData("AWS Internal", "inside AWS")]
    [InlineData("cloudtrail.amazonaws.com", "service")]
    [InlineData("2001:db8::1", "IPv6")]
    [InlineData("fd00::1", "private IPv6")]
    [InlineData("some.proxy.example", "name")]
    public void An_address_says_what_it_is(string value, string? kind) => Assert.Equal(kind, ValueLabel.Address(value).Kind);

    [Fact]
    public async Task What_is_found_among_all_values_is_found_without_asking_again()
    {
        var asked = 0;
        var state = new GroupsState(new ScriptedQueries
        {
            Group = query =>
            {
                asked++;
                return new EventGroups([Group("eu-west-1", 3), Group("us-east-1", 2)], 2, 5, 0);
            },
        });
        await state.LoadAsync(GroupView.Regions, EventQuery.All, "WEST", CancellationToken.None);
        Assert.Equal(1, asked);
        Assert.True(state.IsWhole);
        Assert.Equal(["eu-west-1"], state.Rows("WEST", GroupOrder.Default).Select(row => row.Value));
    }

    [Fact]
    public async Task Where_not_all_values_fit_the_store_is_asked_for_those_that_contain_the_text()
    {
        var asked = new List<Filter>();
        var state = new GroupsState(new ScriptedQueries
        {
            Group = query =>
            {
                asked.Add(query.Query.Filter);
                return new EventGroups([Group("10.0.0.7", 1)], asked.Count == 1 ? 50_000 : 1, 60_000, 0);
            },
        });
        await state.LoadAsync(GroupView.Addresses, EventQuery.All, " 0.7 ", CancellationToken.None);
        Assert.Equal([Filter.All, Narrowing.Contains(EventFields.Address, "0.7")], asked);
        Assert.False(state.IsWhole);
    }

    [Fact]
    public async Task Pushes_and_deletions_are_counted_beside_each_repository()
    {
        var state = new GroupsState(new ScriptedQueries
        {
            Group = query => query.Query.Filter == Filter.All
                ? new EventGroups([Group("team/api", 9), Group("team/web", 4)], 2, 13, 0)
                : new EventGroups(query.Query.Filter == RepositoryFilters.Pushes ? [Group("team/api", 3)] : [], 1, 3, 0),
        });
        await state.LoadAsync(GroupView.Repositories, EventQuery.All, null, CancellationToken.None);
        Assert.Equal(3, state.Tally(0, "team/api")?.Count);
        Assert.Null(state.Tally(0, "team/web"));
        Assert.Null(state.Tally(1, "team/api"));
    }

    [Theory]
    [InlineData("", "team/api", "repository:team/api")]
    [InlineData("error:*", "team/api", "error:* repository:team/api")]
    [InlineData("service:ecr OR error:*", "a b", "(service:ecr OR error:*) repository:\"a b\"")]
    public void A_value_is_added_to_the_filter_of_a_link(string filter, string value, string expected) =>
        Assert.Equal(expected, (ViewScope.All with { Filter = filter }).And(EventFields.Repository, value).Filter);

    [Theory]
    [InlineData("*")]
    [InlineData("a\"b")]
    [InlineData("(x OR y)")]
    [InlineData("-NOT")]
    [InlineData("back\\slash")]
    public void A_value_that_looks_like_the_language_is_still_that_value(string value)
    {
        var text = ViewScope.All.And(EventFields.User, value).And(EventFields.Error, "Denied").Filter;
        Assert.True(FilterParser.TryParse(text, out var filter, out var error), error?.Message);
        Assert.Equal(new Filter.And([Narrowing.Is(EventFields.User, value), Narrowing.Is(EventFields.Error, "Denied")]), filter);
    }

    [Fact]
    public void Every_grouped_view_is_at_its_address_and_groups_by_a_groupable_field()
    {
        Assert.NotEmpty(GroupView.All);
        Assert.All(GroupView.All, view =>
        {
            Assert.Same(view, GroupView.At(view.Path[1..] + "?q=error:*"));
            Assert.True(view.Field.IsGroupable);
        });
    }

    internal static EventGroup Group(string value, long count, long errors = 0, long writes = 0) =>
        new(value, count, errors, writes, Noon.AddDays(-1), Noon, [1, 0, 2]);
}
