using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Postings;

/// <summary>
/// What the moves of a wallet's entries come to (domain.md §5): what is there, what is owed, and lifetime totals; points or money. The one
/// arithmetic of the ledger, which decides by it, and of the views, which show it.
/// </summary>
public readonly record struct WalletTotals
{
    /// <summary>What the wallet's lots hold.</summary>
    public Pockets InLots { get; init; }

    /// <inheritdoc cref="Pockets.Pending"/>
    public decimal Pending
    {
        get => InLots.Pending;
        init => InLots = InLots with { Pending = value };
    }

    /// <inheritdoc cref="Pockets.Unheld"/>
    public decimal Unheld
    {
        get => InLots.Unheld;
        init => InLots = InLots with { Unheld = value };
    }

    /// <inheritdoc cref="Pockets.Held"/>
    public decimal Held
    {
        get => InLots.Held;
        init => InLots = InLots with { Held = value };
    }

    /// <summary>What the wallet owes; at or above 0.</summary>
    public decimal Arrears { get; init; }

    /// <summary>What was ever issued to it.</summary>
    public decimal Accrued { get; init; }

    /// <summary>What went back to where it was issued.</summary>
    public decimal Reversed { get; init; }

    /// <summary>What was spent and not given back.</summary>
    public decimal Redeemed { get; init; }

    /// <summary>What ran out of time.</summary>
    public decimal Expired { get; init; }

    /// <summary>By hand, from and to other wallets; below 0 where more was taken.</summary>
    public decimal Adjusted { get; init; }

    /// <summary>Activated less held less arrears; below 0 when more is owed than there is (domain.md §5).</summary>
    public decimal Available => Unheld - Arrears;

    /// <summary>The invariant of domain.md §5.</summary>
    public bool Balances => Accrued - Reversed - Redeemed - Expired + Adjusted == Pending + Available + Held;

    /// <summary>The wallet's position, as an entry shows it.</summary>
    public BalanceAfter ToBalance() => new(Pending, Available, Held, Arrears);

    /// <summary>The totals after several moves, one after the other.</summary>
    public WalletTotals After(IReadOnlyList<LotMove> moves)
    {
        ArgumentNullException.ThrowIfNull(moves);
        var totals = this;
        for (var i = 0; i < moves.Count; i++)
        {
            totals = totals.With(BookNames.Of(moves[i].From), -moves[i].Amount).With(BookNames.Of(moves[i].To), moves[i].Amount);
        }

        return totals;
    }

    // A book got an amount, or gave it where the amount is below 0. Arrears is a debt: what that book gives is owed more.
    private WalletTotals With(Book book, decimal amount) => book switch
    {
        Book.Pending or Book.Available or Book.Held => this with { InLots = InLots.With(book, amount) },
        Book.Arrears => this with { Arrears = Arrears - amount },
        Book.Issuance when amount < 0 => this with { Accrued = Accrued - amount },
        Book.Issuance => this with { Reversed = Reversed + amount },
        Book.Redeemed => this with { Redeemed = Redeemed + amount },
        Book.Expired => this with { Expired = Expired + amount },
        Book.Adjustment or Book.Transfer => this with { Adjusted = Adjusted - amount },
    };
}
