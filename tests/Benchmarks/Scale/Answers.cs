
namespace TrailBoard.Benchmarks.Scale;

/// <summary>What one program answered, and how long it took.</summary>
/// <param name="Filters">One answer for each filter.</param>
/// <param name="Ids">The ids that were looked up.</param>
/// <param name="Records">What was found under each of them.</param>
/// <param name="Words">The ids of the events that hold each word.</param>
internal sealed record AnswerList(FilterAnswer[] Filters, string[] Ids, RecordAnswer[] Records, WordAnswer[] Words)
{
    public static Task<AnswerList> ReadAsync(string path) => Json.ReadAsync<AnswerList>(path);

    public Task WriteAsync(string path) => Json.WriteAsync(path, this);
}

/// <summary>What a page of events asks under one filter.</summary>
/// <param name="Facets">For each field its values, the most frequent first and then by their text.</param>
/// <param name="Start">The start of the first bar of the histogram, in seconds since 1970.</param>
/// <param name="Width">The width of a bar in seconds; 0 where no event matches.</param>
/// <param name="Bars">The bars that are not empty.</param>
/// <param name="Page">The 50 newest events.</param>
/// <param name="Edge">Of a peer: all ids of the second in which its page ends, because the order within a second is each program's own.</param>
internal sealed record FilterAnswer(FacetValue[][] Facets, long Start, long Width, Bar[] Bars, PageRow[] Page, string[] Edge, double FacetsMs, double PageMs);

internal sealed record FacetValue(string Value, long Count);

internal sealed record Bar(long Number, long Count, long Errors, long Writes);

internal sealed record PageRow(string Id, long Time, string? Service, string? Action, string? Region, string? Account, string? Identity, string? User, string? Ip, string? Repository, string? Error);

/// <param name="Request">The request as JSON, or null.</param>
internal sealed record RecordAnswer(string? Request, string? Response, double Ms);

internal sealed record WordAnswer(string[] Ids, double Ms);
