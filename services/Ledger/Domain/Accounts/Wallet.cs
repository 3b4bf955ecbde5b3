using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>Whose value it is and of what kind: (account, owner, unit) of domain.md §1, within one account.</summary>
/// <param name="Owner">"account", or a contact's id.</param>
/// <param name="Unit">points, cashback or fund.</param>
public readonly record struct WalletKey(string Owner, string Unit);

/// <summary>A wallet's totals. Each changes only by the moves of a movement, so it always equals the fold of its entries.</summary>
public sealed class Wallet(WalletKey key)
{
    public WalletKey Key { get; } = key;

    public decimal Pending { get; private set; }

    /// <summary>Activated, unheld value in lots, before arrears.</summary>
    public decimal Unheld { get; private set; }

    public decimal Held { get; private set; }

    /// <summary>What the wallet owes; at or above 0.</summary>
    public decimal Arrears { get; private set; }

    public decimal Accrued { get; private set; }

    public decimal Reversed { get; private set; }

    public decimal Redeemed { get; private set; }

    public decimal Expired { get; private set; }

    public decimal Adjusted { get; private set; }

    /// <summary>Activated less held less arrears; below 0 when more is owed than there is (domain.md §5).</summary>
    public decimal Available => Unheld - Arrears;

    /// <summary>The position the wallet would have after some moves.</summary>
    public BalanceAfter After(IReadOnlyList<LotMove> moves)
    {
        ArgumentNullException.ThrowIfNull(moves);
        decimal pending = Pending, unheld = Unheld, held = Held, arrears = Arrears;
        foreach (var move in moves)
        {
            Shift(move.From, -move.Amount, ref pending, ref unheld, ref held, ref arrears);
            Shift(move.To, move.Amount, ref pending, ref unheld, ref held, ref arrears);
        }

        return new BalanceAfter(pending, unheld - arrears, held, arrears);
    }

    /// <summary>Posts one move to the totals.</summary>
    public void Apply(LotMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        decimal pending = Pending, unheld = Unheld, held = Held, arrears = Arrears;
        Shift(move.From, -move.Amount, ref pending, ref unheld, ref held, ref arrears);
        Shift(move.To, move.Amount, ref pending, ref unheld, ref held, ref arrears);
        (Pending, Unheld, Held, Arrears) = (pending, unheld, held, arrears);
        Count(move.From, move.Amount, -1);
        Count(move.To, move.Amount, 1);
    }

    /// <summary>Sets the totals that a store kept.</summary>
    public void Restore(decimal pending, decimal unheld, decimal held, decimal arrears, decimal accrued, decimal reversed, decimal redeemed, decimal expired, decimal adjusted)
    {
        (Pending, Unheld, Held, Arrears) = (pending, unheld, held, arrears);
        (Accrued, Reversed, Redeemed, Expired, Adjusted) = (accrued, reversed, redeemed, expired, adjusted);
    }

    public Wallet Copy() => (Wallet)MemberwiseClone();

    // Arrears is a debt: what goes from it is owed more, what goes to it is owed less.
    private static void Shift(string book, decimal amount, ref decimal pending, ref decimal unheld, ref decimal held, ref decimal arrears)
    {
        switch (book)
        {
            case Books.Pending: pending += amount; break;
            case Books.Available: unheld += amount; break;
            case Books.Held: held += amount; break;
            case Books.Arrears: arrears -= amount; break;
        }
    }

    private void Count(string book, decimal amount, int sign)
    {
        switch (book)
        {
            case Books.Issuance when sign < 0: Accrued += amount; break;
            case Books.Issuance: Reversed += amount; break;
            case Books.Redeemed: Redeemed += sign * amount; break;
            case Books.Expired: Expired += sign * amount; break;
            case Books.Adjustment or Books.Transfer: Adjusted -= sign * amount; break;
        }
    }
}
