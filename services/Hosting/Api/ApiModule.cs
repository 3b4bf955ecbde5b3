using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Ledger.Hosting.Api;

/// <summary>
/// The OpenAPI document of a host's endpoints at <c>/openapi/v1.json</c>, and an explorer for it at <c>/docs</c>. Both are open to all,
/// because they describe endpoints and show no data. The explorer loads nothing from other hosts.
/// </summary>
public static class ApiModule
{
    /// <summary>Path of the document.</summary>
    public const string DocumentPath = "/openapi/v1.json";

    /// <summary>Path of the explorer.</summary>
    public const string ExplorerPath = "/docs";

    // Makes the browser refuse anything from other hosts.
    private const string SameOrigin =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; form-action 'none'; frame-ancestors 'none'; "
        + "base-uri 'none'";

    public static IServiceCollection AddApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddOperationTransformer<ApiOperations>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            Head(document);
            ApiPaths.Unite(document);
            return Task.CompletedTask;
        });
    });

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        routes.MapScalarApiReference(ExplorerPath, options =>
        {
            options.Title = "Ledger";
            options.OpenApiRoutePattern = DocumentPath;
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.Agent = new ScalarAgentOptions { Disabled = true };
            options.Mcp = new ScalarMcpOptions { Disabled = true };
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        }).AllowAnonymous().AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = SameOrigin;
            return next(context);
        });
    }

    private static void Head(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Ledger",
            Version = "v1",
            Description =
                "A points and rewards ledger for companies that sell to companies. Answers carry the position of the log that they "
                + "reflect; "
                + "send the position of your last write as minPosition to read your own write. A member that may be null is left out. "
                + "Readers ignore members that they do not know: new ones may come.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Tags = new HashSet<OpenApiTag>(ApiTags.All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.About }));
        // A relative address, so that the document is the same wherever the service runs.
        document.Servers = [new OpenApiServer { Url = "/" }];
        var components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        components.SecuritySchemes[ApiOperations.Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "lk_…",
            Description = "An API key, which ledger keys add makes; or a token of the identity provider that the service is set to.",
        };
    }
}
