using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests.Columns;

/// <summary>A delivery of an event of few values in every field, over a few days, in any order, some more than once.</summary>
internal sealed record VariedDelivery(int Id, int Day, int Second, int Kind, int Person, int Resources, int Fault, int Writing)
{
    public static readonly Gen<VariedDelivery> Any =
        from id in Gen.Choose(0, 400)
        from day in Gen.Choose(0, 5)
        from second in Gen.OneOf(Gen.Elements(0, 1, 43_200, 86_399), Gen.Choose(0, 86_399))
        from kind in Gen.Choose(0, 11)
        from person in Gen.Choose(0, 20)
        from resources in Gen.Choose(0, 15)
        from fault in Gen.Choose(0, 9)
        from writing in Gen.Choose(0, 3)
        select new VariedDelivery(id, day, second, kind, person, resources, fault, writing);

    private static readonly string[] Services = ["ecr", "ecs", "sts", "s3"];

    // Some are of the catalogue, some have a word that tells, the others nothing: their verbs hang on what the record says.
    private static readonly string[] Actions =
        ["Act0", "Act1", "AssumeRole", "Act3", "PolicyExecutionEvent", "UpdateService", "Act6", "GetAct", "Act8", "DeleteAct", "Act10", "PutActPolicy"];

    public string Json
    {
        get
        {
            var time = new DateTimeOffset(2026, 9, 28, 0, 0, 0, TimeSpan.Zero).AddDays(Day).AddSeconds(Second);
            var json = Some.Record(Id, time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), Extra, Actions[Kind])
                .Replace("ecr.amazonaws.com", Services[Kind % 4] + ".amazonaws.com", StringComparison.Ordinal)
                .Replace("\"readOnly\":false", ((Kind + Fault) % 3) switch { 0 => "\"readOnly\":true", 1 => "\"readOnly\":false", _ => "\"readOnly\":null" }, StringComparison.Ordinal)
                .Replace("team/api", Resources % 4 == 0 ? "team/web" : "team/api", StringComparison.Ordinal)
                .Replace("203.0.113.7", $"203.0.113.{Person % 6}", StringComparison.Ordinal)
                .Replace("eu-west-1", "eu-west-" + (Person % 3), StringComparison.Ordinal);
            json = Identity(Things(json));
            return Writing == 3 ? WritingTests.Reordered(json) : Writing == 2 ? json.Replace(",\"", ", \"", StringComparison.Ordinal) : json;
        }
    }

    // The service that the action is called of decides which of them count.
    private string Things(string json) => Resources % 3 == 0 ? json : json.Replace(
        "{\"repositoryName\":",
        $$"""{"cluster":"c{{Person % 2}}","tasks":["t{{Id % 40}}","t1"],"taskDefinition":"web{{(Fault % 2 == 0 ? ":" + Fault : "")}}","imageTag":"v{{Id % 3}}","imageDigest":"sha256:d{{Id % 50}}","repositoryName":""",
        StringComparison.Ordinal);

    private string Extra =>
        $$""","requestID":"r{{Id % 30}}" """
        + (Fault < 3 ? $$""","errorCode":"Fault{{Fault}}","errorMessage":"person {{Person}} is not allowed" """ : "")
        + ","
        + $$""" "resources":[{{string.Join(',', Enumerable.Range(0, 4).Where(bit => (Resources & (1 << bit)) != 0).Select(bit => $$"""{"ARN":"arn:aws:s3:::bucket{{bit}}"}"""))}}]""";

    private string Identity(string json) => (Person % 5) switch
    {
        0 => json,
        1 => json.Replace("\"userName\":", "\"sessionContext\":{\"attributes\":{\"mfaAuthenticated\":\"true\"}},\"userName\":", StringComparison.Ordinal),
        2 => json.Replace("alice", "person" + Person, StringComparison.Ordinal).Replace("\"userName\":", "\"sessionContext\":{\"attributes\":{\"mfaAuthenticated\":\"false\"}},\"accessKeyId\":\"AKIA" + Person + "\",\"userName\":", StringComparison.Ordinal),
        3 => json.Replace("\"type\":\"IAMUser\"", "\"type\":\"AssumedRole\"", StringComparison.Ordinal)
            .Replace("arn:aws:iam::111122223333:user/alice", $"arn:aws:sts::111122223333:assumed-role/role{Person % 2}/session{Person}", StringComparison.Ordinal),
        _ => json.Replace("00000000-0000-4000", "not a guid", StringComparison.Ordinal),
    };
}

