using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ledger.Hosting;

/// <summary>Every answer that is no success is problem details with a stable code, also those that nobody wrote by hand.</summary>
public static class ProblemsModule
{
    public static IServiceCollection AddProblems(this IServiceCollection services) => services.AddProblemDetails(options =>
        options.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.TryAdd("code", CodeOf(context.ProblemDetails.Status ?? 500)));

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(handler => handler.Run(context => ResultOf(context).ExecuteAsync(context)));
        app.UseStatusCodePages();
    }

    private static IResult ResultOf(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        switch (failure)
        {
            case BadHttpRequestException bad:
                return Problem.Of(bad.StatusCode, CodeOf(bad.StatusCode), bad.Message);
            case TimeoutException or OperationCanceledException or NpgsqlException:
                context.Response.Headers.RetryAfter = "1";
                return Problem.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "The service cannot answer now; the same request can be sent again.");
            default:
                return Problem.Of(StatusCodes.Status500InternalServerError, "internal_error", "Something went wrong on our side; the same request can be sent again.");
        }
    }

    private static string CodeOf(int status) => status switch
    {
        400 => "bad_request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        413 => "too_large",
        415 => "unsupported_media_type",
        429 => "busy",
        503 => "unavailable",
        _ => status < 500 ? "bad_request" : "internal_error",
    };
}
