using System.Net;

namespace Ledger.Cli.Service;

/// <summary>The service understood a request and said no.</summary>
internal sealed class ServiceRefusal(HttpStatusCode status, ProblemAnswer problem, string what)
    : Exception($"{what}: {Sentence(status, problem)}")
{
    public HttpStatusCode Status => status;

    public string? Code => problem.Code;

    /// <summary>What is wrong where, for a document.</summary>
    public IReadOnlyList<PathProblem> Errors => problem.Errors ?? [];

    private static string Sentence(HttpStatusCode status, ProblemAnswer problem)
    {
        var text = problem.Detail ?? problem.Title ?? $"the service answered {(int)status} {status}.";
        return problem.Code is null ? text : $"{text} ({problem.Code})";
    }
}