/// <summary>A question about a store whose values are known only when it is filled.</summary>
internal sealed record VariedQuestion(Func<IReadOnlyList<StoredEvent>, Filter> Filter, int? From, int? To, int Field, int Limit, int Sparkline, int Buckets)
{
    public static readonly Gen<VariedQuestion> Any =
        from filter in Gen.Choose(0, 5).SelectMany(Tree)
        from @from in Bound
        from to in Bound
        from field in Gen.Choose(0, 1_000)
        from limit in Gen.Elements(1, 3, 50)
        from sparkline in Gen.Elements(0, 1, 7)
        from buckets in Gen.Elements(1, 5, 60, 1_000)
        select new VariedQuestion(filter, @from, to, field, limit, sparkline, buckets);

    public static IReadOnlyList<EventField> Fields { get; } = [.. EventFields.All.Where(field => field.IsGroupable)];

    public EventQuery Of(IReadOnlyList<StoredEvent> all) => new(Filter(all), new TimeRange(At(From), At(To)));

    // Half a second now and then: a range may begin within one.
    private static Gen<int?> Bound => Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(-1, 6 * 172_800).Select(half => (int?)half), Gen.Choose(0, 6).Select(day => (int?)(day * 172_800)));

    private static DateTimeOffset? At(int? halfSeconds) => halfSeconds is { } half ? new DateTimeOffset(2026, 9, 28, 0, 0, 0, TimeSpan.Zero).AddSeconds(half / 2.0) : null;

    private static Gen<Func<IReadOnlyList<StoredEvent>, Filter>> Tree(int size) => size <= 1 ? Leaf : Gen.OneOf(
        Leaf,
        Tree(size - 1).Select(part => new Func<IReadOnlyList<StoredEvent>, Filter>(all => new Filter.Not(part(all)))),
        Gen.Two(Tree(size / 2)).Select(two => new Func<IReadOnlyList<StoredEvent>, Filter>(all => new Filter.And([two.Item1(all), two.Item2(all)]))),
        Gen.Three(Tree(size / 2)).Select(three => new Func<IReadOnlyList<StoredEvent>, Filter>(all => new Filter.Or([three.Item1(all), three.Item2(all), three.Item3(all)]))));

    private static Gen<Func<IReadOnlyList<StoredEvent>, Filter>> Leaf => Gen.Frequency(
        (6, from number in Gen.Choose(0, 1_000)
            from seed in Gen.Choose(0, 100_000)
            from shape in Gen.Choose(0, 4)
            select new Func<IReadOnlyList<StoredEvent>, Filter>(all => LeafOf(Fields[number % Fields.Count], all, seed, shape))),
        (2, Gen.Elements(
            "mfa:true", "-mfa:false", "readonly:true", "readonly:false", "ip:203.0.113.0/30", "time>2026-09-29T12:00", "time<=2026-09-30", "time=2026-10-01T00:00:00Z",
            "eventId:00000000-0000-4000-8000-000000000004", "eventId:\"not a guid-8000-000000000006\"", "eventId:*4", "requestId:r1*", "req.repositoryName:team/web",
            "team", "alice", "person", "zzz", "service:e*", "verb:read", "-verb:(update OR delete)", "mutating:false", "time:2026-09-28T00:00:01Z")
            .Select(text => new Func<IReadOnlyList<StoredEvent>, Filter>(_ => FilterParser.Parse(text)))));

    private static Filter.Field LeafOf(EventField field, IReadOnlyList<StoredEvent> all, int seed, int shape)
    {
        if (field.Kind == FieldKind.YesNo)
        {
            return new Filter.Field(field, shape == 0 ? new ValueTest.Present() : new ValueTest.Is(shape % 2 == 0));
        }

        var values = all.SelectMany(stored => field.Values(stored.Event)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (values.Count == 0 || shape == 0)
        {
            return new Filter.Field(field, new ValueTest.Present());
        }

        var value = values[seed % values.Count];
        return new Filter.Field(field, new ValueTest.Like(shape switch
        {
            1 => TextPattern.Of(value.ToUpperInvariant()),
            2 => TextPattern.Containing(value[(value.Length / 2)..]),
            3 => new TextPattern([value[..((value.Length / 2) + 1)], ""]),
            _ => TextPattern.Of(value),
        }));
    }
}
