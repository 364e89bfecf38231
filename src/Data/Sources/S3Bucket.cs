using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>One bucket, wherever it is: lists its keys and reads its objects, whole and with patience. Safe to share between readers.</summary>
/// <param name="clients">Makes a client for a region.</param>
/// <param name="homeRegion">The region to ask first; S3 tells where the bucket really is.</param>
internal sealed class S3Bucket(string name, Func<string, IAmazonS3> clients, string homeRegion, TimeProvider time, S3Patience patience) : IDisposable
{
    // So many refusals, and no object read between them, are no longer the fault of single objects.
    private const int DeniedIsMissingPermission = 10;

    private const int StartBytes = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IAmazonS3> _clients = new(StringComparer.Ordinal);
    private string _region = homeRegion;
    private int _deniedInARow;

    public string Name => name;

    /// <summary>The names of the folders directly below a prefix that ends in a slash or is empty.</summary>
    public async Task<List<string>> FoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        var folders = new List<string>();
        await foreach (var page in PagesAsync(prefix, "/", cancellationToken))
        {
            folders.AddRange((page.CommonPrefixes ?? []).Select(common => common[prefix.Length..].TrimEnd('/')));
        }

        return folders;
    }

    /// <summary>Pages of the keys that begin with a prefix, in their order.</summary>
    /// <exception cref="SourceFailedException">A page cannot be listed.</exception>
    public async IAsyncEnumerable<ListObjectsV2Response> PagesAsync(string prefix, string? delimiter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var request = new ListObjectsV2Request
            {
                BucketName = name,
                Prefix = prefix,
                Delimiter = delimiter,
                ContinuationToken = next,
                OptionalObjectAttributes = ["RestoreStatus"],
            };
            ListObjectsV2Response page;
            try
            {
                page = await PatientlyAsync(token => AskAsync(s3 => s3.ListObjectsV2Async(request, token)), cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                throw S3Faults.OfListing(fault, name, Region, prefix);
            }

            yield return page;
            next = page.IsTruncated is true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    /// <summary>
    /// Reads an object to its end before any of it is handed on, so that a body that stalls, ends early or is replaced meanwhile is
    /// read again without a trace.
    /// </summary>
    /// <param name="etag">What the listing said of its content, or null where nothing did.</param>
    /// <exception cref="ObjectNotReadException">It is gone or archived.</exception>
    /// <exception cref="SourceFailedException">Nothing of the bucket can be read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<S3Download> ReadAsync(string key, string? etag, CancellationToken cancellationToken)
    {
        try
        {
            var download = await PatientlyAsync(
                async token =>
                {
                    try
                    {
                        return await DownloadAsync(key, etag, token);
                    }
                    catch (AmazonS3Exception replaced) when (etag is not null && replaced.StatusCode is HttpStatusCode.PreconditionFailed)
                    {
                        etag = null;
                        return await DownloadAsync(key, etag, token);
                    }
                },
                cancellationToken);
            Interlocked.Exchange(ref _deniedInARow, 0);
            return download;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            if (S3Faults.IsDenied(fault) && Interlocked.Increment(ref _deniedInARow) >= DeniedIsMissingPermission)
            {
                throw new SourceFailedException(S3Faults.Denied(fault, name), fault);
            }

            throw S3Faults.OfSource(fault, name, Region) ?? S3Faults.OfObject(fault, name, patience);
        }
    }

    /// <summary>The first bytes of an object, to see whether it may be read. The faults are S3's own.</summary>
    public Task<byte[]> StartOfAsync(string key, CancellationToken cancellationToken) => PatientlyAsync(
        async token =>
        {
            try
            {
                using var response = await AskAsync(s3 => s3.GetObjectAsync(new GetObjectRequest { BucketName = name, Key = key, ByteRange = new ByteRange(0, StartBytes - 1) }, token));
                var start = new byte[StartBytes];
                return start[..await response.ResponseStream.ReadAtLeastAsync(start, StartBytes, throwOnEndOfStream: false, token)];
            }
            catch (AmazonS3Exception empty) when (empty.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return [];
            }
        },
        cancellationToken);

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var client in _clients.Values)
            {
                client.Dispose();
            }

            _clients.Clear();
        }
    }

    /// <summary>Where the bucket is, as far as S3 has told.</summary>
    public string Region
    {
        get
        {
            lock (_lock)
            {
                return _region;
            }
        }
    }

    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Left alone where it does not end: the SDK fetches credentials without asking whether anybody still wants them.
                return await call(cancellationToken).WaitAsync(cancellationToken);
            }
            catch (Exception fault) when ((attempt < patience.Attempts || (S3Faults.IsBusy(fault) && time.GetElapsedTime(began) < patience.Busy))
                && S3Faults.IsTransient(fault) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(patience.PauseAfter(attempt, Random.Shared.NextDouble()), time, cancellationToken);
            }
        }
    }

    /// <summary>Asks in the region that is known, and once more in the one that S3 names instead.</summary>
    private async Task<T> AskAsync<T>(Func<IAmazonS3, Task<T>> call)
    {
        var region = Region;
        try
        {
            return await call(Client(region));
        }
        catch (AmazonS3Exception elsewhere) when (S3Faults.OtherRegion(elsewhere) is { } other && other != region)
        {
            var answer = await call(Client(other));
            lock (_lock)
            {
                _region = other;
            }

            return answer;
        }
    }

    private IAmazonS3 Client(string region)
    {
        lock (_lock)
        {
            return _clients.TryGetValue(region, out var client) ? client : _clients[region] = clients(region);
        }
    }

    private async Task<S3Download> DownloadAsync(string key, string? etag, CancellationToken cancellationToken)
    {
        using var stalled = new CancellationTokenSource(patience.Stall, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stalled.Token);
        try
        {
            using var response = await AskAsync(s3 => s3.GetObjectAsync(new GetObjectRequest { BucketName = name, Key = key, EtagToMatch = etag }, either.Token));
            var body = await Spool.ReadAsync(response.ResponseStream, response.ContentLength, patience.InMemory, () => stalled.CancelAfter(patience.Stall), either.Token);
            if (body.Length != response.ContentLength)
            {
                await using (body)
                {
                    throw new EndOfStreamException($"Its body ended after {body.Length:N0} of {response.ContentLength:N0} bytes.");
                }
            }

            return new S3Download(body, body.Length, response.LastModified, response.ETag);
        }
        catch (Exception fault) when (stalled.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No byte of it arrived for {patience.Stall.TotalSeconds:0} seconds.", fault);
        }
        catch (AmazonClientException broken) when (IsChecksum(broken))
        {
            throw new IOException("Its checksum is not the one that S3 sent with it.", broken);
        }
    }

    // The SDK's message is all that tells this fault from missing credentials, which are of the same type.
    private static bool IsChecksum(Exception fault) => fault.Message.Contains("hash", StringComparison.OrdinalIgnoreCase) || fault.Message.Contains("checksum", StringComparison.OrdinalIgnoreCase);
}

/// <summary>An object that was read to its end.</summary>
/// <param name="Body">Its bytes from their start; the receiver disposes them.</param>
/// <param name="Size">How many they are.</param>
/// <param name="Modified">When S3 says that it was written, UTC.</param>
/// <param name="ETag">Which content it is.</param>
internal sealed record S3Download(Stream Body, long Size, DateTime? Modified, string? ETag);
