namespace TrailBoard.Benchmarks.Scale.Trails;

/// <summary>Where and when records are recorded: what all events of a file share.</summary>
internal readonly record struct Place(byte[] Account, byte[] Region, ulong Number);

/// <summary>Writes one record after another as CloudTrail writes them: keys, their order, what is null and what is left out.</summary>
internal sealed class RecordText(Utf8Text to)
{
    private static readonly byte[][] Repositories = Company.InUtf8(Company.Repositories);
    private static readonly byte[][] Clusters = Company.InUtf8(Company.Clusters);
    private static readonly byte[][] Applications = Company.InUtf8(Company.Applications);
    private static readonly byte[][] Errors = Company.InUtf8(["AccessDenied", "AccessDenied", "ThrottlingException", "ImageNotFoundException", "RepositoryNotFoundException", "ServiceUnavailable"]);

    private readonly Caller _caller = new();

    /// <param name="word">A word that no other record holds, or nothing.</param>
    public void Write(Place place, DateTime time, ref Dice dice, ReadOnlySpan<byte> word)
    {
        var call = word.IsEmpty ? Call.Choose(ref dice) : Call.ToUpdateService;
        var caller = dice.IsOneIn(50_000) ? CallerKind.Root : call.Callers[dice.Below(call.Callers.Length)];
        _caller.Choose(caller, place.Account, place.Number, time, ref dice);
        to.Put("{\"eventVersion\":\"1.11\",\"userIdentity\":"u8);
        _caller.WriteIdentity(to, place.Account);
        to.Put(",\"eventTime\":\""u8).Time(time).Put("\",\"eventSource\":\""u8).Put(call.ServiceText).Put(".amazonaws.com\",\"eventName\":\""u8).Put(call.ActionText)
            .Put("\",\"awsRegion\":\""u8).Put(place.Region).Put("\",\"sourceIPAddress\":\""u8);
        _caller.WriteAddress(to);
        to.Put("\",\"userAgent\":\""u8);
        _caller.WriteProgram(to, call.ServiceText);
        to.Put("\""u8);
        var isFailed = dice.IsOneIn(40);
        if (isFailed)
        {
            WriteError(call, ref dice);
        }

        var image = WriteRequest(call, place, time, ref dice, word);
        WriteResponse(call, place, image, isFailed);
        WriteEnd(call, place, image, ref dice);
    }

    private void WriteError(Call call, ref Dice dice)
    {
        var error = Errors[dice.Below(Errors.Length)];
        to.Put(",\"errorCode\":\""u8).Put(error).Put("\",\"errorMessage\":\""u8);
        if (error.AsSpan().StartsWith("Access"u8))
        {
            to.Put("User: "u8).Put(_caller.Arn).Put(" is not authorized to perform: "u8).Put(call.ServiceText).Put(":"u8).Put(call.ActionText)
                .Put(" because no identity-based policy allows the "u8).Put(call.ServiceText).Put(":"u8).Put(call.ActionText).Put(" action\""u8);
            return;
        }

        to.Put(error.AsSpan().StartsWith("Throttling"u8) ? "Rate exceeded\""u8 : "The request could not be served\""u8);
    }

