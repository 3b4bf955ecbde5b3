using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Reports;

/// <summary>
/// A wallet's position on a statement, or what an entry changes in it (domain.md §5). Available is activated − held − arrears and below
/// zero while the wallet owes. A period's opening balance and the changes of its entries sum to its closing balance, in each of the four.
/// </summary>
public sealed record StatementBalance(decimal Pending, decimal Available, decimal Held, decimal Arrears)
{
    public static StatementBalance Zero { get; } = new(0, 0, 0, 0);

    /// <summary>As the entry itself says it.</summary>
    public static StatementBalance After(Movement entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(entry.Balance.Pending, entry.Balance.Available, entry.Balance.Held, entry.Balance.Arrears);
    }

    /// <summary>What moves change, from the moves alone.</summary>
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

    /// <summary>The same with the digits of its unit.</summary>
    public StatementBalance Scaled(int digits) => new(
        ValueFormat.Scaled(Pending, digits), ValueFormat.Scaled(Available, digits), ValueFormat.Scaled(Held, digits),
        ValueFormat.Scaled(Arrears, digits));
}
