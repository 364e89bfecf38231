using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

/// <summary>What an event is about: repositories and other things in one code.</summary>
public sealed class ThingTermsTests
{
    [Fact]
    public async Task What_is_read_back_of_an_event_is_what_its_record_names()
    {
        using var store = await QueryTests.MixedAsync();

        var all = await store.ExportAsync();

        Assert.All(all, stored => Assert.Equal(Some.Read(Encoding.UTF8.GetString(stored.Record.Span)).Event.Things, stored.Event.Things));
        Assert.Equal(
            EventFields.All.SelectMany(field => field.ThingKinds).Select(kind => kind.Name).Order(StringComparer.Ordinal),
            all.SelectMany(stored => stored.Event.Things).Select(thing => thing.Kind.Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Repositories_are_written_as_they_were_before_there_were_other_things()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a",
            Some.Record(1), With(2, """{"repositoryName":"team/api","imageTag":"v1","imageDigest":"sha256:aa"}"""), Some.Record(3)));

        Assert.Equal(
            ["team/api", "\u001fsha256:aa", "\u001f\u001fteam/api:v1"],
            store.Terms().Where(term => term.Dictionary == (int)TermKind.Thing).Select(term => term.Value));
        Assert.Equal(["1 2 3"], store.Terms().Where(term => term.Dictionary == TermBlocks.SetsOf(TermKind.Thing)).Select(term => term.Value));
        Assert.Equal("1 -1 1", store.Text("SELECT group_concat(repository, ' ') FROM (SELECT repository FROM events ORDER BY id_low)"));
    }

    [Fact]
    public async Task An_event_of_very_many_things_keeps_its_repositories_and_the_first_others()
    {
        using var store = await TestStore.CreateAsync();
        var tags = string.Join(',', Enumerable.Range(0, 120).Select(i => $$"""{"imageTag":"v{{i}}"}"""));
        await store.ImportAsync(new FakeObject("a", With(1, $$"""{"imageIds":[{{tags}}],"repositoryNames":["team/web","team/api"]}""", "\"responseElements\":{\"repositoryName\":\"last\"}")));

        var stored = Assert.Single(await store.ExportAsync()).Event;

        Assert.Equal(3, stored.Repositories.Count);
        Assert.Equal(TrailEvent.MaxThings - 3, stored.Things.Count);
        foreach (var (text, count) in ((string, int)[])[("tag:*:v96", 1), ("tag:*:v97", 0), ("repository:last", 1)])
        {
            Assert.Equal(count, await store.Queries.CountAsync(new EventQuery(FilterParser.Parse(text), default), CancellationToken.None));
        }
    }

    private static string With(int number, string request, string response = "\"responseElements\":null") =>
        Some.Record(number).Replace("{\"repositoryName\":\"team/api\"}", request, StringComparison.Ordinal).Replace("\"responseElements\":null", response, StringComparison.Ordinal);
}
