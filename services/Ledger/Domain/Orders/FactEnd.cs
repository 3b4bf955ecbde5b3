using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;

namespace Ledger.Domain.Orders;

/// <summary>
/// How deciding a fact about an order ends: with an outcome, or with a question for the rules. After a question, the events recorded so far
/// are thrown away, because the fact is decided again with the answer.
/// </summary>
internal abstract record FactEnd
{
    private FactEnd()
    {
    }

    public static implicit operator FactEnd(Outcome outcome) => new Ended(outcome);

    public sealed record Ended(Outcome Outcome) : FactEnd;

    /// <param name="Order">What to evaluate.</param>
    /// <param name="Standing">The standing before the order; absent when it is evaluated again.</param>
    public sealed record Asks(EvaluateOrder Order, Standing? Standing) : FactEnd;
}
