using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Postings;

/// <summary>
/// The totals of a wallet's moves (domain.md §5): its value, its arrears, and lifetime totals; points or money. The ledger, which decides
/// by them, and the views, which show them, both use this arithmetic.
/// </summary>
public readonly record struct WalletTotals
{
    /// <summary>The value in the wallet's lots.</summary>
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

    /// <summary>All value that was ever issued to the wallet.</summary>
    public decimal Accrued { get; init; }

    /// <summary>Value that went back to issuance, including what became arrears.</summary>
    public decimal Reversed { get; init; }

    /// <summary>Value spent and not given back.</summary>
    public decimal Redeemed { get; init; }

    /// <summary>Value that expired.</summary>
    public decimal Expired { get; init; }

    /// <summary>Adjustments by hand, transfers and merges; below 0 if more was taken than added.</summary>
    public decimal Adjusted { get; init; }

    /// <summary>Activated less held less arrears; below 0 when the arrears exceed it (domain.md §5).</summary>
    public decimal Available => Unheld - Arrears;

    /// <summary>Whether the invariant of domain.md §5 holds.</summary>
    public bool Balances => Accrued - Reversed - Redeemed - Expired + Adjusted == Pending + Available + Held;

    /// <summary>The wallet's balance, as an entry shows it.</summary>
    public BalanceAfter ToBalance() => new(Pending, Available, Held, Arrears);

    /// <summary>The totals after several moves, in order.</summary>
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

    // A book got an amount, or gave it if the amount is below 0. Arrears is a debt: an amount that this book gives increases it.
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
