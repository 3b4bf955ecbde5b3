using Ledger.Contracts.V1.Answers;

namespace Ledger.Client;

/// <summary>The ledger refused, or could not answer: any answer that is no success, and none at all.</summary>
/// <param name="problem">The problem document; made up where there is none, with the code <see cref="NoProblem"/> or
/// <see cref="NoAnswer"/>.</param>
/// <param name="request">What was asked, for a sentence.</param>
/// <param name="address">The service's.</param>
/// <param name="cause">Why there is no answer.</param>
public sealed class LedgerException(ProblemAnswer problem, string request, Uri? address = null, Exception? cause = null)
    : Exception($"{request} was answered {problem?.Status} {problem?.Code}: {problem?.Detail}", cause)
{
    /// <summary>The code of an answer that is no problem document, as from a proxy.</summary>
    public const string NoProblem = "no_problem_document";

    /// <summary>The code where no answer came: the connection broke, or it took too long. The status is 503 then.</summary>
    public const string NoAnswer = "no_answer";

    /// <summary>What the ledger says of it.</summary>
    public ProblemAnswer Problem { get; } = problem!;

    /// <summary>Stable; infra/docs/refusals.md of the service lists them.</summary>
    public string Code => Problem.Code;

    /// <summary>The HTTP status.</summary>
    public int Status => Problem.Status;

    /// <summary>What was asked: the method, and the path below the service's address.</summary>
    public string Request { get; } = request;

    /// <summary>Where the service was asked.</summary>
    public Uri? Address { get; } = address;

    /// <summary>Whether the same request may well succeed later: the service does not answer, or is too busy.</summary>
    public bool IsTransient => Resending.MayPass(Status);
}
