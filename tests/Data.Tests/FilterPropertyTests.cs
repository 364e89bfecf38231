using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

/// <summary>The store answers any filter as the evaluator does.</summary>
public sealed class FilterPropertyTests
{
    private static readonly Gen<Filter> Leaves = Gen.Elements(
        "service:ecr", "service:s3*", "action:put*", "action:BatchGetImage", "user:alice", "user:*", "identityType:IAMUser", "role:*",
        "error:*", "error:AccessDenied", "errorMessage:*100%*", "readonly:true", "readonly:false", "mfa:true", "mfa:*", "verb:(push OR pull)", "verb:*e", "mutating:true", "mutating:*", "ip:203.0.113.0/30", "ip:203.0.113.4",
        "repository:team/web", "repository:*", "image:sha256:d1", "image:*", "tag:team/api:v*", "tag:*", "cluster:prod", "-cluster:*", "ecsService:prod/web", "ecsService:*", "taskDefinition:web", "taskDefinition:web:*",
        "task:t1*", "task:*", "pipeline:*", "api:a1", "stage:a1/*", "stage:*", "resource:*s3*", "resource:*team*", "userAgent:aws*", "account:1*", "eventId:*3",
        "eventId:00000000-0000-4000-8000-000000000004", "requestId:r1*", "req.repositoryName:team/api", "res.count>2", "type:awsapicall",
        "time>2026-10-01T12:00:20Z", "time<=2026-10-01T12:00:40Z", "time=2026-10-01T12:00:05Z", "team", "denied", "zzz")
        .Select(text => FilterParser.TryParse(text, out var filter, out var error) ? filter : throw new InvalidOperationException(error.Message));

    private static readonly Gen<Filter> Trees = Gen.Sized(size => Tree(Math.Min(size, 6)));

    [Fact]
    public async Task Answers_to_any_filter_are_those_of_the_evaluator()
    {
        using var store = await QueryTests.MixedAsync();
        var cases =
            from filter in Trees
            from range in Gen.Elements(default, Range(5, 31), Range(null, 20), Range(40, null), Range(30, 30))
            select (filter, range);
        Prop.ForAll(Arb.From(cases), pair => EngineChecks.AgreeAsync(store, pair.filter, pair.range).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private static Gen<Filter> Tree(int size) => size <= 1 ? Leaves : Gen.OneOf(
        Leaves,
        Tree(size - 1).Select(part => (Filter)new Filter.Not(part)),
        Gen.Two(Tree(size / 2)).Select(two => (Filter)new Filter.And([two.Item1, two.Item2])),
        Gen.Two(Tree(size / 2)).Select(two => (Filter)new Filter.Or([two.Item1, two.Item2])));

    private static TimeRange Range(int? from, int? to) => new(At(from), At(to));

    private static DateTimeOffset? At(int? second) => second is { } value ? new DateTimeOffset(2026, 10, 1, 12, 0, value, TimeSpan.Zero) : null;
}
