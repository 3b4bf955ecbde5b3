using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Reports;

/// <summary>
/// A wallet's balance on a statement, or an entry's change of it (domain.md §5). Available = activated − held − arrears, which may be
/// negative. In each of the four amounts, the opening balance and the changes of a period's entries sum to the closing balance.
/// </summary>
public sealed record StatementBalance(decimal Pending, decimal Available, decimal Held, decimal Arrears)
{
    public static StatementBalance Zero { get; } = new(0, 0, 0, 0);

    /// <summary>The balance after an entry, as the entry records it.</summary>
    public static StatementBalance After(Movement entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(entry.Balance.Pending, entry.Balance.Available, entry.Balance.Held, entry.Balance.Arrears);
    }

    /// <summary>The change by moves.</summary>
    public static StatementBalance ChangeOf(IReadOnlyList<LotMove> moves)
    {
        var change = default(WalletTotals).After(moves);
        return new(change.Pending, change.Available, change.Held, change.Arrears);
    }

    public StatementBalance Minus(StatementBalance other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Pending - other.Pending, Available - other.Available, Held - other.Held, Arrears - other.Arrears);
    }

    /// <summary>The same balance with the digits of its unit.</summary>
    public StatementBalance Scaled(int digits) => new(
        ValueFormat.Scaled(Pending, digits), ValueFormat.Scaled(Available, digits), ValueFormat.Scaled(Held, digits),
        ValueFormat.Scaled(Arrears, digits));
}
