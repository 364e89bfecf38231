using TrailBoard.Core.Containers;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Overview;

/// <summary>
/// Something that an overview counts: a filter with a name. The count and the list of its events are the same filter, so that they cannot
/// disagree.
/// </summary>
public sealed record Notable
{
    private const string Containers = "service:(ecr OR ecr-public OR ecs OR imagebuilder OR apigateway)";

    private Notable(string title, string about, Filter? filter)
    {
        Title = title;
        About = about;
        Filter = filter;
    }

    /// <summary>What it is called above its number.</summary>
    public string Title { get; }

    /// <summary>What is counted, in a sentence.</summary>
    public string About { get; }

    /// <summary>Which events are counted; null for <see cref="OtherAccounts"/>, which depends on the accounts of the store.</summary>
    public Filter? Filter { get; }

    /// <summary>Calls that were refused.</summary>
    public static Notable Denials { get; } = new("Denials", "Calls to any service that were refused.", FilterParser.Parse(
        "error:AccessDenied* OR error:*Unauthorized* OR error:*Forbidden* OR error:*NotAuthorized* OR error:*AuthFailure* OR error:*ExplicitDeny*"));

    /// <summary>What callers deleted in the container services. What a rule or a service does by itself is nobody's call.</summary>
    public static Notable Deletions { get; } = new("Deletions", "Calls that deleted something in the container services. Expiries by rules are not counted.",
        FilterParser.Parse($"{Containers} verb:delete mutating:true -type:AwsServiceEvent -error:*"));

    /// <summary>Shells and commands in running containers.</summary>
    public static Notable Shells { get; } = new("Shells", "Shells and commands that were opened in running containers.", FilterParser.Parse("service:ecs verb:exec -error:*"));

    /// <summary>Calls of root.</summary>
    public static Notable Root { get; } = new("Root", "Calls made as the root user of an account.", FilterParser.Parse("identityType:Root"));

    /// <summary>Reads of what is secret.</summary>
    public static Notable SensitiveReads { get; } = new("Sensitive reads", "Secrets, keys and definitions that were read.", FilterParts.And(Sensitive(), FilterParser.Parse("-error:*")));

    /// <summary>Calls of identities of other accounts.</summary>
    public static Notable OtherAccounts { get; } = new("Other accounts", "Calls by identities of another account than the one that was called.", null);

    /// <summary>Deployments.</summary>
    public static Notable Deployments { get; } = new("Deployments", "Calls that deployed something in the container services.", FilterParser.Parse($"{Containers} verb:deploy -error:*"));

    /// <summary>Images that were pushed.</summary>
    public static Notable Pushes { get; } = new("Pushes", "Images that were pushed to a registry.", FilterParser.Parse("service:(ecr OR ecr-public) action:PutImage -error:*"));

    /// <summary>All of them: what asks to be looked at first.</summary>
    public static IReadOnlyList<Notable> All { get; } = [Denials, Deletions, Shells, Root, SensitiveReads, OtherAccounts, Deployments, Pushes];

    /// <summary>Those that are counted for each day.</summary>
    public static IReadOnlyList<Notable> ByDay { get; } = [Denials, Deletions, Shells, Root];

    /// <summary>How many accounts <see cref="FromOtherAccounts"/> takes: its filter has to fit into an address.</summary>
    public const int MostAccounts = 60;

    /// <summary>
    /// The calls by identities of another account than the one that received them. A filter does not compare two fields, so it names the
    /// accounts: what one of them received from an ARN that is not its own.
    /// </summary>
    /// <param name="accounts">The accounts that received the events.</param>
    /// <returns>The filter, or null where there are none or more than <see cref="MostAccounts"/>.</returns>
    public static Filter? FromOtherAccounts(IReadOnlyCollection<string> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        var parts = accounts.Order(StringComparer.Ordinal).Select(account => (Filter)new Filter.And(
        [
            FilterEdit.Leaf(EventFields.Account, account),
            new Filter.Field(EventFields.Identity, new ValueTest.Like(new TextPattern(["arn:", ""]))),
            new Filter.Not(new Filter.Field(EventFields.Identity, new ValueTest.Like(new TextPattern(["arn:", ":", "::" + account + ":", ""])))),
        ])).ToArray();
        return parts.Length is 0 or > MostAccounts ? null : parts.Length == 1 ? parts[0] : new Filter.Or([.. parts]);
    }

    private static Filter.Or Sensitive()
    {
        var reads = EventAlert.SensitiveReads.Select(read => read.Split(':') is [var service, var action] ? (service, action) : throw new InvalidOperationException($"{read} names no action."))
            .Concat(ContainerActions.All
                .Where(action => action is { IsSensitive: true, IsMutating: false } && action.Verb != EventVerb.Auth)
                .Select(action => (service: action.Service.Name, action: action.Name)));
        return new Filter.Or([.. reads.GroupBy(read => read.service).Select(group =>
            FilterParser.Parse($"service:{group.Key} action:({string.Join(" OR ", group.Select(read => read.action))})"))]);
    }
}
