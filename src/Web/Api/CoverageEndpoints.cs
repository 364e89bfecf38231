using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Api;

/// <summary>What is covered, by whom, and what is missing.</summary>
internal static class CoverageEndpoints
{
    public static void MapCoverage(this RouteGroupBuilder api)
    {
        api.MapGet("/coverage", MapAsync)
            .WithName("MapCoverage")
            .WithSummary("Accounts and regions by days: what is covered")
            .WithDescription("'from' and 'to' are days, both included. Without them: the last month of which something is known. More than 366 days come in weeks. docs/coverage.md tells what each state means and what it does not prove.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/coverage/{day}", DayAsync)
            .WithName("GetCoverageOfDay")
            .WithSummary("The hours of a day of one account and region, its sources and failures")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/coverage/answer", AnswerAsync)
            .WithName("AskCoverage")
            .WithSummary("Whether the time and the places that a question asks about are covered")
            .WithDescription("Takes what /api/events takes. Accounts and regions that the filter names are the places; without a range it is about all that is known.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<CoverageMapJson>, ProblemHttpResult>> MapAsync(
        [FromServices] ICoverage coverage,
        [FromServices] TimeProvider time,
        CancellationToken cancellationToken,
        [Description("The first day, UTC: 2026-10-01.")] string? from = null,
        [Description("The last day, UTC, included.")] string? to = null,
        [Description("Only this account.")] string account = "",
        [Description("Only this region.")] string region = "")
    {
        if (!CoverageDays.TryRead(from, to, out var days, out var mistake))
        {
            return ApiProblem.BadRequest(mistake.Value.Parameter, mistake.Value.Message);
        }

        var (scope, map) = await CoverageReading.MapAsync(
            coverage, days with { Account = account, Region = region }, CoverageScope.DayOf(time.GetUtcNow()), CoverageDays.MostCells, cancellationToken);
        return TypedResults.Ok(CoverageMapJson.Of(map, scope.Last!.Value));
    }

    private static async Task<Results<Ok<CoverageDayJson>, ProblemHttpResult>> DayAsync(
        [Description("The day, UTC: 2026-10-01.")] string day,
        [FromServices] ICoverage coverage,
        CancellationToken cancellationToken,
        [Description("The account; empty where records name none.")] string account = "",
        [Description("The region; empty where records name none.")] string region = "") =>
        DateOnly.TryParseExact(day, CoverageDays.Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var of)
            ? TypedResults.Ok(CoverageDayJson.Of(of, await coverage.DayAsync(account, region, of, cancellationToken)))
            : ApiProblem.BadRequest("day", $"'{day}' is not a day: expected one such as 2026-10-01.");

    private static async Task<Results<Ok<CoverageAnswerJson>, ProblemHttpResult>> AnswerAsync(
        [AsParameters] ApiQuery question, [FromServices] ICoverage coverage, CancellationToken cancellationToken) =>
        question.TryRead(out var query, out var problem)
            ? TypedResults.Ok(CoverageAnswerJson.Of(await coverage.AnswerAsync(query, cancellationToken)))
            : problem;
}
