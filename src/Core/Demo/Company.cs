namespace TrailBoard.Core.Demo;

/// <summary>An account and a region of it: where a call is recorded.</summary>
internal sealed record Place(string Account, string Region);

/// <summary>A person who signs in through IAM Identity Center.</summary>
/// <param name="PermissionSet">What they may do, which names the role of their sessions.</param>
/// <param name="Accounts">The accounts that they open.</param>
/// <param name="Address">Where they work from.</param>
internal sealed record Person(string Name, string PermissionSet, IReadOnlyList<string> Accounts, string Address, string UserAgent)
{
    public string Email => $"{Name}@{Company.Domain}";
}

/// <summary>A program that is built into an image and runs as a service in each environment.</summary>
internal sealed record App(string Name, string Repository, int Layers, int Major, bool IsWorldwide);

/// <summary>Where releases run.</summary>
internal sealed record Stage(string Name, Place Place, string Cluster)
{
    public string ClusterArn => $"arn:aws:ecs:{Place.Region}:{Place.Account}:cluster/{Cluster}";
}

/// <summary>
/// Harborlane, which ships containers. It does not exist: its accounts, addresses (RFC 5737, 3849 and 2544) and domain are
/// set apart for documentation and tests.
/// </summary>
internal static class Company
{
    public const string Domain = "harborlane.example";
    public const string Organization = "harborlane";
    public const string Tools = "111122223333";
    public const string Staging = "444455556666";
    public const string Production = "777788889999";

    /// <summary>A vendor that watches our clusters from its own account.</summary>
    public const string Vendor = "222233334444";

    public const string Office = "203.0.113.24";
    private const string Mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
    private const string Windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0";
    private const string Linux = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

    public static Place Registry { get; } = new(Tools, "eu-west-1");

    public static Place Global { get; } = new(Tools, "us-east-1");

    public static Stage StagingStage { get; } = new("staging", new(Staging, "eu-central-1"), "staging");

    public static Stage ProductionStage { get; } = new("production", new(Production, "eu-west-1"), "prod");

    public static Stage ProductionWest { get; } = new("production", new(Production, "us-west-2"), "prod-west");

    public static IReadOnlyList<Stage> Stages { get; } = [StagingStage, ProductionStage, ProductionWest];

    public static IReadOnlyList<App> Apps { get; } =
    [
        new("storefront", "shop/storefront", 9, 4, true),
        new("checkout-api", "shop/checkout-api", 7, 2, true),
        new("catalog-api", "shop/catalog-api", 7, 3, false),
        new("orders-worker", "shop/orders-worker", 6, 1, false),
        new("notifier", "platform/notifier", 5, 1, false),
        new("edge-auth", "platform/edge-auth", 5, 5, true),
    ];

    public static IReadOnlyList<Person> People { get; } =
    [
        new("maya.okafor", "PlatformAdmin", [Tools, Staging, Production], Office, Mac),
        new("jonas.lindqvist", "PlatformAdmin", [Tools, Staging, Production], "198.51.100.17", Linux),
        new("priya.raman", "SecurityAudit", [Tools, Staging, Production], Office, Mac),
        new("tomas.novak", "Developer", [Tools, Staging], Office, Linux),
        new("lena.fischer", "Developer", [Tools, Staging], "198.51.100.84", Mac),
        new("sam.whitaker", "Developer", [Tools, Staging], Office, Windows),
        new("aiko.tanaka", "Developer", [Tools, Staging], "2001:db8:4d:12::7", Mac),
        new("diego.marquez", "Developer", [Staging], Office, Windows),
        new("hannah.cole", "ReadOnly", [Production, Staging], "198.51.100.139", Windows),
    ];

    public static Person Maya => People[0];

    public static Person Jonas => People[1];

    public static Person Priya => People[2];

    public static IReadOnlyList<Person> Developers { get; } = [.. People.Where(person => person.PermissionSet == "Developer")];

    public static string RepositoryArn(Place registry, string repository) => $"arn:aws:ecr:{registry.Region}:{registry.Account}:repository/{repository}";

    public static string RoleArn(string account, string role) => $"arn:aws:iam::{account}:role/{role}";
}
