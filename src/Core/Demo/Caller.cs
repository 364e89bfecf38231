using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>Who makes a call, from where and with what: the <c>userIdentity</c> of its record, and what goes with it.</summary>
/// <param name="Identity">Makes the <c>userIdentity</c>.</param>
/// <param name="Arn">How a refusal names the caller.</param>
internal sealed record Caller(Func<JsonObject> Identity, string Arn, string Address, string UserAgent)
{
    /// <summary>Whether the call comes from the console.</summary>
    public bool IsConsole { get; init; }

    /// <summary>The same caller from elsewhere: the registry records pushes and pulls as coming from AWS itself.</summary>
    public Caller From(string address, string userAgent) => this with { Address = address, UserAgent = userAgent };

    public Caller Internally => From("AWS Internal", "AWS Internal") with { IsConsole = false };
}

/// <summary>The kinds of callers, with identities shaped as CloudTrail 1.11 records them.</summary>
internal sealed class Callers(Draw draw)
{
    public const string Cli = "aws-cli/2.31.4 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython cfg/retry-mode#standard";
    public const string Terraform = "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.14.1 aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.24.6";
    private const string Boto = "Boto3/1.40.49 md/Botocore#1.40.49 ua/2.1 os/linux#6.1.153 md/arch#aarch64 lang/python#3.12.11 exec-env/AWS_ECS_FARGATE Botocore/1.40.49";
    private const string GitHub = "token.actions.githubusercontent.com";

    /// <summary>A session of a role.</summary>
    /// <param name="key">The access key that STS issued; the record that issued it names the same.</param>
    public Caller Role(string account, string role, string session, string key, DateTimeOffset created, string address, string userAgent, bool mfa = false, string path = "", string? invokedBy = null)
    {
        var roleArn = $"arn:aws:iam::{account}:role/{path}{role}";
        var sessionArn = $"arn:aws:sts::{account}:assumed-role/{role}/{session}";
        var roleId = draw.RoleId(roleArn);
        return new(Identity, sessionArn, address, userAgent);

        JsonObject Identity()
        {
            JsonObject identity = new()
            {
                ["type"] = "AssumedRole",
                ["principalId"] = $"{roleId}:{session}",
                ["arn"] = sessionArn,
                ["accountId"] = account,
                ["accessKeyId"] = key,
                ["sessionContext"] = new JsonObject
                {
                    ["sessionIssuer"] = new JsonObject { ["type"] = "Role", ["principalId"] = roleId, ["arn"] = roleArn, ["accountId"] = account, ["userName"] = role },
                    ["attributes"] = new JsonObject { ["creationDate"] = Iso(created), ["mfaAuthenticated"] = mfa ? "true" : "false" },
                },
            };
            if (invokedBy is not null)
            {
                identity["invokedBy"] = invokedBy;
            }

            return identity;
        }
    }

    /// <summary>The role that IAM Identity Center keeps for a permission set.</summary>
    public string ReservedRole(string account, string permissionSet) => $"AWSReservedSSO_{permissionSet}_{draw.Hex($"sso {account} {permissionSet}", 16)}";

    /// <summary>The key of a person's session in an account on a day.</summary>
    public string PersonKey(Person person, string account, DateTimeOffset day) => draw.SessionKey($"{person.Name} {account} {day:yyyyMMdd}");

