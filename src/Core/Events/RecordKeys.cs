using System.Collections.Frozen;
using System.Text;

namespace TrailBoard.Core.Events;

/// <summary>The keys of a record that TrailBoard reads, wherever in the record they mean something.</summary>
internal enum RecordKey
{
    None,
    EventVersion, UserIdentity, EventTime, EventSource, EventName, AwsRegion, SourceIpAddress, UserAgent, ErrorCode, ErrorMessage,
    RequestParameters, ResponseElements, AdditionalEventData, ServiceEventDetails, RequestId, EventId, EventType, EventCategory,
    ReadOnly, Resources, RecipientAccountId, Addendum, Notification,
    Type, PrincipalId, Arn, AccountId, AccessKeyId, UserName, InvokedBy, SessionContext, SessionIssuer, Attributes,
    MfaAuthenticated, OnBehalfOf, UserId, Reason, MfaUsed, Omitted, OriginalEventId,
}

/// <summary>What a value under a key is to the search for resources.</summary>
internal enum ResourceRule : byte
{
    /// <summary>A resource only where it is an ARN.</summary>
    ArnOnly,

    /// <summary>The name or id of a resource.</summary>
    Names,

    /// <summary>The name of a resource, and of a repository where the service is ECR or ECR Public.</summary>
    NamesRepository,
}

/// <summary>One key by its bytes: what it is to the record's frame and what its values are to the search for resources.</summary>
internal sealed record KnownKey(byte[] Name, RecordKey Key, ResourceRule Rule);

/// <summary>The frozen table of keys: found by hash, confirmed by bytes.</summary>
internal static class RecordKeys
{
    // Keys whose values name what a call was about, though they end neither in Arn nor in Id.
    private static readonly string[] NameKeys =
    [
        "bucketName", "clusterName", "cluster", "clusters", "service", "services", "serviceName", "roleName", "userName", "groupName",
        "policyName", "functionName", "tableName", "trailName", "topicName", "queueUrl", "queueName", "stackName", "stackSetName",
        "logGroupName", "logStreamName", "imageDigest", "layerDigest", "layerDigests", "taskDefinition", "taskDefinitions", "family",
        "stageName", "task", "tasks", "taskSet", "containerInstance", "containerInstances", "capacityProvider", "capacityProviders",
        "domainName", "instanceProfileName", "keyName", "aliasName", "streamName", "deliveryStreamName", "dBInstanceIdentifier",
        "dBClusterIdentifier", "dBSnapshotIdentifier", "dBClusterSnapshotIdentifier", "cacheClusterId", "alarmName", "ruleName", "eventBusName", "pipelineName",
        "projectName", "applicationName", "environmentName", "stateMachineName", "autoScalingGroupName", "launchConfigurationName",
        "launchTemplateName", "loadBalancerName", "targetGroupName", "nodegroupName", "fargateProfileName", "addonName", "parameterName",
        "documentName", "virtualMFADeviceName", "serialNumber", "sAMLProviderArn", "openIDConnectProviderArn", "recorderName", "configRuleName",
        "ecrRepositoryPrefix", "daemonName", "modelName", "authorizerName", "usagePlanName", "vaultName", "backupVaultName", "workGroup", "databaseName",
        "namespaceName", "id", "Id", "arn", "ARN", "Arn",
    ];

    private static readonly string[] RepositoryKeys = ["repositoryName", "repositoryNames"];

    // Ids that tell calls, callers and retries apart, not the things that a call was about.
    private static readonly string[] NoiseKeys =
    [
        "requestId", "requestID", "clientRequestId", "xAmznRequestId", "x-amz-request-id", "x-amz-id-2", "eventId", "eventID", "accountId",
        "accountIds", "awsAccountId", "sourceAccountId", "ownerId", "ownerIds", "requesterId", "registryId", "registryIds", "uploadId", "principalId", "assumedRoleId",
        "clientTokenId", "idempotencyId", "correlationId", "traceId", "spanId", "transactionId", "sessionId", "tokenId", "reservationId",
        "attachmentId", "associationId", "availabilityZoneId", "regionId", "hostedZoneOwnerId", "callerId", "messageId", "MD5OfMessageId",
        "sAMLAssertionID", "invocationId", "queryExecutionId", "lastEvaluatedId", "markerId", "hostId", "HostId", "auditSessionId", "loginAccountId",
        "credentialId", "externalId", "clientId", "userPoolClientId", "identityStoreId", "hiddenId", "contentId", "partId", "nodeId", "versionIdMarker",
        "userIdentifier", "authorizationId", "requestIdentifier", "clientRequestIdentifier",
    ];

