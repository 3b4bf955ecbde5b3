using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;

namespace Ledger.Rules.Domain.Program;

/// <summary>A scope in which orders are measured. Versions that define the same name in the same way share one.</summary>
/// <param name="Key">The scope's name and the version that first defined it in this way, "goods@1"; "*" is all merchandise and all
/// orders.</param>
public sealed record ScopeDefinition(string Key, Scope Scope)
{
    /// <summary>The key of all merchandise and all orders.</summary>
    public const string All = "*";

    /// <summary>Whether an order with these lines, as first recorded, counts among the scope's orders. Every order counts in "*".</summary>
    public bool Counts(IReadOnlyList<EvaluatedLine> linesAsRecorded)
    {
        ArgumentNullException.ThrowIfNull(linesAsRecorded);
        if (Key == All) return true;
        for (var i = 0; i < linesAsRecorded.Count; i++)
        {
            if (Scope.Contains(linesAsRecorded[i])) return true;
        }

        return false;
    }

    /// <summary>Exact net of the remaining quantities in the scope, in the program's currency.</summary>
    /// <param name="rate">The rate of the order's currency (mechanics.md §10); null for the program's own.</param>
    public Exact Net(IReadOnlyList<EvaluatedLine> lines, Exact? rate = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Exact net = default;
        for (var i = 0; i < lines.Count; i++)
        {
            if (Scope.Contains(lines[i])) net += LineAmounts.Of(lines[i], rate).Net;
        }

        return net;
    }
}
