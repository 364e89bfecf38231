using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Api;

/// <summary>The HTTP API beside the pages, with its description at <c>/openapi/v1.json</c>.</summary>
internal static class ApiSetup
{
    public static IServiceCollection AddTrailBoardApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<Faults>();

        // So that a parameter that cannot be read is named in words as well.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new EventJsonConverter());

            // Numbers are numbers, also in the description of the API.
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(options => options.AddDocumentTransformer(static (document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        }));
        services.AddSettings<UploadOptions>(UploadOptions.Section);
        services.AddSingleton<UploadFolder>();
        services.AddSingleton<UploadReader>();
        services.AddHostedService(provider => provider.GetRequiredService<UploadFolder>());
        return services;
    }

    /// <summary>Answers without a body, such as that of a route that does not exist, are said as problem+json too.</summary>
    public static void UseApiStatusWords(this WebApplication app) => app.UseWhen(
        static context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
        static api => api.UseStatusCodePages());

    public static void MapTrailBoardApi(this WebApplication app)
    {
        var api = app.MapGroup("/api").WithTags("Events");
        api.MapEvents();
        api.MapActivities();
        api.MapViews();
        api.MapCoverage();
        app.MapImports();
        app.MapExports();
        app.MapOpenApi();
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "TrailBoard",
            Version = "v1",
            Description = "AWS CloudTrail events: the same answers as the pages and the query verb. Times are UTC; ranges include their start and not their end. Mistakes are answered with application/problem+json.",
        };

        // EventJson writes events field by field, so their schema comes from the same table and not from a type.
        document.AddComponent("Event", EventJson.Schema());
        if (document.Components?.Schemas?[nameof(EventListJson)].Properties?["events"] is OpenApiSchema events)
        {
            events.Items = new OpenApiSchemaReference("Event", document);
        }
    }
}
