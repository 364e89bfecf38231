using Microsoft.AspNetCore.Http.HttpResults;
using TrailBoard.Core.Search;

namespace TrailBoard.Web.Api;

/// <summary>Mistakes of a caller as problem+json: what is wrong, where, and what was expected.</summary>
internal static class ApiProblem
{
    /// <summary>A filter that is none. A program is not answered another question than it asked, but told the filter by which the search box would look for its words.</summary>
    public static ProblemHttpResult Filter(string text, FilterError mistake)
    {
        Dictionary<string, object?> more = new() { ["parameter"] = "q", ["position"] = mistake.Position, ["length"] = mistake.Length };
        if (PlainWords.TryRead(text, out var words))
        {
            more["words"] = words.ToString();
        }

        return Of(StatusCodes.Status400BadRequest, "The filter cannot be read.", mistake.Message, more);
    }

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
