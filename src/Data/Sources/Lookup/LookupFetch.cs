using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;

namespace TrailBoard.Data.Sources.Lookup;

/// <summary>What a window holds.</summary>
/// <param name="Window">The window that was asked for, or its newer part where it holds too many events.</param>
/// <param name="Packed">The events as the AWS CLI prints them, <c>{"Events":[{"CloudTrailEvent":"…"}]}</c>, packed with gzip.</param>
internal sealed record LookupAnswer(LookupWindow Window, MemoryStream Packed);

/// <summary>Asks for the pages of a window.</summary>
/// <param name="eventsInWindow">After so many events a window is cut at the next border that a later run finds again.</param>
internal sealed class LookupFetch(IAmazonCloudTrail client, LookupFaults faults, int eventsInWindow)
{
    // Inner quotes and signs as they are: the text is wrapped JSON, and unreadable enough.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The window's events. The service lists the newest first, so that what was read when a window is cut is whole.</summary>
    /// <exception cref="IOException">It cannot be read; the message is fit to be shown.</exception>
    public async Task<LookupAnswer> FetchAsync(LookupWindow window, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await FetchOnceAsync(window, cancellationToken);
            }
            catch (InvalidNextTokenException) when (attempt < LookupFaults.Attempts)
            {
                // A token lives for a short while only, and without it there is no going on from a page: the same window again.
            }
            catch (InvalidNextTokenException fault)
            {
                throw new IOException($"CloudTrail let the token expire {attempt} times before the last page of the window. The window is asked for again by the next run.", fault);
            }
        }
    }

    private async Task<LookupAnswer> FetchOnceAsync(LookupWindow window, CancellationToken cancellationToken)
    {
        var packed = new MemoryStream();
        var borders = new Stack<DateTimeOffset>(window.Borders);
        DateTimeOffset? cut = null;
        var events = 0;
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        await using (var json = new Utf8JsonWriter(gzip, Plain))
        {
            json.WriteStartObject();
            json.WriteStartArray("Events");
            string? token = null;
            do
            {
                var page = await PageAsync(window, token, cancellationToken);
                foreach (var found in page.Events ?? [])
                {
                    cut = Passed(borders, found, events);
                    if (cut is not null)
                    {
                        break;
                    }

                    events++;
                    json.WriteStartObject();
                    json.WriteString("EventId", found.EventId);
                    json.WriteString("CloudTrailEvent", found.CloudTrailEvent);
                    json.WriteEndObject();
                }

                await json.FlushAsync(cancellationToken);
                token = page.NextToken is { Length: > 0 } next && next == token
                    ? throw new IOException("CloudTrail gave the same token for two pages, so the pages would never end. The window is asked for again by the next run.")
                    : page.NextToken;
            }
            while (cut is null && !string.IsNullOrEmpty(token));

            json.WriteEndArray();
            json.WriteEndObject();
        }

        packed.Position = 0;
        return new LookupAnswer(cut is { } start ? window with { Start = start } : window, packed);
    }

    /// <summary>The border that an event lies before, where enough events lie after it; else null.</summary>
    private DateTimeOffset? Passed(Stack<DateTimeOffset> borders, Event found, int events)
    {
        DateTimeOffset? passed = null;
        while (borders.TryPeek(out var border) && found.EventTime < border.UtcDateTime)
        {
            passed = borders.Pop();
        }

        return events >= eventsInWindow ? passed : null;
    }

    private Task<LookupEventsResponse> PageAsync(LookupWindow window, string? token, CancellationToken cancellationToken) => faults.TryAsync(
        () => client.LookupEventsAsync(
            new LookupEventsRequest
            {
                // The service takes its end as included, and all its times are whole seconds.
                StartTime = window.Start.UtcDateTime,
                EndTime = window.End.UtcDateTime.AddSeconds(-1),
                MaxResults = 50,
                NextToken = token,
            },
            cancellationToken),
        cancellationToken);
}
