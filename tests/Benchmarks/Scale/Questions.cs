using System.Text.Json.Serialization;
using TrailBoard.Benchmarks.Scale.Trails;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>One condition, in a form that needs no parser of filters, so that a peer's query is written from it by other code than ours.</summary>
/// <param name="Field">The field's name in the filter language; empty for words.</param>
/// <param name="Test"><c>is</c>, <c>like</c>, <c>present</c>, <c>within</c>, <c>words</c>, <c>since</c> or <c>before</c>.</param>
internal sealed record Leaf(string Field, string Test, string[] Values, bool Not = false)
{
    /// <summary>The condition in the filter language.</summary>
    public string InFilter()
    {
        var values = Values.Length == 1 ? Values[0] : $"({string.Join(" OR ", Values)})";
        return (Not ? "-" : "") + Test switch
        {
            "words" => $"\"{Values[0]}\"",
            "present" => $"{Field}:*",
            "since" => $"{Field}>={Values[0]}",
            "before" => $"{Field}<{Values[0]}",
            _ => $"{Field}:{values}",
        };
    }
}

/// <summary>A question: conditions that must all hold, within a range of time.</summary>
internal sealed record Question(Leaf[] Leaves, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>The question in the filter language.</summary>
    public string Text => string.Join(' ', Leaves.Select(leaf => leaf.InFilter()));

    /// <summary>The question as pages ask it.</summary>
    [JsonIgnore]
    public EventQuery Query => new(FilterParser.Parse(Text), new TimeRange(From, To));
}

/// <summary>What is asked of everyone.</summary>
/// <param name="Facets">The fields whose twenty most frequent values are asked for under each filter.</param>
/// <param name="WarmUp">Questions whose times are not taken.</param>
/// <param name="Filters">Random filters, as people combine them.</param>
/// <param name="Words">Words to look for in whole requests; most are in one event, some in none.</param>
internal sealed record QuestionList(string[] Facets, Question[] WarmUp, Question[] Filters, string[] Words)
{
    private const int WarmUps = 20;
    private const int Count = 200;
    private const int MostWords = 20;
    private const int MissingWords = 5;

    // The seven that the Events page shows unfolded.
    private static readonly string[] OfEventsPage = ["error", "user", "service", "action", "repository", "ip", "region"];

    private static readonly double[] Shares = [1, 0.5, 0.1, 0.02];

    public static QuestionList Of(TrailSize size)
    {
        var events = Enumerable.Range(0, size.Events / ScaleTrail.EventsOfWord).Select(number => (number * ScaleTrail.EventsOfWord) + (ScaleTrail.EventsOfWord / 2)).ToArray();
        new Random(31).Shuffle(events);
        return new QuestionList(
            OfEventsPage,
            Make(new Random(5), WarmUps, size),
            Make(new Random(11), Count, size),
            [.. events.Take(MostWords).Select(ScaleTrail.WordOf), .. Enumerable.Range(1, MissingWords).Select(number => ScaleTrail.WordOf(-number))]);
    }

    public static Task<QuestionList> ReadAsync(string path) => Json.ReadAsync<QuestionList>(path);

    public Task WriteAsync(string path) => Json.WriteAsync(path, this);

    private static Question[] Make(Random random, int count, TrailSize size) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var leaves = Enumerable.Range(0, random.Next(4)).Select(_ => OneOf(random, size)).DistinctBy(leaf => leaf.InFilter()).ToArray();
        var (from, to) = random.Next(5) < 2 ? default : Range(random, size);
        return new Question(leaves, from, to);
    })];

    private static (DateTimeOffset? From, DateTimeOffset? To) Range(Random random, TrailSize size)
    {
        var length = (size.To - size.From) * Shares[random.Next(Shares.Length)];
        var from = ToMinute(size.From + ((size.To - size.From - length) * random.NextDouble()));
        return (from, random.Next(3) == 0 ? null : from + TimeSpan.FromMinutes(Math.Ceiling(length.TotalMinutes)));
    }

    private static DateTimeOffset ToMinute(DateTime time) => new(new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute)), TimeSpan.Zero);

    private static Leaf OneOf(Random random, TrailSize size)
    {
        var not = random.Next(6) == 0;
        return random.Next(19) switch
        {
            0 or 1 => new("service", "is", Some(random, Call.Known.Select(call => call.Service)), not),
            2 or 3 => new("action", "is", Some(random, Call.Known.Select(call => call.Action)), not),
            4 => new("action", "like", [Pick(random, "Batch*", "Describe*", "*Layer*", "Get*", "*Image")], not),
            5 => new("identity", "like", [Pick(random, "*role/eks-node-*", "*team-3", "*:user/*", "*app-*-7", "*Administrator*", "*role/github-deploy-*")], not),
            6 => new("user", "is", Some(random, Company.People.Take(60)), not),
            7 => new("user", "like", [Pick(random, "i-0a*", "GitHubActions-*7", "*.garcia@*", "*@example.com")], not),
            8 => new("region", "is", Some(random, Company.Regions.Select(region => region.Name)), not),
            9 => new("account", "is", Some(random, Company.Accounts.Select(account => account.Id)), not),
            10 => new("ip", "within", [Pick(random, "10.0.0.0/8", "10.3.0.0/16", "203.0.113.0/24", "20.57.8.0/24")], not),
            11 => new("ip", "is", [$"203.0.113.{random.Next(60)}"], not),
            12 => new("repository", "is", Some(random, Company.Repositories.Take(80)), not),
            13 => new("repository", "like", [Pick(random, "team-3/*", "*/api-*", "team-1*")], not),
            14 => new("error", "present", [], not),
            15 => new("error", "is", Some(random, ["AccessDenied", "ThrottlingException", "ImageNotFoundException"]), not),
            16 => new(Pick(random, "readonly", "mfa"), "is", [Pick(random, "true", "false")], not),
            17 => new("", "words", [Pick(random, "priya.", "team-5/", "github-deploy-team-1", "not authorized", "terraform", "GitHubActions-54", "docker/26.1.2")], not),
            18 => new("time", Pick(random, "since", "before"), [$"{ToMinute(size.From + ((size.To - size.From) * random.NextDouble())):yyyy-MM-dd'T'HH:mm}"], not),
            var other => throw new InvalidOperationException($"{other}"),
        };
    }

    private static string Pick(Random random, params string[] from) => from[random.Next(from.Length)];

    private static string[] Some(Random random, IEnumerable<string> from)
    {
        var all = from.Distinct(StringComparer.Ordinal).ToArray();
        return [.. Enumerable.Range(0, 1 + (random.Next(4) == 0 ? random.Next(1, 4) : 0)).Select(_ => all[random.Next(all.Length)]).Distinct(StringComparer.Ordinal)];
    }
}
