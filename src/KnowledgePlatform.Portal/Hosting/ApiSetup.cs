using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>What all of REST shares: address, errors, description, and the page to try it.</summary>
internal static class ApiSetup
{
    /// <summary>Where the API begins.</summary>
    public const string Prefix = "/api/v1";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ApiProblems.Complete);
        services.AddExceptionHandler<ApiProblems>();
        // A body that cannot be read takes the same way as every other refusal.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", openApi =>
        {
            openApi.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            openApi.AddDocumentTransformer(Describe);
            openApi.AddOperationTransformer(DescribeScope);
        });
        services.AddSingleton<Readiness>();
    }

    /// <summary>The group that every feature maps its endpoints into.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference("/api/docs", (scalar, http) =>
        {
            scalar.Title = "KnowledgePlatform API";
            scalar.OpenApiRoutePattern = "/openapi/{documentName}.json";
            scalar.Nonce = SecurityHeaders.NonceOf(http);
            // Nothing from elsewhere: no fonts of a CDN, no telemetry, no assistant of the vendor, no proxy.
            scalar.DefaultFonts = false;
            scalar.Telemetry = false;
            scalar.HideClientButton = true;
            scalar.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            scalar.Agent = new ScalarAgentOptions { Disabled = true };
            scalar.Mcp = new ScalarMcpOptions { Disabled = true };
            scalar.Favicon = "/img/mark.svg";
        });
        var api = app.MapGroup(Prefix).RequireAuthorization().AddEndpointFilter<AntiforgeryForCookies>();
        api.MapHealth();
        return api;
    }

    private static Task DescribeScope(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<NeededScope>().FirstOrDefault() is { Scope: var scope })
        {
            operation.Description = $"{operation.Description} Needs the scope {scope}.".TrimStart();
            operation.Responses ??= [];
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "No API key, or one that does not work: not_signed_in." });
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = "The API key lacks the scope: scope_missing." });
        }

        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "KnowledgePlatform",
            Version = "v1",
            Description = """
                Documents go in, questions get answers in which every sentence cites its passage. Send an API key (Settings, API keys) as `Authorization: Bearer kp_...`.
                Errors are problem details (RFC 9457) with a stable `code`.
                """,
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["ApiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = $"Scopes: {string.Join(", ", ApiScopes.All)}." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("ApiKey", document)] = [] }];
        return Task.CompletedTask;
    }
}
