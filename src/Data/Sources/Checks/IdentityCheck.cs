using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken.Model;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Checks;

/// <summary>Who may read, as far as it is known.</summary>
/// <param name="Session">With whose credentials.</param>
/// <param name="Account">The account, or null where STS could not be asked.</param>
internal sealed record CheckedReader(AwsSession Session, string? Account);

/// <summary>Tries the credentials of a source and each role that it assumes.</summary>
internal sealed class IdentityCheck(SourceOptions source, CheckLimit limit, TimeProvider time)
{
    private static readonly TimeSpan ClockIsWrong = TimeSpan.FromMinutes(5);

    /// <summary>Those who may read; empty where nobody may.</summary>
    public List<CheckedReader> Readers { get; } = [];

    /// <summary>Why a reader is missing, for the steps that are not tried, or null.</summary>
    public string? Missing { get; private set; }

    /// <summary>Roles that could not be assumed.</summary>
    public List<string> NotAssumed { get; } = [];

    // A bucket and a queue are read without STS: a server of another make, or a network without it, is no fault then.
    private bool NeedsSts => source.Type is SourceType.LookupEvents || source.RoleArns.Count > 0;

    public async IAsyncEnumerable<SourceCheckStep> StepsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (found, own) = await limit.TryAsync(CredentialsAsync, fault => (NoCredentials(fault), null), cancellationToken);
        yield return found;
        if (own is null)
        {
            Missing = "there are no credentials";
            yield return CheckSteps.NotTried("Identity", Missing);
            foreach (var role in Roles())
            {
                yield return CheckSteps.NotTried($"Role {role}", Missing);
            }

            yield break;
        }

        var identity = await AskAsync(own, "Identity", OwnFault, cancellationToken);
        yield return identity.Step;
        if (identity.ClockOffset is { } offset)
        {
            yield return Clock(offset);
        }

        var mayGoOn = identity.Step.Outcome is not SourceCheckOutcome.Failed;
        if (!mayGoOn)
        {
            Missing = "AWS does not know who asks";
        }
        else if (source.RoleArns.Count == 0)
        {
            Readers.Add(new CheckedReader(own, identity.Account));
        }

