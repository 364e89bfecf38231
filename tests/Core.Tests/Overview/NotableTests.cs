using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Overview;
using TrailBoard.Core.Search;
using TrailBoard.Core.Tests.Activities;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Overview;

/// <summary>What the overview counts, against the severity that the same events have in lists: two ways of judging that must not drift apart.</summary>
public sealed class NotableTests
{
    [Fact]
    public async Task Denials_are_the_events_that_lists_call_denied() =>
        await AssertSameAsync(Notable.Denials.Filter!, of => EventAlert.IsDenial(of.Error));

    [Fact]
    public async Task Deletions_are_those_that_lists_call_so_of_container_services_but_for_rules() =>
        await AssertSameAsync(Notable.Deletions.Filter!, of => EventAlert.Of(of).Reason == "deletion" && ContainerServices.Find(of.Service) is not null && of.Type != "AwsServiceEvent");

    [Fact]
    public async Task Reads_of_secrets_are_those_that_lists_call_sensitive() =>
        await AssertSameAsync(
            Notable.SensitiveReads.Filter!,
            of => of.Action is "GetSecretValue" or "BatchGetSecretValue" or "GetParametersByPath" or "GetPasswordData" or "GetFederationToken"
                    or "GetAccountAuthorizationDetails" or "GenerateCredentialReport" or "GetCredentialReport" or "GetApiKey" or "GetApiKeys" or "GetExport"
                && !of.IsError);

    [Fact]
    public async Task Calls_from_other_accounts_are_those_that_lists_would_call_so()
    {
        var events = await DemoEvents.Default.Value;
        var filter = Notable.FromOtherAccounts([.. events.Select(stored => stored.Event.Account).OfType<string>().Distinct()])!;

        // Errors, deletions and root come before it in lists.
        await AssertSameAsync(FilterParts.And(filter, FilterParser.Parse("-error:* -verb:delete -identityType:Root")), of => EventAlert.Of(of).Reason == "another account");
    }

    [Fact]
    public async Task Shells_and_roots_calls_are_found()
    {
        await AssertSameAsync(Notable.Shells.Filter!, of => of is { Action: "ExecuteCommand", IsError: false });
        await AssertSameAsync(Notable.Root.Filter!, of => of.Actor.IdentityType == "Root");
    }

    [Fact]
    public async Task Pushes_are_images_and_deployments_are_of_container_services()
    {
        await AssertSameAsync(Notable.Pushes.Filter!, of => of is { Action: "PutImage", IsError: false });
        await AssertSameAsync(Notable.Deployments.Filter!, of => EventVerb.Of(of) == EventVerb.Deploy && ContainerServices.Find(of.Service) is not null && !of.IsError);
    }

    [Fact]
    public void Every_filter_reads_back_from_its_text_so_that_links_mean_what_was_counted()
    {
        var filters = Notable.All.Select(of => of.Filter ?? Notable.FromOtherAccounts(["111122223333", "444455556666"])!).ToList();

        Assert.Equal(8, filters.Count);
        Assert.All(filters, filter => Assert.Equal(filter.ToString(), FilterParser.Parse(filter.ToString()!).ToString()));
    }

    [Fact]
    public void Other_accounts_are_told_from_none_and_not_from_too_many_for_an_address()
    {
        Assert.Null(Notable.FromOtherAccounts([]));
        Assert.Null(Notable.FromOtherAccounts([.. Enumerable.Range(0, Notable.MostAccounts + 1).Select(i => $"{i:d12}")]));
        var most = Notable.FromOtherAccounts([.. Enumerable.Range(0, Notable.MostAccounts).Select(i => $"{i:d12}")])!;
        Assert.True(most.ToString()!.Length < 6_000, $"{most.ToString()!.Length} characters.");
    }

    // At least one, so that a rule that finds nothing in the month is noticed.
    private static async Task AssertSameAsync(Filter filter, Func<TrailEvent, bool> expected)
    {
        var events = await DemoEvents.Default.Value;
        var want = events.Where(stored => expected(stored.Event)).Select(Words).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(want);
        Assert.Equal(want, events.Where(stored => FilterEvaluator.Matches(filter, stored.Event, stored.Record)).Select(Words).Order(StringComparer.Ordinal));
    }

    private static string Words(StoredEvent stored) => $"{stored.Event.Service} {stored.Event.Action} {stored.Event.Error} {stored.Event.EventId}";
}
