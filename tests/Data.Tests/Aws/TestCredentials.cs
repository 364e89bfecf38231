using System.Runtime.CompilerServices;

namespace TrailBoard.Tests.Aws;

/// <summary>Credentials of nobody, before anything asks for some: tests never use those of the person who runs them.</summary>
internal static class TestCredentials
{
    public const string AccessKey = "AKIATRAILBOARDTEST00";

    public const string Secret = "not-a-secret";

    public const string Account = "111122223333";

    [ModuleInitializer]
    internal static void Set()
    {
        var nothing = Path.Combine(Path.GetTempPath(), "trailboard-no-such-aws-file");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", Secret);
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", null);
        Environment.SetEnvironmentVariable("AWS_PROFILE", null);
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", nothing);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", nothing);
        Environment.SetEnvironmentVariable("AWS_REGION", "eu-west-1");
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
    }
}
