using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain;

/// <summary>What the rules give for an order.</summary>
public static class OrderRules
{
    public static OrderEvaluation Evaluate(ProgramCatalog catalog, EvaluateOrder order, Standing? standing) => throw new NotSupportedException();
}
