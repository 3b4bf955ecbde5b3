using System.Net;
using System.Text.Json;

namespace Ledger.Cli.Service;

/// <summary>The service understood a request and said no.</summary>
internal sealed class ServiceRefusal(HttpStatusCode status, ProblemAnswer problem, string? what, JsonElement? document = null)
    : Exception(what is null ? Sentence(status, problem) : $"{what}: {Sentence(status, problem)}")
{
    public HttpStatusCode Status => status;

    public string? Code => problem.Code;

    /// <summary>Why, in a sentence.</summary>
    public string Detail => problem.Detail ?? problem.Title ?? $"The service answered {(int)status}.";

    /// <summary>What is wrong where, for a document.</summary>
    public IReadOnlyList<PathProblem> Errors => problem.Errors ?? [];

    /// <summary>The problem as the service wrote it; null when it wrote none.</summary>
    public JsonElement? Document => document;

    /// <summary>How a command ends that is refused so.</summary>
    public ExitCode ExitCode => status switch
    {
        HttpStatusCode.NotFound => ExitCode.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.NotAllowed,
        _ => ExitCode.Failed,
    };

    /// <summary>Reads the refusal from an answer that is no success.</summary>
    /// <param name="answer">Its body can be read.</param>
    /// <param name="what">What was asked for; left out, the sentence is the service's alone.</param>
    public static async Task<ServiceRefusal> OfAsync(HttpResponseMessage answer, string? what = null)
    {
        try
        {
            var document = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());
            var problem = document.Deserialize<ProblemAnswer>(JsonSerializerOptions.Web) ?? new ProblemAnswer();
            return new ServiceRefusal(answer.StatusCode, problem, what, document);
        }
        catch (JsonException)
        {
            return new ServiceRefusal(answer.StatusCode, new ProblemAnswer(), what);
        }
    }

    private static string Sentence(HttpStatusCode status, ProblemAnswer problem)
    {
        var text = problem.Detail ?? problem.Title ?? $"the service answered {(int)status} {status}.";
        return problem.Code is null ? text : $"{text} ({problem.Code})";
    }
}
