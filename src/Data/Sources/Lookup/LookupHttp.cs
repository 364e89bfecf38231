using System.Net;
using Amazon.Runtime;

namespace TrailBoard.Data.Sources.Lookup;

/// <summary>
/// The way to the network of one account and region. Below the SDK, because what the SDK tries again is a call as well, and
/// because each answer tells the service's time.
/// </summary>
internal sealed class LookupHttp : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client;
    private readonly Pacing _pacing;

    public LookupHttp(LookupPacer pacer, string account, string region, TimeProvider time)
    {
        _pacing = new Pacing(pacer, account, region, time) { InnerHandler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) } };

        // The time of waiting for a turn counts here; the handler below ends a call that stalls.
        _client = new HttpClient(_pacing) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>How far the service's clock is ahead of this machine's, as of the last answer; null before the first.</summary>
    public TimeSpan? ClockOffset => _pacing.ClockOffset;

    /// <summary>Calls made so far.</summary>
    public long Calls => _pacing.Calls;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();

    private sealed class Pacing(LookupPacer pacer, string account, string region, TimeProvider time) : DelegatingHandler
    {
        private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(60);
        private long _calls;
        private long _clockOffset = long.MinValue;

        public TimeSpan? ClockOffset => Interlocked.Read(ref _clockOffset) is var ticks and not long.MinValue ? TimeSpan.FromTicks(ticks) : null;

        public long Calls => Interlocked.Read(ref _calls);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await pacer.WaitAsync(account, region, cancellationToken);
            Interlocked.Increment(ref _calls);
            using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stalled.CancelAfter(Stalled);
            HttpResponseMessage response;
            try
            {
                response = await base.SendAsync(request, stalled.Token);

                // The whole page here, so that one that stalls half-way is given up as well.
                await response.Content.LoadIntoBufferAsync(stalled.Token);
            }
            catch (HttpRequestException)
            {
                pacer.Throttled(account, region);
                throw;
            }
            catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
            {
                pacer.Throttled(account, region);
                throw new HttpRequestException($"No answer within {Stalled.TotalSeconds:0} seconds.", fault);
            }

            await NoteAsync(response, cancellationToken);
            return response;
        }

        private async Task NoteAsync(HttpResponseMessage response, CancellationToken cancellationToken)
        {
            if (response.Headers.Date is { } date)
            {
                Interlocked.Exchange(ref _clockOffset, (date - time.GetUtcNow()).Ticks);
            }

            if (response.IsSuccessStatusCode)
            {
                pacer.Answered(account, region);
            }
            else if (response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
                || (response.StatusCode is HttpStatusCode.BadRequest
                    && (await response.Content.ReadAsStringAsync(cancellationToken)).Contains("Throttling", StringComparison.Ordinal)))
            {
                pacer.Throttled(account, region);
            }
        }
    }
}
