using System.Net;
using System.Text.Json;

namespace Ledger.Cli.Service;

/// <summary>The service understood a request and said no.</summary>
internal sealed class ServiceRefusal(HttpStatusCode status, ProblemAnswer problem, string? what)
    : Exception(what is null ? Sentence(status, problem) : $"{what}: {Sentence(status, problem)}")
{
    public HttpStatusCode Status => status;

    public string? Code => problem.Code;

    /// <summary>Why, in a sentence.</summary>
    public string Detail => problem.Detail ?? problem.Title ?? $"The service answered {(int)status}.";

    /// <summary>What is wrong where, for a document.</summary>
    public IReadOnlyList<PathProblem> Errors => problem.Errors ?? [];

    /// <summary>Reads the refusal from an answer that is no success.</summary>
    /// <param name="answer">Its body can be read.</param>
    /// <param name="what">What was asked for; left out, the sentence is the service's alone.</param>
    public static async Task<ServiceRefusal> OfAsync(HttpResponseMessage answer, string? what = null)
    {
        try
        {
            var body = await answer.Content.ReadAsByteArrayAsync();
            return new ServiceRefusal(answer.StatusCode, JsonSerializer.Deserialize<ProblemAnswer>(body, JsonSerializerOptions.Web) ?? new ProblemAnswer(), what);
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
