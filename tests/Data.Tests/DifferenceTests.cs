using TrailBoard.Core.Demo;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using Xunit.Abstractions;

namespace TrailBoard.Tests;

/// <summary>What is different, asked of a real store with the demo month.</summary>
public sealed class DifferenceTests(ITestOutputHelper output)
{
    private static readonly DemoTrail Month = new(DemoTrail.DefaultEvents, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_bar_of_the_incidents_night_is_told_apart_by_the_address_the_program_and_the_role_of_the_thief_and_by_what_only_he_did()
    {
        using var store = await MonthAsync();
        var query = DifferenceQuery.OfTimes(EventQuery.All with { Range = await BarAsync(store, Month.Incident!.Begin) }, TimeRange.All);

        var by = await CompareAsync(new DifferenceQueries(store.Queries), query);

        Assert.Equal((Month.Incident.Address, 0L), (by["ip"].Values[0].Value, by["ip"].Values[0].Outside));
        Assert.StartsWith("aws-cli/2.27.50", by["userAgent"].Values[0].Value, StringComparison.Ordinal);
        Assert.Equal(Month.Incident.Repository, by["repository"].Values[0].Value);
        Assert.Contains(by["identity"].Values, value => value is { Outside: 0 } && value.Value!.EndsWith("role/ecs-deploy", StringComparison.Ordinal));
        Assert.Contains(by["action"].Values, value => value is { Value: "DeleteRepository", Outside: 0 });
        Assert.Contains(by["actor"].Values, value => value.Value!.EndsWith("user/" + Month.Incident.User, StringComparison.Ordinal) && value.Inside * by["actor"].Outside > value.Outside * by["actor"].Inside);
        Assert.Superset(new HashSet<string>(["ip", "userAgent", "repository"]), by.Values.OrderByDescending(of => of.Score).Take(8).Select(of => of.Field.Name).ToHashSet());
    }

    [Fact]
    public async Task Whoever_the_thief_is_what_the_address_did_is_not_what_the_others_do()
    {
        using var store = await MonthAsync();
        var query = DifferenceQuery.OfOthers(EventQuery.All with { Filter = FilterParser.Parse(Month.Incident!.Filter) });

        var by = await CompareAsync(new DifferenceQueries(store.Queries), query);

        Assert.Equal(FieldStand.Chosen, by["ip"].Stand);
        Assert.Equal(Month.Incident.User, by["user"].Values[0].Value);
        Assert.EndsWith("user/" + Month.Incident.User, by["actor"].Values[0].Value, StringComparison.Ordinal);
        Assert.StartsWith("aws-cli/2.27.50", by["userAgent"].Values[0].Value, StringComparison.Ordinal);
        Assert.Contains(by["action"].Values, value => value is { Value: "DeleteRepository", Outside: 0 });
        Assert.Contains(by["error"].Values, value => value.Value is not null && value.Inside > 0);
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    public async Task Counts_are_those_of_the_events_themselves_however_few_values_are_looked_at(int looked, bool columns)
    {
        using var store = await MonthAsync();
        var events = (await store.ExportAsync()).Select(stored => stored.Event).ToList();
        var bar = await BarAsync(store, Month.Incident!.Begin);
        var counted = 0;
        foreach (var query in (DifferenceQuery[])
                 [
                     DifferenceQuery.OfTimes(EventQuery.All with { Range = bar }, TimeRange.All),
                     DifferenceQuery.OfTimes(new EventQuery(FilterParser.Parse("mutating:true"), bar), new TimeRange(bar.From!.Value.AddDays(-3), bar.To!.Value.AddDays(1))),
                     DifferenceQuery.OfOthers(EventQuery.All with { Filter = FilterParser.Parse("error:*") }),
                     DifferenceQuery.OfOthers(EventQuery.All with { Filter = FilterParser.Parse("-error:*") }),
                 ])
        {
            bool Is(EventQuery of, Core.Events.TrailEvent one) => of.Range.Contains(one.Time) && FilterEvaluator.Matches(of.Filter, one, default);
            var inside = events.Where(one => Is(query.Selection, one)).ToList();
            var outside = events.Where(one => Is(query.Whole, one)).Except(inside).ToList();
            var differences = new DifferenceQueries(columns ? store.Queries : store.Sql, looked);
            Assert.Equal((inside.Count, inside.Count + outside.Count), await differences.CountAsync(query, CancellationToken.None));
            foreach (var field in DifferenceQueries.Fields.Where(field => field != EventFields.Actor && field != EventFields.ActorProof))
            {
                var difference = await differences.OfAsync(query, field, CancellationToken.None);
                var (insideBy, outsideBy) = (CountsOf(inside, field), CountsOf(outside, field));
                foreach (var value in difference.Values)
                {
                    var key = value.Value ?? "";
                    Assert.Equal((field, key, insideBy.GetValueOrDefault(key), outsideBy.GetValueOrDefault(key)), (field, key, (int)value.Inside, (int)value.Outside));
                    var isNew = query.IsOfTimes && value is { Value: not null, Inside: > 0, Outside: > 0 } && !outside.Exists(one => one.Time < query.Selection.Range.From && field.Values(one).Contains(key));
                    Assert.Equal(isNew, value.IsNew);
                    counted++;
                }
            }
        }

        output.WriteLine($"{counted} values were counted again.");
        Assert.True(counted > 40);
    }

    private async Task<Dictionary<string, FieldDifference>> CompareAsync(DifferenceQueries differences, DifferenceQuery query)
    {
        var by = new Dictionary<string, FieldDifference>();
        foreach (var field in DifferenceQueries.Fields)
        {
            by.Add(field.Name, await differences.OfAsync(query, field, CancellationToken.None));
        }

        foreach (var of in by.Values.OrderByDescending(of => of.Score))
        {
            output.WriteLine($"{of.Field.Name}: {of.Stand} {of.Score:0.000} ({of.Inside} / {of.Outside})");
            foreach (var value in of.Values.Take(8))
            {
                output.WriteLine($"    {value.Value ?? "(none)"}: {value.Inside} / {value.Outside} {value.Score:0.000}{(value.IsNew ? " new" : "")}");
            }
        }

        return by;
    }

    // How many events have each value; "" is none.
    private static Dictionary<string, int> CountsOf(IEnumerable<Core.Events.TrailEvent> events, EventField field) => events
        .SelectMany(one => field.Values(one).Distinct().DefaultIfEmpty(""))
        .CountBy(value => value).ToDictionary();

    // The bar of the Events page that a time is in.
    private static async Task<TimeRange> BarAsync(TestStore store, DateTimeOffset time)
    {
        var chart = await store.Queries.HistogramAsync(EventQuery.All, 96, CancellationToken.None);
        var start = chart.Start + (chart.Width * Math.Floor((time - chart.Start) / chart.Width));
        return new TimeRange(start, start + chart.Width);
    }

    private static async Task<TestStore> MonthAsync()
    {
        var store = await TestStore.CreateAsync();
        using var feed = new ImportFeed(store.Time);
        await new ImportRun(store.Writer, store.Ledger, new TrailObjectReader(store.Time), feed, new ImportOptions(), store.Time).RunAsync(Month, "demo", null, CancellationToken.None);
        await store.Actors.LookUpAllAsync(CancellationToken.None);
        await store.RunColumnsAsync();
        return store;
    }
}
