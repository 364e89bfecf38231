using Amazon.Runtime;

namespace TrailBoard.Data.Sources.Checks;

/// <summary>Says where credentials come from, never what they are.</summary>
internal static class CredentialKind
{
    public static string Of(AWSCredentials credentials, string profile)
    {
        var kind = credentials switch
        {
            EnvironmentVariablesAWSCredentials => "the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            AssumeRoleWithWebIdentityCredentials => "a web identity, as AWS_WEB_IDENTITY_TOKEN_FILE or the profile names it",
            GenericContainerCredentials => "the role of the container",
            InstanceProfileAWSCredentials => "the role of the instance",
            SSOAWSCredentials => "a sign-in by `aws sso login`",
            LoginAWSCredentials => "a sign-in by `aws login`",
            ProcessAWSCredentials => "the program that credential_process names",
            AssumeRoleAWSCredentials => "a role that the profile assumes",
            SessionAWSCredentials => "temporary keys of the shared AWS files",
            BasicAWSCredentials => "keys of the shared AWS files",
            // The one of the default chain cannot be named: it is internal to the SDK.
            var other => other.GetType().Name.Contains("InstanceProfile", StringComparison.Ordinal) ? "the role of the instance" : other.GetType().Name,
        };
        return profile.Length > 0 ? $"the profile \"{profile}\": {kind}" : kind;
    }

    /// <summary>Enough of an access key to know it again. It is no secret, yet nobody needs the whole of it.</summary>
    public static string Shown(ImmutableCredentials keys) =>
        $"access key …{keys.AccessKey[^Math.Min(4, keys.AccessKey.Length)..]}, {(keys.UseToken ? "temporary" : "without an end")}";
}
