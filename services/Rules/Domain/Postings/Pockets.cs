using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Postings;

/// <summary>The value in one lot, or in all lots of a wallet, by whether it can be used. Points or money, at or above 0.</summary>
/// <param name="Pending">Credited, not yet usable.</param>
/// <param name="Unheld">Activated and not held. A wallet's arrears are not subtracted; see <see cref="WalletTotals.Available"/>.</param>
/// <param name="Held">Set aside by holds and claims.</param>
public readonly record struct Pockets(decimal Pending, decimal Unheld, decimal Held)
{
    /// <summary>All value.</summary>
    public decimal Sum => Pending + Unheld + Held;

    /// <summary>The value after a move.</summary>
    public Pockets After(LotMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        return With(BookNames.Of(move.From), -move.Amount).With(BookNames.Of(move.To), move.Amount);
    }

    /// <summary>The value after a book got an amount, or gave it if the amount is below 0.</summary>
    public Pockets With(Book book, decimal amount) => book switch
    {
        Book.Pending => this with { Pending = Pending + amount },
        Book.Available => this with { Unheld = Unheld + amount },
        Book.Held => this with { Held = Held + amount },
        Book.Issuance or Book.Redeemed or Book.Expired or Book.Arrears or Book.Adjustment or Book.Transfer => this,
    };
}