    /// <summary>When a person opens an account on a day: before work, so that the session is there when it is used.</summary>
    public DateTimeOffset SignedIn(Person person, string account, DateTimeOffset time)
    {
        var day = new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero);
        var minutes = draw.Dice($"sign-in {person.Name} {day:yyyyMMdd}").Between(5, 45);
        return day.AddHours(7).AddMinutes(minutes).AddSeconds(20 + (17 * person.Accounts.TakeWhile(other => other != account).Count()));
    }

    /// <summary>A person in the console, or with the credentials of their session in a terminal.</summary>
    public Caller Person(Person person, string account, DateTimeOffset time, bool terminal = false) =>
        Role(account, ReservedRole(account, person.PermissionSet), person.Email, PersonKey(person, account, time), SignedIn(person, account, time),
            person.Address, terminal ? Cli : person.UserAgent, path: "aws-reserved/sso.amazonaws.com/eu-west-1/") with { IsConsole = !terminal };

    /// <summary>A job of GitHub Actions after it took its role.</summary>
    public Caller Job(Place place, string role, long run, DateTimeOffset created, string address) =>
        Role(place.Account, role, $"GitHubActions-{run}", JobKey(place, role, run), created, address, Cli);

    /// <summary>The key that a job gets: another one in each region, for no key is issued twice.</summary>
    public string JobKey(Place place, string role, long run) => draw.SessionKey($"job {place.Account} {place.Region} {role} {run}");

    /// <summary>A job of GitHub Actions as it asks for its role.</summary>
    public static Caller WebIdentity(string account, string subject, string address)
    {
        var provider = $"arn:aws:iam::{account}:oidc-provider/{GitHub}";
        return new(
            () => new()
            {
                ["type"] = "WebIdentityUser",
                ["principalId"] = $"{provider}:sts.amazonaws.com:{subject}",
                ["userName"] = subject,
                ["identityProvider"] = provider,
            },
            subject, address, "aws-sdk-js/3.901.0 ua/2.1 os/linux#6.11.0-1018-azure lang/js md/nodejs#20.19.5 api/sts#3.901.0 configure-aws-credentials-for-github-actions");
    }

    /// <summary>A running task, by the role of its task definition; ECS names the session after the task.</summary>
    public Caller Task(Stage stage, App app, string task, DateTimeOffset started) =>
        Role(stage.Place.Account, TaskRole(app), task, TaskKey(task), started.AddSeconds(-2), $"10.{20 + (task[0] % 8)}.{task[1] % 64}.{task[2] + 20}", Boto);

    public static string TaskRole(App app) => $"{app.Name}-task";

    public string TaskKey(string task) => draw.SessionKey("task " + task);

    /// <summary>A service of AWS that acts through the role that our account keeps for it.</summary>
    public Caller Linked(string account, string role, string session, string service, DateTimeOffset time) =>
        Role(account, role, session, draw.SessionKey($"{role} {session} {time:yyyyMMddHH}"), time.AddMinutes(-time.Minute).AddSeconds(-time.Second),
            service, service, path: $"aws-service-role/{service}/", invokedBy: service);

    /// <summary>A service of AWS in its own name.</summary>
    public static Caller Service(string service) =>
        new(() => new() { ["type"] = "AWSService", ["invokedBy"] = service }, service, service, service);

    /// <summary>An IAM user with a key that lasts.</summary>
    public Caller User(string account, string name, string address, string userAgent)
    {
        var arn = $"arn:aws:iam::{account}:user/{name}";
        return new(
            () => new()
            {
                ["type"] = "IAMUser",
                ["principalId"] = draw.UserId(arn),
                ["arn"] = arn,
                ["accountId"] = account,
                ["accessKeyId"] = draw.LastingKey(arn),
                ["userName"] = name,
            },
            arn, address, userAgent);
    }

    /// <summary>The account's owner, in the console.</summary>
    public Caller Root(string account, DateTimeOffset signedIn) => new(
        () => new()
        {
            ["type"] = "Root",
            ["principalId"] = account,
            ["arn"] = $"arn:aws:iam::{account}:root",
            ["accountId"] = account,
            ["accessKeyId"] = draw.SessionKey($"root {account}"),
            ["sessionContext"] = new JsonObject
            {
                ["attributes"] = new JsonObject { ["creationDate"] = Iso(signedIn), ["mfaAuthenticated"] = "true" },
            },
        },
        $"arn:aws:iam::{account}:root", Company.Office, Company.People[0].UserAgent) { IsConsole = true };

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>Times inside requests and responses, as Java writes them.</summary>
    public static string Words(DateTimeOffset time) => time.UtcDateTime.ToString("MMM d, yyyy, h:mm:ss tt");
}
