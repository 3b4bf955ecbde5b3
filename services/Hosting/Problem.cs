using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>Answers a refusal as RFC 9457 problem details with a stable code.</summary>
public static class Problem
{
    private static readonly (string Code, string Sentence) BusyWords =
        ("busy", "More is waiting than can be taken now; send it again in a second.");

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

    /// <summary>A parameter of the address or the query that makes no sense; the answer names it in <c>parameter</c>.</summary>
    public static IResult OfParameter(string code, string name, string detail) =>
        Of(StatusCodes.Status400BadRequest, code, detail, new Dictionary<string, object?> { ["parameter"] = name });

    /// <summary>The service takes nothing more for a moment.</summary>
    public static IResult Busy() => Of(StatusCodes.Status429TooManyRequests, BusyWords.Code, BusyWords.Sentence);

    /// <summary>There is no such program.</summary>
    public static IResult UnknownProgram(string program) =>
        Of(StatusCodes.Status404NotFound, "unknown_program", $"There is no program {program}.");

    internal static string TypeOf(string code) => $"urn:ledger:problem:{code}";

    internal static string TitleOf(string code) => code.Replace('_', ' ');

    internal static string TraceIdOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    /// <summary>The code and sentence of a status that the server itself answers with.</summary>
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

    /// <summary>A problem that passes: it says after how many seconds the request can be sent again.</summary>
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
