using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Views;

/// <summary>A wallet as its entries left it.</summary>
/// <param name="Credited">An amount above 0 was credited once: the wallet has a row in the exports.</param>
public sealed record WalletRow(WalletTotals Totals, bool Credited)
{
    /// <summary>Of a wallet in which nothing was moved.</summary>
    public static WalletRow Empty { get; } = new(default, false);
}

/// <summary>
/// Balances and lifetime totals from the moves alone. The type of the event does not matter, so a type that comes later needs nothing here.
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