    private Image WriteRequest(Call call, Place place, DateTime time, ref Dice dice, ReadOnlySpan<byte> word)
    {
        // What is running is what was released lately: an image of a repository is pulled for hours, then its successor.
        var repository = dice.Zipf(Repositories.Length);
        var release = (int)(((time.Ticks / TimeSpan.TicksPerHour) + repository) / (3 + (repository % 40))) - (dice.IsOneIn(6) ? dice.Below(20) : 0);
        var image = new Image(repository, release, Dice.Mix((ulong)repository, (ulong)release), dice.Next());
        to.Put(",\"requestParameters\":"u8);
        switch (call.Kind)
        {
            case CallKind.Pull:
                WriteRegistry(place, image).Put(",\"imageIds\":[{"u8);
                _ = image.Chance % 2 == 0
                    ? to.Put("\"imageTag\":\"v"u8).Put(release)
                    : to.Put("\"imageDigest\":\"sha256:"u8).Digest(image.Hash);
                to.Put("\"}],\"acceptedMediaTypes\":[\"application/vnd.oci.image.manifest.v1+json\"]}"u8);
                break;
            case CallKind.Layer:
                WriteRegistry(place, image).Put(call.IsReadOnly && call.Share > 100 ? ",\"layerDigest\":\"sha256:"u8 : ",\"layerDigests\":[\"sha256:"u8)
                    .Digest(Dice.Mix(image.Hash, image.Chance % 9)).Put(call.Share > 100 ? "\"}"u8 : "\"]}"u8);
                break;
            case CallKind.Token:
                to.Put("{\"registryIds\":[\""u8).Put(place.Account).Put("\"]}"u8);
                break;
            case CallKind.Push:
                WriteRegistry(place, image).Put(",\"imageTag\":\"v"u8).Put(release).Put("\",\"imageManifestMediaType\":\"application/vnd.docker.distribution.manifest.v2+json\",\"imageManifest\":\""u8);
                WriteManifest(image, 14 + (int)(image.Chance % 18));
                to.Put("\"}"u8);
                break;
            case CallKind.Upload:
                WriteRegistry(place, image).Put(",\"uploadId\":\""u8).Guid(image.Upload, image.Hash).Put("\",\"partFirstByte\":0,\"partLastByte\":"u8).Put((int)(image.Chance & 0xFFFFFF)).Put("}"u8);
                break;
            case CallKind.Describe or CallKind.Delete:
                WriteRegistry(place, image).Put(",\"nextToken\":\""u8).Token(image.Upload).Put("\",\"imageIds\":[{\"imageTag\":\"v"u8).Put(release).Put("\"}],\"force\":false}"u8);
                break;
            case CallKind.Tasks:
                WriteCluster(image).Put(",\"nextToken\":\""u8).Token(image.Upload).Put("\",\"tasks\":[\""u8).Hex(Dice.Mix(image.Hash, image.Chance % 4)).Hex(image.Hash).Put("\"]}"u8);
                break;
            case CallKind.RunTask:
                WriteCluster(image).Put(",\"count\":1,\"launchType\":\"FARGATE\",\"startedBy\":\"events-rule/"u8).Put(Applications[image.Repository % 60])
                    .Put("\",\"taskDefinition\":\""u8).Put(Applications[image.Repository % 60]).Put(":"u8).Put(release)
                    .Put("\",\"networkConfiguration\":{\"awsvpcConfiguration\":{\"subnets\":[\"subnet-0a1b2c3d4e5f60718\",\"subnet-0b1b2c3d4e5f60719\"],\"securityGroups\":[\"sg-0c1b2c3d4e5f60720\"],\"assignPublicIp\":\"DISABLED\"}},\"enableECSManagedTags\":true}"u8);
                break;
            case CallKind.UpdateService:
                WriteCluster(image).Put(",\"service\":\""u8).Put(Applications[image.Repository % 60]).Put("\",\"desiredCount\":"u8).Put(2 + (image.Repository % 9)).Put(",\"forceNewDeployment\":false"u8);
                if (!word.IsEmpty)
                {
                    to.Put(",\"description\":\"rolled back for ticket "u8).Put(word).Put("\""u8);
                }

                to.Put("}"u8);
                break;
            case CallKind.AssumeRole:
                to.Put("{\"roleArn\":\"arn:aws:iam::"u8).Put(place.Account).Put(":role/"u8).Put(Applications[image.Repository % 60]).Put("\",\"roleSessionName\":\""u8).Hex(image.Hash).Hex(image.Upload).Put("\",\"durationSeconds\":3600}"u8);
                break;
            case CallKind.Plain:
                to.Put("{\"nextToken\":\""u8).Token(image.Upload).Put("\",\"value\":\""u8).Hex(image.Chance).Put("\",\"includeShared\":false}"u8);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(call), call.Kind, message: null);
        }

