using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>How sessions begin: people sign in in the morning, roles are taken.</summary>
internal static class Sessions
{
    /// <summary>What STS answers when it issues a session. The token is no token.</summary>
    public static JsonObject Issued(Draw draw, string roleArn, string session, string key, DateTimeOffset expires, Action<JsonObject>? more = null)
    {
        var role = roleArn[(roleArn.LastIndexOf('/') + 1)..];
        var account = roleArn.Split(':')[4];
        JsonObject issued = new()
        {
            ["credentials"] = new JsonObject
            {
                ["accessKeyId"] = key,
                ["sessionToken"] = "DEMO" + draw.Hex("token " + key, 60),
                ["expiration"] = Callers.Words(expires),
            },
            ["assumedRoleUser"] = new JsonObject
            {
                ["assumedRoleId"] = $"{draw.RoleId(roleArn)}:{session}",
                ["arn"] = $"arn:aws:sts::{account}:assumed-role/{role}/{session}",
            },
        };
        more?.Invoke(issued);
        return issued;
    }

    /// <summary>A person's morning: Identity Center, then a session in each account that they open, then its console.</summary>
    public static void SignIn(Scene scene, Person person)
    {
        var portal = new Caller(
            () => new()
            {
                ["type"] = "IdentityCenterUser",
                ["accountId"] = Company.Tools,
                ["onBehalfOf"] = new JsonObject
                {
                    ["userId"] = scene.Draw.Guid("user " + person.Name),
                    ["identityStoreArn"] = $"arn:aws:identitystore::{Company.Tools}:identitystore/d-9367a1b2c3",
                },
                ["credentialId"] = scene.Draw.Guid($"credential {scene.Name}"),
            },
            person.Email, person.Address, person.UserAgent);
        foreach (var account in person.Accounts)
        {
            var role = scene.Callers.ReservedRole(account, person.PermissionSet);
            scene.As(portal, Company.Registry);
            scene.Write("sso", "Federate", null, null);
            TakeReservedRole(scene, person, account, role);
        }
    }

    private static void TakeReservedRole(Scene scene, Person person, string account, string role)
    {
        var arn = Company.RoleArn(account, $"aws-reserved/sso.amazonaws.com/eu-west-1/{role}");
        var now = scene.Callers.SignedIn(person, account, scene.Now);
        var key = scene.Callers.PersonKey(person, account, now);
        var provider = $"arn:aws:iam::{account}:saml-provider/AWSSSO_{scene.Draw.Hex("saml " + account, 16)}_DO_NOT_DELETE";
        scene.As(
            new(() => new() { ["type"] = "SAMLUser", ["principalId"] = $"{scene.Draw.Hex("qualifier " + account, 27)}=:{person.Email}", ["userName"] = person.Email, ["identityProvider"] = provider },
                person.Email, "sso.amazonaws.com", "sso.amazonaws.com"),
            new(account, "eu-west-1"));
        scene.Add(scene.Make("sts", "AssumeRoleWithSAML") with
        {
            Time = now,
            IsRead = true,
            Request = () => new() { ["roleArn"] = arn, ["principalArn"] = provider, ["roleSessionName"] = person.Email, ["durationSeconds"] = 43200 },
            Response = () => Issued(scene.Draw, arn, person.Email, key, now.AddHours(12), issued => issued["subject"] = person.Email),
            Resources = [new("AWS::IAM::Role", arn), new("AWS::IAM::SAMLProvider", provider)],
        });
        scene.As(scene.Callers.Person(person, account, now), new(account, "us-east-1"));
        scene.Add(scene.Make("signin", "ConsoleLogin") with
        {
            Time = now.AddSeconds(3),
            Type = "AwsConsoleSignIn",
            Response = () => new() { ["ConsoleLogin"] = "Success" },
            Additional = () => new() { ["MobileVersion"] = "No", ["MFAUsed"] = "No" },
        });
    }

    /// <summary>The one time that root was used: a new contact for security mails.</summary>
    public static void Root(Scene scene)
    {
        var root = scene.Callers.Root(Company.Tools, scene.Now);
        scene.As(root, Company.Global);
        scene.Add(scene.Make("signin", "ConsoleLogin") with
        {
            Type = "AwsConsoleSignIn",
            Response = () => new() { ["ConsoleLogin"] = "Success" },
            Additional = () => new() { ["LoginTo"] = "https://console.aws.amazon.com/console/home", ["MobileVersion"] = "No", ["MFAUsed"] = "Yes" },
        });
        scene.Wait(20, 40);
        scene.Read("iam", "GetAccountSummary");
        scene.Read("account", "GetContactInformation");
        scene.Wait(30, 60);
        scene.Write("account", "PutAlternateContact", () => new() { ["alternateContactType"] = "SECURITY", ["emailAddress"] = "HIDDEN_DUE_TO_SECURITY_REASONS" }, null);
    }
}
