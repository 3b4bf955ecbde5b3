using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Rules.Domain.Evaluation;

namespace Ledger.Host.Writing;

/// <summary>An answer of the rules; <c>Evaluation</c> is null when a number overflowed.</summary>
public readonly record struct RulesAnswer(OrderEvaluation? Evaluation);

/// <summary>Asks the rules, in process or over the bus. Both ways give byte-identical answers.</summary>
public interface IEvaluations
{
    /// <summary>Evaluates each request independently; the answers are in the order of the requests.</summary>
    public ValueTask<IReadOnlyList<RulesAnswer>> AskAsync(IReadOnlyList<EvaluationRequest> requests, CancellationToken ct);
}

/// <summary>Calls the rules engine in this process.</summary>
public sealed class EvaluationsInProcess : IEvaluations
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RulesAnswer>> AskAsync(IReadOnlyList<EvaluationRequest> requests, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var answers = new RulesAnswer[requests.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            try
            {
                answers[i] = new RulesAnswer(OrderRules.Evaluate(requests[i].Catalog, requests[i].Order, requests[i].Standing));
            }
            catch (OverflowException)
            {
                answers[i] = default;
            }
        }

        return new ValueTask<IReadOnlyList<RulesAnswer>>(answers);
    }
}
