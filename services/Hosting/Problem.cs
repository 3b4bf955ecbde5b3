using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>Answers a refusal as RFC 9457 problem details with a stable code.</summary>
public static class Problem
{
    private static readonly (string Code, string Sentence) BusyWords =
        ("busy", "Too many requests are waiting; send this one again in a second.");

    /// <summary>A problem document: <paramref name="code"/> is stable, <paramref name="detail"/> is a sentence for people.</summary>
    /// <param name="extensions">Further members, for example the errors of a program document.</param>
    public static IResult Of(int status, string code, string detail, IReadOnlyDictionary<string, object?>? extensions = null)
    {
        var members = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in extensions ?? new Dictionary<string, object?>()) members[name] = value;
        var problem = Results.Problem(detail: detail, statusCode: status, title: TitleOf(code), type: TypeOf(code), extensions: members);
        var passes = status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable;
        return passes ? new RetryLater(problem, status) : problem;
    }

    /// <summary>A problem for an invalid parameter of the path or query; the answer names it in <c>parameter</c>.</summary>
    public static IResult OfParameter(string code, string name, string detail) =>
        Of(StatusCodes.Status400BadRequest, code, detail, new Dictionary<string, object?> { ["parameter"] = name });

    /// <summary>The answer 429 of back-pressure: the queue is full for the moment.</summary>
    public static IResult Busy() => Of(StatusCodes.Status429TooManyRequests, BusyWords.Code, BusyWords.Sentence);

    /// <summary>The answer 404 for a program that does not exist.</summary>
    public static IResult UnknownProgram(string program) =>
        Of(StatusCodes.Status404NotFound, "unknown_program", $"There is no program {program}.");

    internal static string TypeOf(string code) => $"urn:ledger:problem:{code}";

    internal static string TitleOf(string code) => code.Replace('_', ' ');

    /// <summary>
    /// The id of the request's span. Without one, as when spans are not exported, the caller's <c>traceparent</c>, and without that the web
    /// server's number of the request.
    /// </summary>
    internal static string TraceIdOf(HttpContext context)
    {
        if (Activity.Current?.Id is { } span) return span;
        var caller = context.Request.Headers.TraceParent.ToString();
        return ActivityContext.TryParse(caller, null, out _) ? caller : context.TraceIdentifier;
    }

    /// <summary>The code and sentence for a status with which the web server itself answers.</summary>
    internal static (string Code, string Sentence) OfStatus(int status, HttpContext context) => status switch
    {
        StatusCodes.Status401Unauthorized => ("unauthorized", "The request shows no key that is in use."),
        StatusCodes.Status403Forbidden => ("forbidden", "The key does not open this address."),
        StatusCodes.Status404NotFound => ("not_found", "There is no such address."),
        StatusCodes.Status405MethodNotAllowed =>
            ("method_not_allowed", $"This address does not take {context.Request.Method}; the header Allow says what it takes."),
        StatusCodes.Status408RequestTimeout => ("bad_request", "The request came too slowly."),
        StatusCodes.Status413PayloadTooLarge => ("too_large", "The body is larger than this address takes."),
        StatusCodes.Status415UnsupportedMediaType => ("unsupported_media_type", "The body is of a type that this address does not take."),
        StatusCodes.Status429TooManyRequests => BusyWords,
        StatusCodes.Status503ServiceUnavailable => ("unavailable", "The service cannot answer now; the same request can be sent again."),
        < 500 => ("bad_request", "The request is not one that HTTP and this address allow."),
        _ => ("internal_error", "Something went wrong on our side; the same request can be sent again."),
    };

    /// <summary>A temporary problem, with the header Retry-After: the seconds after which the request can be sent again.</summary>
    private sealed class RetryLater(IResult problem, int status) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => status;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = "1";
            return problem.ExecuteAsync(httpContext);
        }
    }
}
