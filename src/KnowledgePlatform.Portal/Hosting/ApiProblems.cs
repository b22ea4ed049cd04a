using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Npgsql;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>Turns refusals and faults into ProblemDetails with a stable <c>code</c>, in one place.</summary>
internal sealed class ApiProblems(IOptions<JsonOptions> json, ILogger<ApiProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var (status, code, detail) = Read(exception);
        if (status is StatusCodes.Status500InternalServerError || exception is NpgsqlException { IsTransient: true })
        {
            Log.Unexpected(log, exception, context.Request.Method, OriginalPath(context), FaultTrace.IdOf(context));
        }

        if (!HostingSetup.IsApi(OriginalPath(context)))
        {
            // A browser gets the page about it.
            return false;
        }

        if (exception is BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } unreadable)
        {
            // The handler that catches has put the endpoint aside.
            (code, detail) = UnreadableRequest.Explain(unreadable, context.Features.Get<IExceptionHandlerFeature>()?.Endpoint, json);
        }

        await WriteAsync(context, status, code, detail);
        return true;
    }

    /// <summary>Writes one problem.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string code, string? detail)
    {
        context.Response.StatusCode = status;
        var problem = Problem(status, code, detail);
        // The service writes only to who accepts JSON; whoever asked for events or a picture learns as well why there is none.
        if (!await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new() { HttpContext = context, ProblemDetails = problem }))
        {
            await context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", context.RequestAborted);
        }
    }

    /// <summary>The problem that an exception is, for answers that have begun already.</summary>
    public static ProblemDetails ProblemOf(Exception exception)
    {
        var (status, code, detail) = Read(exception);
        return Problem(status, code, detail);
    }

    /// <summary>Adds a code where only a status was set, by routing or binding.</summary>
    public static void Complete(ProblemDetailsContext context) =>
        context.ProblemDetails.Extensions.TryAdd("code", context.ProblemDetails.Status switch
        {
            StatusCodes.Status400BadRequest => "invalid",
            StatusCodes.Status401Unauthorized => "not_signed_in",
            StatusCodes.Status403Forbidden => "forbidden",
            StatusCodes.Status404NotFound => "not_found",
            StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
            StatusCodes.Status413PayloadTooLarge => "too_large",
            StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
            StatusCodes.Status429TooManyRequests => "too_many_requests",
            StatusCodes.Status503ServiceUnavailable => "unavailable",
            _ => "unexpected",
        });

    // The handler runs when the path may be that of the error page already.
    private static PathString OriginalPath(HttpContext context) => context.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? context.Request.Path;

    private static ProblemDetails Problem(int status, string code, string? detail) => new()
    {
        Status = status,
        Detail = detail,
        Extensions = { ["code"] = code },
    };

    private static (int Status, string Code, string? Detail) Read(Exception exception) => exception switch
    {
        RefusedException refused => (StatusOf(refused.Kind), refused.Code, refused.Message),
        FileTooLargeException large => (StatusCodes.Status413PayloadTooLarge, "file_too_large", large.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge, "too_large", "The request is too large."),
        BadHttpRequestException bad => (bad.StatusCode, "invalid", bad.Message),
        // U+0000 is no character for PostgreSQL, wherever in the request it stood.
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } =>
            (StatusCodes.Status400BadRequest, "text_invalid", "The request holds a character that no text has, such as U+0000."),
        NpgsqlException { IsTransient: true } => (StatusCodes.Status503ServiceUnavailable, "database_unavailable", PortalPage.DatabaseSilent),
        _ => (StatusCodes.Status500InternalServerError, "unexpected", "Something failed on the server. Its log has the details under this trace id."),
    };

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
