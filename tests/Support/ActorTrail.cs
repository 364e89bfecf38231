namespace TrailBoard.Tests;

/// <summary>A push by a job of GitHub Actions, with the events that tell who is behind it, and a call of a session of which nobody knows.</summary>
internal static class ActorTrail
{
    public const string Subject = "repo:harborlane/shop:ref:refs/heads/main";

    public static string Issuing => Some.Guid(71);

    public static string Token => Some.Guid(72);

    public static string Push => Some.Guid(73);

    public static string Orphan => Some.Guid(74);

    /// <summary>A trail file.</summary>
    public static string Json => $$"""{"Records":[{{IssuingRecord}},{{TokenRecord}},{{PushRecord}},{{OrphanRecord}}]}""";

    public static string PushRecord => Record(Push, "12:05:00", Session("publish", "run-7", "ASIA0000000000000007"), "ecr", "PutImage", "AWS Internal", "null");

    public static string IssuingRecord => Record(
        Issuing,
        "12:00:00",
        $$"""{"type":"WebIdentityUser","principalId":"x","userName":"{{Subject}}","identityProvider":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}""",
        "sts",
        "AssumeRoleWithWebIdentity",
        "192.0.2.44",
        """{"credentials":{"accessKeyId":"ASIA0000000000000007","sessionToken":"secret"},"assumedRoleUser":{"assumedRoleId":"AROAPUBLISH:run-7"}}""");

    private static string TokenRecord => Record(Token, "12:04:00", Session("publish", "run-7", "ASIA0000000000000007"), "ecr", "GetAuthorizationToken", "192.0.2.44", "null");

    private static string OrphanRecord => Record(Orphan, "13:00:00", Session("worker", "<b>job</b>", "ASIA0000000000000008"), "ecs", "RunTask", "192.0.2.45", "null");

    private static string Session(string role, string session, string key) =>
        $$$$"""{"type":"AssumedRole","principalId":"AROA{{{{role.ToUpperInvariant()}}}}:{{{{session}}}}","arn":"arn:aws:sts::111122223333:assumed-role/{{{{role}}}}/{{{{session}}}}","accountId":"111122223333","accessKeyId":"{{{{key}}}}","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/{{{{role}}}}","userName":"{{{{role}}}}"},"attributes":{"creationDate":"2026-10-01T12:00:00Z"}}}""";

    private static string Record(string id, string time, string identity, string service, string action, string address, string response) =>
        $$"""{"eventVersion":"1.11","userIdentity":{{identity}},"eventTime":"2026-10-01T{{time}}Z","eventSource":"{{service}}.amazonaws.com","eventName":"{{action}}","awsRegion":"eu-west-1","sourceIPAddress":"{{address}}","userAgent":"x","requestParameters":null,"responseElements":{{response}},"eventID":"{{id}}","readOnly":false,"eventType":"AwsApiCall","recipientAccountId":"111122223333"}""";
}
