using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Postings;

/// <summary>Value that is there, by whether it can be used: of one lot, or of all lots of a wallet. Points or money, not below 0.</summary>
/// <param name="Pending">Credited, not yet usable.</param>
/// <param name="Unheld">Activated and not held. What a wallet owes is not taken from it; see <see cref="WalletTotals.Available"/>.</param>
/// <param name="Held">Set aside for a purchase.</param>
public readonly record struct Pockets(decimal Pending, decimal Unheld, decimal Held)
{
    /// <summary>All of it.</summary>
    public decimal Sum => Pending + Unheld + Held;

    /// <summary>What is there after a move.</summary>
    public Pockets After(LotMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        return With(BookNames.Of(move.From), -move.Amount).With(BookNames.Of(move.To), move.Amount);
    }

    /// <summary>What is there after a book got an amount, or gave it where the amount is below 0.</summary>
    public Pockets With(Book book, decimal amount) => book switch
    {
        Book.Pending => this with { Pending = Pending + amount },
        Book.Available => this with { Unheld = Unheld + amount },
        Book.Held => this with { Held = Held + amount },
        Book.Issuance or Book.Redeemed or Book.Expired or Book.Arrears or Book.Adjustment or Book.Transfer => this,
    };
}
