using System.Text;

namespace TrailBoard.Benchmarks.Scale.Trails;

/// <summary>Names of the company whose trail is made up: few people and repositories, and no end of sessions, tasks and images.</summary>
internal static class Company
{
    private static readonly string[] Services = ["api", "web", "worker", "billing", "search", "gateway", "mailer", "report", "ledger", "auth"];
    private static readonly string[] FirstNames = ["alice", "bruno", "chidi", "dana", "erik", "fatima", "goran", "hana", "ines", "jonas", "kofi", "lena", "mira", "noor", "otto", "priya", "quinn", "rosa", "sven", "tara"];
    private static readonly string[] LastNames = ["abebe", "berg", "costa", "dietz", "eriksen", "fonseca", "garcia", "huber", "ito", "jansen", "keller", "lopez", "meyer", "novak", "okafor", "petrov", "rossi", "sato", "torres", "weiss"];

    /// <summary>The accounts, the busiest first, and how many of a hundred files are theirs.</summary>
    public static readonly (string Id, int Share)[] Accounts = [("111122223333", 46), ("333344445555", 26), ("222233334444", 18), ("444455556666", 10)];

    /// <summary>The regions, the busiest first, and how many of a hundred files are theirs.</summary>
    public static readonly (string Name, int Share)[] Regions = [("eu-west-1", 58), ("us-east-1", 26), ("eu-central-1", 11), ("ap-southeast-2", 5)];

    public static readonly string[] Repositories = [.. Enumerable.Range(0, 340).Select(i => $"team-{i % 17}/{Services[i % 10]}-{i}")];

    public static readonly string[] People = [.. Enumerable.Range(0, 400).Select(i => $"{FirstNames[i % 20]}.{LastNames[((i / 20) + i) % 20]}@example.com")];

    public static readonly string[] Applications = [.. Enumerable.Range(0, 60).Select(i => $"app-{Services[i % 10]}-{i}")];

    public static readonly string[] Clusters = ["prod-main", "prod-batch", "staging", "tools", "sandbox", "data"];

    public static readonly string[] IamUsers = ["jenkins", "backup", "grafana", "terraform", "legacy-deploy", "scanner", "mirror", "auditor"];

    public static readonly string[] Teams = [.. Enumerable.Range(0, 17).Select(i => $"github-deploy-team-{i}")];

    /// <summary>The same texts in UTF-8.</summary>
    public static byte[][] InUtf8(IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
