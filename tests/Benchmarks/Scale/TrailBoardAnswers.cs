using System.Diagnostics;
using System.Text.Json;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>Asks TrailBoard, through the port that its pages ask through.</summary>
internal sealed class TrailBoardAnswers(IEventQueries queries, QuestionList questions)
{
    private const int IdsToFind = 200;
    private const int Bars = 100;
    private const int TopValues = 20;
    private const int PageRows = 50;

    private static readonly CancellationToken Stop = CancellationToken.None;

    public async Task<List<FilterAnswer>> AskFiltersAsync()
    {
        foreach (var question in questions.WarmUp)
        {
            await AskAsync(question);
        }

        var filters = new List<FilterAnswer>();
        foreach (var question in questions.Filters)
        {
            filters.Add(await AskAsync(question));
        }

        return filters;
    }

    /// <summary>What only records tell: single ones by their ids, and words in any.</summary>
    public async Task<AnswerList> AskRecordsAsync(List<FilterAnswer> filters)
    {
        var ids = await ChooseAsync();
        var records = new List<RecordAnswer>();
        foreach (var id in ids)
        {
            records.Add(await FindAsync(id));
        }

        var words = new List<WordAnswer>();
        foreach (var word in questions.Words)
        {
            words.Add(await LookForAsync(word));
        }

        return new AnswerList([.. filters], [.. ids], [.. records], [.. words]);
    }

    private async Task<FilterAnswer> AskAsync(Question question)
    {
        var query = question.Query;
        var clock = Stopwatch.StartNew();
        var facets = new List<EventGroups>();
        foreach (var name in questions.Facets)
        {
            var field = Field(name);
            facets.Add(await queries.GroupAsync(new GroupQuery(query with { Filter = FilterParts.Without(query.Filter, field) }, field, TopValues) { CountsOnly = true }, Stop));
        }

        var histogram = await queries.HistogramAsync(query, Bars, Stop);
        var facetsMs = clock.Elapsed.TotalMilliseconds;
        clock.Restart();
        var page = await queries.PageAsync(query, null, PageRows, Stop);
        return new FilterAnswer(
            [.. facets.Select(groups => groups.Groups.Select(group => new FacetValue(group.Value, group.Count)).ToArray())],
            histogram.Start.ToUnixTimeSeconds(),
            (long)histogram.Width.TotalSeconds,
            [.. histogram.Buckets.Select((bucket, number) => new Bar(number, bucket.Count, bucket.Errors, bucket.Writes)).Where(bar => bar.Count > 0)],
            [.. page.Events.Select(RowOf)],
            [],
            facetsMs,
            clock.Elapsed.TotalMilliseconds);
    }

    private static EventField Field(string name) => EventFields.TryFind(name, out var field) ? field : throw new InvalidOperationException($"There is no field {name}.");

    private static PageRow RowOf(StoredEvent stored)
    {
        var of = stored.Event;
        return new PageRow(
            of.EventId, of.Time.ToUnixTimeSeconds(), of.Service, of.Action, of.Region, of.Account, of.Actor.Identity, of.Actor.User, of.Address,
            of.Repositories.Count == 0 ? null : string.Join(' ', of.Repositories), of.Error);
    }

    // Events of random times: the newest before each.
    private async Task<List<string>> ChooseAsync()
    {
        var (random, ids) = (new Random(17), new List<string>());
        var store = await queries.SummaryAsync(Stop);
        var (first, last) = (store.First!.Value, store.Last!.Value);
        while (ids.Count < IdsToFind)
        {
            var page = await queries.PageAsync(new EventQuery(Filter.All, new TimeRange(null, first.AddSeconds(1) + ((last - first) * random.NextDouble()))), null, 1, Stop);
            ids.Add(page.Events[0].Event.EventId);
        }

        return ids;
    }

    private async Task<RecordAnswer> FindAsync(string id)
    {
        var clock = Stopwatch.StartNew();
        var found = await queries.FindAsync(id, Stop);
        var ms = clock.Elapsed.TotalMilliseconds;
        using var record = JsonDocument.Parse(found.Single().Stored.Record);
        return new RecordAnswer(Part("requestParameters"), Part("responseElements"), ms);

        string? Part(string name) => record.RootElement.TryGetProperty(name, out var part) && part.ValueKind != JsonValueKind.Null ? part.GetRawText() : null;
    }

    private async Task<WordAnswer> LookForAsync(string word)
    {
        var query = new EventQuery(FilterParser.Parse($"record:{word}"), TimeRange.All);
        var clock = Stopwatch.StartNew();
        var page = await queries.PageAsync(query, null, PageRows, Stop);
        return new WordAnswer([.. page.Events.Select(stored => stored.Event.EventId)], clock.Elapsed.TotalMilliseconds);
    }
}
