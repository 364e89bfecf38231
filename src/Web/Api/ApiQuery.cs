using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Api;

/// <summary>What every question to the API takes: a filter and a range of time.</summary>
internal readonly record struct ApiQuery(
    [property: FromQuery(Name = "q"), Description("A filter, as in the box above the list; empty means every event.")] string? Q,
    [property: FromQuery(Name = "from"), Description("Start of the range, included, UTC: 2026-10-01T12:00:00Z, or back from now: -24h, -7d.")] string? From,
    [property: FromQuery(Name = "to"), Description("End of the range, not included, in the same way.")] string? To,
    [property: FromServices] TimeProvider Clock)
{
    /// <summary>The longest filter that is read: a person's, not a program's.</summary>
    public const int MaxFilterLength = 8_000;

    /// <summary>Reads the question, or says what is wrong with it and where.</summary>
    public bool TryRead([NotNullWhen(true)] out EventQuery? query, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        query = null;
        var filter = Filter.All;
        FilterError? mistake = null;
        if ((Q?.Length ?? 0) > MaxFilterLength)
        {
            problem = ApiProblem.BadRequest("q", $"The filter has {Q!.Length} characters; at most {MaxFilterLength} are read.");
        }
        else if (!string.IsNullOrWhiteSpace(Q) && !FilterParser.TryParse(Q, out filter, out mistake))
        {
            problem = ApiProblem.Filter(Q, mistake);
        }
        else if (!TimeText.TryParseRange(From, To, Clock.GetUtcNow(), out var range, out var error))
        {
            problem = ApiProblem.BadRequest(error!.Parameter, error.Message);
        }
        else
        {
            query = new EventQuery(filter, range);
            problem = null;
        }

        return query is not null;
    }
}
