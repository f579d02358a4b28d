using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WeakToStrong.Tracker.Api;

/// <summary>What the OpenAPI document says of the whole.</summary>
internal sealed class ApiDocument : IOpenApiDocumentTransformer
{
    private const string SchemeName = "token";

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "WeakToStrong tracker";
        document.Info.Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3);
        document.Info.Description = "Launch weak-to-strong experiments, follow them, and read what they found.";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "Needed by requests from other machines; the server's setting Tracker__Token.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, document)] = [] },
            new OpenApiSecurityRequirement(),
        ];
        return Task.CompletedTask;
    }
}
