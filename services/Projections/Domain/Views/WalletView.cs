using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Views;

/// <summary>A wallet after its entries so far.</summary>
/// <param name="Credited">Whether an amount above 0 was ever credited; if so, exports have a row for the wallet.</param>
public readonly record struct WalletRow(WalletTotals Totals, bool Credited)
{
    /// <summary>The row of a wallet without entries.</summary>
    public static WalletRow Empty => default;
}

/// <summary>
/// Computes balances and lifetime totals from the moves alone. The event's type does not matter, so new types need no code here.
/// </summary>
public static class WalletView
{
    public static WalletRow Apply(WalletRow row, EntryData entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Apply(row, entry.Moves);
    }

    public static WalletRow Apply(WalletRow row, IReadOnlyList<LotMove> moves)
    {
        ArgumentNullException.ThrowIfNull(moves);
        return moves.Count == 0 ? row : new WalletRow(row.Totals.After(moves), row.Credited || Credits(moves));
    }

    private static bool Credits(IReadOnlyList<LotMove> moves)
    {
        for (var i = 0; i < moves.Count; i++)
        {
            if (BookNames.Of(moves[i].From).Credits()) return true;
        }

        return false;
    }
}
