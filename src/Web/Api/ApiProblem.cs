using Microsoft.AspNetCore.Http.HttpResults;
using TrailBoard.Core.Search;

namespace TrailBoard.Web.Api;

/// <summary>Mistakes of a caller as problem+json: what is wrong, where, and what was expected.</summary>
internal static class ApiProblem
{
    public static ProblemHttpResult Filter(FilterError mistake) => Of(
        StatusCodes.Status400BadRequest,
        "The filter cannot be read.",
        mistake.Message,
        new() { ["parameter"] = "q", ["position"] = mistake.Position, ["length"] = mistake.Length });

    public static ProblemHttpResult BadRequest(string parameter, string detail) =>
        Of(StatusCodes.Status400BadRequest, "The request cannot be read.", detail, new() { ["parameter"] = parameter });

    public static ProblemHttpResult OutOfRange(string parameter, int least, int most, int given) =>
        BadRequest(parameter, $"'{parameter}' is {given}; it must be from {least} to {most}.");

    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, "There is no such thing.", detail, []);

    public static ProblemHttpResult TooLarge(string setting, string detail) =>
        Of(StatusCodes.Status413PayloadTooLarge, "The upload is too large.", detail, new() { ["setting"] = setting });

    public static ProblemHttpResult Of(int status, string title, string detail, Dictionary<string, object?> more) =>
        TypedResults.Problem(statusCode: status, title: title, detail: detail, extensions: more);
}
