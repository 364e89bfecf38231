using System.ComponentModel;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Api;

/// <summary>Imports asked for over HTTP: uploads, folders of this machine, demo data. They take turns with those of the pages.</summary>
internal static class ImportEndpoints
{
    private const int MaxDemoEvents = 10_000_000;

    public static void MapImports(this WebApplication app)
    {
        var imports = app.MapGroup("/api").WithTags("Imports").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        imports.MapPost("/uploads", UploadAsync)
            .WithName("Upload")
            .WithSummary("Upload trail files and import them")
            .WithDescription("A multipart/form-data body with one part for each file, hundreds at once; all of them are taken or none. Limits are the settings Upload:MaxFileMegabytes and Upload:MaxFiles.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage);
        imports.MapPost("/imports", StartAsync)
            .WithName("StartImport")
            .WithSummary("Import a folder of this machine, or demo data")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        imports.MapGet("/imports", ([FromServices] BackgroundImports background) => TypedResults.Ok(new ImportListJson([.. background.Open.Select(ImportJson.Of)])))
            .WithName("ListImports")
            .WithSummary("Imports that wait or run");
        imports.MapDelete("/imports/{id:guid}", Results<NoContent, ProblemHttpResult> ([Description("The import's id.")] Guid id, [FromServices] BackgroundImports background) =>
                background.Cancel(id) ? TypedResults.NoContent() : ApiProblem.NotFound("No import with this id waits or runs."))
            .WithName("StopImport")
            .WithSummary("Stop an import; what was committed stays")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Accepted<ImportJson>, Ok<ImportEndJson>, ProblemHttpResult>> UploadAsync(
        HttpRequest request,
        [FromServices] UploadReader uploads,
        [FromServices] ILocalTrails trails,
        [FromServices] BackgroundImports background,
        CancellationToken cancellationToken,
        [Description("Whether to answer only when the import has ended, with its books.")] bool wait = false)
    {
        // The limits of an upload are on its files; they are kept while it is read.
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        switch (await uploads.ReadAsync(request, cancellationToken))
        {
            case UploadReading.Taken(var files):
                if (background.TryAdd(trails.Uploads(files), "upload", out var import))
                {
                    _ = DiscardAfterAsync(import, files);
                    return await AnswerAsync(import, wait, cancellationToken);
                }

                UploadReader.Discard(files);
                return Busy();
            case UploadReading.TooLarge(var setting, var message):
                return ApiProblem.TooLarge(setting, message);
            case UploadReading.DiskFull(var message):
                return ApiProblem.Of(StatusCodes.Status507InsufficientStorage, "There is no room for the upload.", message, []);
            case UploadReading.Malformed(var message):
                return ApiProblem.Of(StatusCodes.Status400BadRequest, "The upload cannot be read.", message, []);
            case var reading:
                throw new InvalidOperationException($"An upload ended as {reading}.");
        }
    }

    private static async Task<Results<Accepted<ImportJson>, Ok<ImportEndJson>, ProblemHttpResult>> StartAsync(
        ImportRequestJson wanted,
        [FromServices] TimeProvider time,
        [FromServices] ILocalTrails trails,
        [FromServices] BackgroundImports background,
        CancellationToken cancellationToken,
        [Description("Whether to answer only when the import has ended, with its books.")] bool wait = false)
    {
        ITrailSource? source;
        switch (wanted.Kind)
        {
            case "folder" when string.IsNullOrWhiteSpace(wanted.Path):
                return ApiProblem.BadRequest("path", "'path' names a file, a folder or a pattern of this machine.");
            case "folder":
                if (!trails.TryPaths([wanted.Path], out source, out var problem))
                {
                    return ApiProblem.BadRequest("path", problem);
                }

                break;
            case "demo" when wanted.Events is < 1 or > MaxDemoEvents:
                return ApiProblem.OutOfRange("events", 1, MaxDemoEvents, wanted.Events.Value);
            case "demo":
                source = new DemoTrail(wanted.Events ?? DemoTrail.DefaultEvents, DemoTrail.DefaultSeed, DemoTrail.Midnight(time));
                break;
            default:
                return ApiProblem.BadRequest("kind", $"'kind' is '{wanted.Kind}'; it must be folder or demo.");
        }

        return background.TryAdd(source, wanted.Kind == "demo" ? "demo" : "import", out var import) ? await AnswerAsync(import, wait, cancellationToken) : Busy();
    }

    // The import goes on when the caller who waits for it is gone.
    private static async Task<Results<Accepted<ImportJson>, Ok<ImportEndJson>, ProblemHttpResult>> AnswerAsync(
        RequestedImport import, bool wait, CancellationToken cancellationToken) => wait
        ? TypedResults.Ok(ImportEndJson.Of(import, await import.Ended.WaitAsync(cancellationToken)))
        : TypedResults.Accepted("/api/imports", ImportJson.Of(import));

    // Each file is removed once it is settled; an import that is stopped before leaves some.
    private static async Task DiscardAfterAsync(RequestedImport import, IReadOnlyList<UploadedFile> files)
    {
        await Task.WhenAny(import.Ended);
        UploadReader.Discard(files);
    }

    private static ProblemHttpResult Busy() => ApiProblem.Of(
        StatusCodes.Status503ServiceUnavailable, "Too many imports wait.", "Nothing was taken; try again when one of them has ended (Import:Waiting).", []);
}
