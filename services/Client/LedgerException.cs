using Ledger.Contracts.V1.Answers;

namespace Ledger.Client;

/// <summary>The ledger refused a request or could not answer: any unsuccessful answer, or no answer at all.</summary>
/// <param name="problem">The problem document; where the answer has none, one made by the client with the code <see cref="NoProblem"/> or
/// <see cref="NoAnswer"/>.</param>
/// <param name="request">The request's method and path, for the message.</param>
/// <param name="address">The service's address.</param>
/// <param name="cause">Why there is no answer.</param>
public sealed class LedgerException(ProblemAnswer problem, string request, Uri? address = null, Exception? cause = null)
    : Exception($"{request} was answered {problem?.Status} {problem?.Code}: {problem?.Detail}", cause)
{
    /// <summary>The code of an unsuccessful answer that is not a problem document, for example from a proxy.</summary>
    public const string NoProblem = "no_problem_document";

    /// <summary>The code where no answer came, because the connection broke or the time limit passed. The status is 503 then.</summary>
    public const string NoAnswer = "no_answer";

    /// <summary>The problem document.</summary>
    public ProblemAnswer Problem { get; } = problem!;

    /// <summary>The problem's stable code; infra/docs/refusals.md of the service lists all codes.</summary>
    public string Code => Problem.Code;

    /// <summary>The HTTP status.</summary>
    public int Status => Problem.Status;

    /// <summary>The request: its method, and its path relative to the service's address.</summary>
    public string Request { get; } = request;

    /// <summary>The service's address.</summary>
    public Uri? Address { get; } = address;

    /// <summary>Whether the same request may succeed later, because the service does not answer or is too busy.</summary>
    public bool IsTransient => Resending.MayPass(Status);
}
