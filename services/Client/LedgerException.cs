using Ledger.Contracts.V1.Answers;

namespace Ledger.Client;

/// <summary>The ledger refused, or could not answer: any answer that is no success.</summary>
/// <param name="problem">The problem document; made up for an answer that is none, with the code <see cref="NoProblem"/>.</param>
/// <param name="request">What was asked, for a sentence.</param>
public sealed class LedgerException(ProblemAnswer problem, string request)
    : Exception($"{request} was answered {problem?.Status} {problem?.Code}: {problem?.Detail}")
{
    /// <summary>The code of an answer that is no problem document, as from a proxy.</summary>
    public const string NoProblem = "no_problem_document";

    /// <summary>What the ledger says of it.</summary>
    public ProblemAnswer Problem { get; } = problem!;

    /// <summary>Stable; infra/docs/refusals.md of the service lists them.</summary>
    public string Code => Problem.Code;

    /// <summary>The HTTP status.</summary>
    public int Status => Problem.Status;
}
