using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ledger.Hosting;

/// <summary>Makes every unsuccessful answer a problem document with a stable code, also those of the web server and of uncaught
/// exceptions.</summary>
public static class ProblemsModule
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddExceptionHandler<Failures>();
        return services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            // Replaces what the writer of problems sets, so that the answer has the id that the log has.
            problem.Extensions["traceId"] = Problem.TraceIdOf(context.HttpContext);
            if (problem.Extensions.ContainsKey("code")) return;
            // An answer with only a status, for example for a path or method that does not exist.
            var (code, sentence) = Problem.OfStatus(problem.Status ?? StatusCodes.Status500InternalServerError, context.HttpContext);
            (problem.Type, problem.Title, problem.Detail) = (Problem.TypeOf(code), Problem.TitleOf(code), sentence);
            problem.Extensions["code"] = code;
        });
    }

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();

        // Ignores the header Accept: otherwise an answer in plain text could replace the problem document.
        app.UseStatusCodePages(context =>
        {
            var (http, status) = (context.HttpContext, context.HttpContext.Response.StatusCode);
            var (code, sentence) = Problem.OfStatus(status, http);
            return Problem.Of(status, code, sentence).ExecuteAsync(http);
        });
    }
}

/// <summary>
/// Answers uncaught exceptions: 503 where a retry can help, otherwise 500. A 500 is logged with its trace id, which the answer has as
/// <c>traceId</c>; the exception's message appears only in the log.
/// </summary>
internal sealed partial class Failures(ILogger<Failures> logger) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var (status, code, sentence) = AnswerTo(exception, httpContext);
        var (method, path, trace) = (httpContext.Request.Method, httpContext.Request.Path.Value ?? "", Problem.TraceIdOf(httpContext));
        if (status == StatusCodes.Status500InternalServerError) LogFailed(logger, method, path, trace, exception);
        else LogUnanswered(logger, method, path, status, exception);
        await Problem.Of(status, code, sentence).ExecuteAsync(httpContext);
        return true;
    }

    private static (int Status, string Code, string Sentence) AnswerTo(Exception failure, HttpContext context)
    {
        if (failure is BadHttpRequestException bad)
        {
            var (code, sentence) = Problem.OfStatus(bad.StatusCode, context);
            return (bad.StatusCode, code, sentence);
        }

        return failure is OperationCanceledException || DatabaseFaults.IsOutage(failure)
            ? (StatusCodes.Status503ServiceUnavailable, "unavailable", "The service cannot answer now; the same request can be sent again.")
            : (StatusCodes.Status500InternalServerError, "internal_error",
                "Something went wrong on our side; the same request can be sent again. The log has more under this traceId.");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed; trace {TraceId}.")]
    private static partial void LogFailed(ILogger logger, string method, string path, string traceId, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} was answered with {Status}.")]
    private static partial void LogUnanswered(ILogger logger, string method, string path, int status, Exception failure);
}
