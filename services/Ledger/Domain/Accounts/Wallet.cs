using Ledger.Contracts.V1;

namespace Ledger.Domain.Accounts;

/// <summary>Whose value it is and of what kind: (account, owner, unit) of domain.md §1, within one account.</summary>
/// <param name="Owner">"account", or a contact's id.</param>
/// <param name="Unit">points, cashback or fund.</param>
public readonly record struct WalletKey(string Owner, string Unit);

/// <summary>A wallet's totals. They change only by the moves of a movement, so they always equal the fold of its entries.</summary>
public sealed record Wallet(WalletKey Key)
{
    public decimal Pending { get; init; }

    /// <summary>Activated, unheld value in lots, before arrears.</summary>
    public decimal Unheld { get; init; }

    public decimal Held { get; init; }

    /// <summary>What the wallet owes; at or above 0.</summary>
    public decimal Arrears { get; init; }

    public decimal Accrued { get; init; }

    public decimal Reversed { get; init; }

    public decimal Redeemed { get; init; }

    public decimal Expired { get; init; }

    public decimal Adjusted { get; init; }

    /// <summary>Activated less held less arrears; below 0 when more is owed than there is (domain.md §5).</summary>
    public decimal Available => Unheld - Arrears;

    // Everything that the wallet's lots hold.
    private decimal InLots => Pending + Unheld + Held;

    /// <summary>How much can still be credited without bringing a total beyond the limit; at or above 0.</summary>
    /// <param name="limit">See <see cref="WalletLimit"/>.</param>
    public decimal Room(decimal limit) => Math.Max(0, limit - Math.Max(InLots, Math.Max(Accrued, Accrued + Adjusted)));

    /// <summary>The wallet's position, as an entry shows it.</summary>
    public BalanceAfter Balance => new(Pending, Available, Held, Arrears);

    /// <summary>
    /// The wallet after one move. Arrears is a debt: what goes from that book is owed more, what goes to it is owed less.
    /// </summary>
    public Wallet After(LotMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        return this with
        {
            Pending = Pending + move.ChangeOf(Books.Pending),
            Unheld = Unheld + move.ChangeOf(Books.Available),
            Held = Held + move.ChangeOf(Books.Held),
            Arrears = Arrears - move.ChangeOf(Books.Arrears),
            Accrued = Accrued + (Books.IsIssuance(move.From) ? move.Amount : 0),
            Reversed = Reversed + (Books.IsIssuance(move.To) ? move.Amount : 0),
            Redeemed = Redeemed + move.ChangeOfRedeemed(),
            Expired = Expired + move.ChangeOf(Books.Expired),
            Adjusted = Adjusted - move.ChangeOf(Books.Adjustment) - move.ChangeOf(Books.Transfer),
        };
    }

    /// <summary>The wallet after several moves, one after the other.</summary>
    public Wallet After(IReadOnlyList<LotMove> moves)
    {
        ArgumentNullException.ThrowIfNull(moves);
        var wallet = this;
        for (var i = 0; i < moves.Count; i++) wallet = wallet.After(moves[i]);
        return wallet;
    }

    /// <summary>
    /// Whether a total is beyond the limit that was not before, or was less so: what is in lots, what is owed, or a lifetime total. A total
    /// that does not grow never is, so value can always be spent, returned and expired: <see cref="Redeemed"/> and <see cref="Expired"/>
    /// come only from what was credited.
    /// </summary>
    /// <param name="before">The wallet before some moves.</param>
    /// <param name="limit">See <see cref="WalletLimit"/>.</param>
    public bool Outgrows(Wallet before, decimal limit)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Grows(InLots, before.InLots)
            || Grows(Arrears, before.Arrears)
            || Grows(Accrued, before.Accrued)
            || Grows(Reversed, before.Reversed)
            || Grows(Adjusted, before.Adjusted)
            || Grows(Accrued + Adjusted, before.Accrued + before.Adjusted);

        bool Grows(decimal now, decimal was) => Math.Abs(now) > limit && Math.Abs(now) > Math.Abs(was);
    }
}

/// <summary>What a move does to a book.</summary>
internal static class MovedBooks
{
    /// <summary>What the book gains by the move; below 0 where it gives, 0 where it has no part in it.</summary>
    public static decimal ChangeOf(this LotMove move, string book) =>
        (move.To == book ? move.Amount : 0) - (move.From == book ? move.Amount : 0);

    /// <summary>What redeemed gains by the move, whoever's book of it takes part.</summary>
    public static decimal ChangeOfRedeemed(this LotMove move) =>
        (Books.IsRedeemed(move.To) ? move.Amount : 0) - (Books.IsRedeemed(move.From) ? move.Amount : 0);
}