        return image;
    }

    private void WriteResponse(Call call, Place place, Image image, bool isFailed)
    {
        to.Put(",\"responseElements\":"u8);
        switch (call.Kind)
        {
            case CallKind.Push when !isFailed:
                to.Put("{\"image\":"u8);
                WriteRegistry(place, image).Put(",\"imageId\":{\"imageDigest\":\"sha256:"u8).Digest(image.Hash).Put("\",\"imageTag\":\"v"u8).Put(image.Release)
                    .Put("\"},\"imageManifestMediaType\":\"application/vnd.docker.distribution.manifest.v2+json\"}}"u8);
                break;
            case CallKind.Upload when !isFailed:
                WriteRegistry(place, image).Put(",\"uploadId\":\""u8).Guid(image.Upload, image.Hash).Put("\",\"lastByteReceived\":"u8).Put((int)(image.Chance & 0xFFFFFF)).Put("}"u8);
                break;
            case CallKind.RunTask when !isFailed:
                to.Put("{\"failures\":[],\"tasks\":[{\"taskArn\":\"arn:aws:ecs:"u8).Put(place.Region).Put(":"u8).Put(place.Account).Put(":task/"u8).Put(Clusters[image.Repository % 6]).Put("/"u8).Hex(image.Chance).Hex(image.Hash)
                    .Put("\",\"lastStatus\":\"PROVISIONING\",\"desiredStatus\":\"RUNNING\",\"launchType\":\"FARGATE\",\"cpu\":\"512\",\"memory\":\"1024\",\"containers\":[{\"name\":\"main\",\"image\":\""u8)
                    .Put(place.Account).Put(".dkr.ecr."u8).Put(place.Region).Put(".amazonaws.com/"u8).Put(Repositories[image.Repository]).Put(":v"u8).Put(image.Release).Put("\",\"lastStatus\":\"PENDING\"}]}]}"u8);
                break;
            case CallKind.AssumeRole when !isFailed:
                to.Put("{\"credentials\":{\"accessKeyId\":\"ASIA"u8).Base32(image.Upload, 12).Put("\",\"sessionToken\":\"HIDDEN\",\"expiration\":\"Oct 1, 2026, 1:00:00 PM\"},\"assumedRoleUser\":{\"assumedRoleId\":\"AROAEXAMPLEEXAMPLE:session\",\"arn\":\"arn:aws:sts::"u8)
                    .Put(place.Account).Put(":assumed-role/"u8).Put(Applications[image.Repository % 60]).Put("/"u8).Hex(image.Hash).Hex(image.Upload).Put("\"}}"u8);
                break;
            default:
                to.Put("null"u8);
                break;
        }
    }

    private void WriteEnd(Call call, Place place, Image image, ref Dice dice)
    {
        to.Put(",\"requestID\":\""u8).Guid(dice.Next(), image.Chance).Put("\",\"eventID\":\""u8).Guid(dice.Next(), dice.Next())
            .Put("\",\"readOnly\":"u8).Put(call.IsReadOnly ? "true"u8 : "false"u8);
        if (call.Service == "ecr" && call.Kind != CallKind.Token)
        {
            to.Put(",\"resources\":[{\"accountId\":\""u8).Put(place.Account).Put("\",\"ARN\":\"arn:aws:ecr:"u8).Put(place.Region).Put(":"u8).Put(place.Account).Put(":repository/"u8).Put(Repositories[image.Repository]).Put("\"}]"u8);
        }

        if (call.Kind == CallKind.AssumeRole)
        {
            to.Put(",\"sharedEventID\":\""u8).Guid(image.Upload, image.Chance).Put("\""u8);
        }

        to.Put(",\"eventType\":\"AwsApiCall\",\"managementEvent\":true,\"recipientAccountId\":\""u8).Put(place.Account)
            .Put("\",\"eventCategory\":\"Management\",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":\""u8)
            .Put(call.ServiceText).Put("."u8).Put(place.Region).Put(".amazonaws.com\"}}"u8);
    }

    private Utf8Text WriteRegistry(Place place, Image image) =>
        to.Put("{\"registryId\":\""u8).Put(place.Account).Put("\",\"repositoryName\":\""u8).Put(Repositories[image.Repository]).Put("\""u8);

    private Utf8Text WriteCluster(Image image) => to.Put("{\"cluster\":\""u8).Put(Clusters[image.Repository % 6]).Put("\""u8);

    // Most layers are those of base images, which many repositories share; the last are the release's own.
    private void WriteManifest(Image image, int layers)
    {
        to.Put("{\\n   \\\"schemaVersion\\\": 2,\\n   \\\"mediaType\\\": \\\"application/vnd.docker.distribution.manifest.v2+json\\\",\\n   \\\"config\\\": {\\n      \\\"digest\\\": \\\"sha256:"u8).Digest(image.Hash + 3).Put("\\\"\\n   },\\n   \\\"layers\\\": ["u8);
        for (var layer = 0; layer < layers; layer++)
        {
            var digest = layer < layers - 5 ? Dice.Mix((ulong)(image.Repository % 5), (ulong)layer) : Dice.Mix(image.Hash, (ulong)layer);
            to.Put(layer == 0 ? "\\n"u8 : ",\\n"u8).Put("      {\\n         \\\"mediaType\\\": \\\"application/vnd.docker.image.rootfs.diff.tar.gzip\\\",\\n         \\\"size\\\": "u8).Put((int)(digest & 0x3FFFFFF))
                .Put(",\\n         \\\"digest\\\": \\\"sha256:"u8).Digest(digest).Put("\\\"\\n      }"u8);
        }

        to.Put("\\n   ]\\n}"u8);
    }

    private readonly record struct Image(int Repository, int Release, ulong Hash, ulong Chance)
    {
        /// <summary>One time that something is done with the image.</summary>
        public ulong Upload => Dice.Mix(Hash, Chance);
    }
}
