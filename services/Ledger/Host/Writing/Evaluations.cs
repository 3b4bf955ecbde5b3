using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Rules.Domain.Evaluation;

namespace Ledger.Host.Writing;

/// <summary>An answer, or the overflow that prevented one.</summary>
public readonly record struct RulesAnswer(OrderEvaluation? Evaluation);

/// <summary>The ledger's way to the rules: in process, or over the bus. Both give the same answers to the byte.</summary>
public interface IEvaluations
{
    /// <summary>Answers in the order of the requests; each stands for itself.</summary>
    public ValueTask<IReadOnlyList<RulesAnswer>> AskAsync(IReadOnlyList<EvaluationRequest> requests, CancellationToken ct);
}

/// <summary>The engine in this process.</summary>
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