        await foreach (var step in RolesAsync(mayGoOn, identity.Arn, cancellationToken))
        {
            yield return step;
        }
    }

    private async IAsyncEnumerable<SourceCheckStep> RolesAsync(bool mayGoOn, string? caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!mayGoOn)
        {
            foreach (var role in Roles())
            {
                yield return CheckSteps.NotTried($"Role {role}", Missing!);
            }

            yield break;
        }

        var sessions = source.RoleArns.Count == 0 ? [] : AwsSessions.Of(source).Take(Roles().Count());
        var tries = sessions.Select(session => (Func<CancellationToken, Task<(AwsSession, Answer)>>)(async token =>
            (session, await AskAsync(session, $"Role {session.RoleArn}", (title, fault) => RoleFault(title, session.RoleArn!, caller, fault), token))));
        await foreach (var (session, answer) in CheckSteps.SideBySideAsync(tries, cancellationToken))
        {
            yield return answer.Step;
            if (answer.Account is not null)
            {
                Readers.Add(new CheckedReader(session, answer.Account));
            }
            else
            {
                NotAssumed.Add(session.RoleArn!);
                Missing = $"{session.RoleArn} could not be assumed";
            }
        }
    }

    // A bucket and a queue are read with the first.
    private IEnumerable<string> Roles() => source.Type is SourceType.LookupEvents ? source.RoleArns : source.RoleArns.Take(1);

    private async Task<(SourceCheckStep, AwsSession?)> CredentialsAsync(CancellationToken cancellationToken)
    {
        var own = AwsSessions.Own(source);
        // Synchronous at its core, and slow where it asks the instance.
        var credentials = own.Credentials ?? await Task.Run(() => DefaultAWSCredentialsIdentityResolver.GetCredentials(), cancellationToken);
        var keys = await Task.Run(credentials.GetCredentialsAsync, cancellationToken);
        return (CheckSteps.Passed("Credentials", $"Found by {CredentialKind.Of(credentials, source.Profile)} ({CredentialKind.Shown(keys)})."), own);
    }

    private SourceCheckStep NoCredentials(Exception fault) => fault is IOException
        ? CheckSteps.Failed("Credentials", fault.Message)
        : CheckSteps.Failed(
            "Credentials",
            $"There are none that can be used: {AccessFaults.Words(fault)}",
            next: source.Profile.Length > 0
                ? $"Run `aws sso login --profile {source.Profile}` or `aws login --profile {source.Profile}`, or renew the keys of the profile."
                : "Name a Profile, set the environment variables of AWS, or give the machine or the container a role.");

    private async Task<Answer> AskAsync(AwsSession session, string title, Func<string, Exception, SourceCheckStep> failed, CancellationToken cancellationToken) =>
        await limit.TryAsync(
            async token =>
            {
                using var client = session.SecurityToken(session.HomeRegion);
                TimeSpan? offset = null;
                ((AmazonServiceClient)client).AfterResponseEvent += (_, response) => offset = OffsetOf(response) ?? offset;
                var caller = await client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), token);
                var sentence = session.RoleArn is null
                    ? $"AWS knows who asks: {caller.Arn} of the account {caller.Account}."
                    : $"Assumed{(source.ExternalId.Length > 0 ? " with the external id of the settings" : "")}: {caller.Arn} of the account {caller.Account}.";
                return new Answer(CheckSteps.Passed(title, sentence), caller.Account, caller.Arn, offset);
            },
            fault => new Answer(failed(title, fault), null, null, null),
            cancellationToken);

    private SourceCheckStep OwnFault(string title, Exception fault)
    {
        var words = AccessFaults.Words(fault);
        if (AccessFaults.IsRefused(fault))
        {
            return CheckSteps.Failed(title, $"AWS does not accept the credentials. It says: {words}", next: AwsSessions.Own(source).HowToRenew + " If the keys are right, look whether this machine's clock is.");
        }

        return NeedsSts
            ? CheckSteps.Failed(title, $"STS could not be asked: {words}", next: "Look whether this machine reaches STS of the region, or correct Endpoint of the source.")
            : CheckSteps.Warning(title, $"STS could not be asked, so the account is not known: {words} A source of type {source.Type} without roles is read without it.");
    }

    private SourceCheckStep RoleFault(string title, string role, string? caller, Exception fault)
    {
        var words = AccessFaults.Words(fault);
        if (AccessFaults.MissingPermission(fault, "sts:AssumeRole") is not { } permission)
        {
            return CheckSteps.Failed(title, $"The role could not be assumed: {words}", next: "Look whether the role exists and this machine reaches STS of the region.");
        }

        var id = source.ExternalId.Length > 0
            ? "that policy must ask for the ExternalId of the source, or for none"
            : "if that policy asks for an external id, write it as ExternalId of the source";
        return CheckSteps.Failed(
            title,
            $"Assuming {role} was denied: {words}",
            permission,
            $"Allow sts:AssumeRole on {role} to {caller ?? "the credentials"}, and name the same in the trust policy of the role; {id} (docs/aws.md).");
    }

    private TimeSpan? OffsetOf(ResponseEventArgs response) =>
        (response as WebServiceResponseEventArgs)?.ResponseHeaders is { } headers
        && headers.TryGetValue("Date", out var text) && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var date)
            ? date - time.GetUtcNow()
            : null;

    private static SourceCheckStep Clock(TimeSpan offset) => offset.Duration() < ClockIsWrong
        ? CheckSteps.Passed("Clock", "This machine's clock agrees with that of AWS.")
        : CheckSteps.Warning(
            "Clock",
            $"This machine's clock is {offset.Duration().TotalMinutes:0} minutes {(offset > TimeSpan.Zero ? "behind" : "ahead of")} AWS. Calls are corrected for it.",
            next: "Set the clock right.");

    private sealed record Answer(SourceCheckStep Step, string? Account, string? Arn, TimeSpan? ClockOffset);
}