    private static readonly (string Name, RecordKey Key)[] FrameKeys =
    [
        ("eventVersion", RecordKey.EventVersion), ("userIdentity", RecordKey.UserIdentity), ("eventTime", RecordKey.EventTime),
        ("eventSource", RecordKey.EventSource), ("eventName", RecordKey.EventName), ("awsRegion", RecordKey.AwsRegion),
        ("sourceIPAddress", RecordKey.SourceIpAddress), ("userAgent", RecordKey.UserAgent), ("errorCode", RecordKey.ErrorCode),
        ("errorMessage", RecordKey.ErrorMessage), ("requestParameters", RecordKey.RequestParameters),
        ("responseElements", RecordKey.ResponseElements), ("additionalEventData", RecordKey.AdditionalEventData),
        ("serviceEventDetails", RecordKey.ServiceEventDetails), ("requestID", RecordKey.RequestId), ("eventID", RecordKey.EventId),
        ("eventType", RecordKey.EventType), ("eventCategory", RecordKey.EventCategory), ("readOnly", RecordKey.ReadOnly),
        ("resources", RecordKey.Resources), ("recipientAccountId", RecordKey.RecipientAccountId), ("addendum", RecordKey.Addendum),
        ("s3", RecordKey.Notification), ("type", RecordKey.Type), ("principalId", RecordKey.PrincipalId), ("arn", RecordKey.Arn),
        ("accountId", RecordKey.AccountId), ("accessKeyId", RecordKey.AccessKeyId), ("userName", RecordKey.UserName),
        ("invokedBy", RecordKey.InvokedBy), ("sessionContext", RecordKey.SessionContext), ("sessionIssuer", RecordKey.SessionIssuer),
        ("attributes", RecordKey.Attributes), ("mfaAuthenticated", RecordKey.MfaAuthenticated), ("onBehalfOf", RecordKey.OnBehalfOf),
        ("userId", RecordKey.UserId), ("reason", RecordKey.Reason), ("MFAUsed", RecordKey.MfaUsed), ("omitted", RecordKey.Omitted),
        ("originalEventID", RecordKey.OriginalEventId),
    ];

    private static readonly FrozenDictionary<ulong, KnownKey> Table = Build();

    /// <summary>The key by its unescaped bytes, or null where it is not in the table.</summary>
    public static KnownKey? Find(ReadOnlySpan<byte> name, ulong hash) =>
        Table.TryGetValue(hash, out var known) && name.SequenceEqual(known.Name) ? known : null;

    /// <summary>What values under a key that is not in the table are: its ending tells.</summary>
    public static ResourceRule RuleByEnding(ReadOnlySpan<byte> name) =>
        name.Length > 2 && (name.EndsWith("Id"u8) || name.EndsWith("Ids"u8) || name.EndsWith("ID"u8) || name.EndsWith("Arn"u8) || name.EndsWith("ARN"u8)
            || name.EndsWith("Arns"u8) || name.EndsWith("Identifier"u8) || name.EndsWith("Identifiers"u8))
            ? ResourceRule.Names
            : ResourceRule.ArnOnly;

    /// <summary>The key as a record spells it.</summary>
    public static string NameOf(RecordKey key) => FrameKeys.First(pair => pair.Key == key).Name;

    private static FrozenDictionary<ulong, KnownKey> Build()
    {
        var frame = FrameKeys.ToDictionary(pair => pair.Name, pair => pair.Key, StringComparer.Ordinal);
        var noise = NoiseKeys.ToHashSet(StringComparer.Ordinal);
        var names = NameKeys.ToHashSet(StringComparer.Ordinal);
        return frame.Keys.Concat(NameKeys).Concat(RepositoryKeys).Concat(NoiseKeys).Distinct(StringComparer.Ordinal)
            .Select(name =>
            {
                var bytes = Encoding.UTF8.GetBytes(name);
                var rule = noise.Contains(name) ? ResourceRule.ArnOnly
                    : RepositoryKeys.Contains(name, StringComparer.Ordinal) ? ResourceRule.NamesRepository
                    : names.Contains(name) ? ResourceRule.Names
                    : RuleByEnding(bytes);
                return new KnownKey(bytes, frame.GetValueOrDefault(name), rule);
            })
            .ToFrozenDictionary(known => StableHash.Of(known.Name));
    }
}
