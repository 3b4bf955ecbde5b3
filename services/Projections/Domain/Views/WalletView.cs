using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>A wallet as its entries left it. Available is the pocket's; what a caller sees is less the arrears.</summary>
/// <param name="Credited">An amount above 0 was credited once: the wallet has a row in the exports.</param>
public sealed record WalletRow(
    decimal Pending, decimal Available, decimal Held, decimal Arrears,
    decimal Accrued, decimal Reversed, decimal Redeemed, decimal Expired, decimal Adjusted, bool Credited)
{
    public static WalletRow Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, false);

    /// <summary>activated − held − arrears (domain.md §5); below zero while the wallet owes.</summary>
    public decimal AvailableShown => Available - Arrears;

    /// <summary>The invariant of domain.md §5.</summary>
    public bool Balances => Accrued - Reversed - Redeemed - Expired + Adjusted == Pending + AvailableShown + Held;
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
        var sums = new WalletSums(row);
        for (var i = 0; i < moves.Count; i++) sums.Apply(moves[i]);
        return moves.Count == 0 ? row : sums.ToRow();
    }
}

/// <summary>A move names a book that this version of the views does not know: the views would be wrong without it.</summary>
public sealed class UnknownBookException(string book) : Exception($"There is no view for the book {book}.");
