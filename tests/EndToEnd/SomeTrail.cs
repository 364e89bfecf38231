using System.Text;
using Microsoft.Playwright;
using TrailBoard.Core.Import;

namespace TrailBoard.EndToEnd;

/// <summary>Small trail files written by hand for journeys.</summary>
internal static class SomeTrail
{
    /// <summary>A push, a look and a denial of one IAM user, and a call of a service.</summary>
    public static FilePayload[] Upload() =>
    [
        File("111122223333_CloudTrail_eu-west-1_20261001T1205Z_aaaaaaaaaaaaaaaa.json", Records(
            Record(1, "2026-10-01T12:00:00Z", "alice", "ecr.amazonaws.com", "PutImage", """{"repositoryName":"team/api","imageTag":"1.4.2"}""", """{"image":{"repositoryName":"team/api","imageId":{"imageTag":"1.4.2"}}}"""),
            Record(2, "2026-10-01T12:01:00Z", "alice", "ecr.amazonaws.com", "DescribeImages", """{"repositoryName":"team/api"}""", "null", "true"))),
        File("111122223333_CloudTrail_eu-west-1_20261001T1210Z_bbbbbbbbbbbbbbbb.json", Records(
            Record(3, "2026-10-01T12:06:00Z", "alice", "ecr.amazonaws.com", "DeleteRepository", """{"repositoryName":"team/web","force":true}""", "null", "false",
                ""","errorCode":"AccessDenied","errorMessage":"alice is not authorized to perform: ecr:DeleteRepository" """),
            Record(4, "2026-10-01T12:07:00Z", "bob", "ecs.amazonaws.com", "UpdateService", """{"service":"web","cluster":"prod"}""", """{"service":{"serviceName":"web"}}"""))),
    ];

    /// <summary>Markup in every string that a page may show (FAULTS 122).</summary>
    public static string Hostile()
    {
        const string Script = "<script>alert(1)</script><img src=x onerror=alert(2)>\\\"'><svg onload=alert(3)>";
        const string Link = "javascript:alert(4)";
        return Records(
            Record(900, "2026-10-02T08:00:00Z", Script, "ecr.amazonaws.com", "PutImage",
                $$"""{"repositoryName":"{{Script}}","imageTag":"{{Script}}","{{Script}}":["{{Link}}"]}""", $$"""{"image":{"repositoryName":"{{Script}}","uri":"{{Link}}"} }""",
                "false", $$""","errorCode":"{{Script}}","errorMessage":"{{Script}}" """, Script),
            Record(901, "2026-10-02T08:01:00Z", "carol", Script, Script, $$"""{"name":"{{Link}}"}""", "null", "true", "", Link));
    }

    /// <summary>A repository whose policy lets anyone in, and one network do more.</summary>
    public static string Policy() => Records(Record(950, "2026-10-02T09:00:00Z", "alice", "ecr.amazonaws.com", "SetRepositoryPolicy",
        """{"repositoryName":"team/api","policyText":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"all\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":[\"ecr:BatchGetImage\"]},{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"ecr:*\",\"Condition\":{\"StringEquals\":{\"aws:SourceVpc\":\"vpc-1\"}}}]}"}""", "null"));

    /// <summary>Who acts in it.</summary>
    public static string HostileUser => "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>";

    public static string Id(int number) => $"00000000-0000-4000-8000-{number:d12}";

    /// <summary>Calls of one IAM user, a second apart.</summary>
    public static string Calls(string user, DateTimeOffset from, int count) => Records([.. Enumerable.Range(0, count).Select(i =>
        Record(from.Second * 100 + i + 2_000, from.AddSeconds(i).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), user, "ecr.amazonaws.com", "PutImage", """{"repositoryName":"team/api"}""", "null"))]);

    public static ITrailSource Source(string json, string name = "<img src=x onerror=alert(5)>.json") => new InMemory(json, name);

    private static string Records(params string[] records) => $$"""{"Records":[{{string.Join(',', records)}}]}""";

    private static string Record(
        int number, string time, string user, string service, string action, string request, string response,
        string readOnly = "false", string more = "", string address = "203.0.113.7") =>
        $$"""{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE","arn":"arn:aws:iam::111122223333:user/{{user}}","accountId":"111122223333","userName":"{{user}}"},"eventTime":"{{time}}","eventSource":"{{service}}","eventName":"{{action}}","awsRegion":"eu-west-1","sourceIPAddress":"{{address}}","userAgent":"aws-cli/2.0","requestParameters":{{request}},"responseElements":{{response}},"requestID":"{{Id(number + 5000)}}","eventID":"{{Id(number)}}","readOnly":{{readOnly}},"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333"{{more}}}""";

    private static FilePayload File(string name, string json) => new() { Name = name, MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(json) };

    private sealed class InMemory(string json, string name) : TrailObject, ITrailSource
    {
        public string Label => "hand-written records";

        public override string Source => "test";

        public override string Name => name;

        public override long? Size => null;

        public override DateTimeOffset? Modified => null;

        public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(json)));

        public async IAsyncEnumerable<TrailObject> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return this;
        }
    }
}
