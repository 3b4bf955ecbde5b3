using Ledger.Rules.Domain.Postings;

namespace Ledger.Domain.Accounts;

/// <summary>
/// The most that any total of a wallet may ever come to (domain.md §1): 2^63 − 1 of the unit's smallest part, that is whole points, or
/// minor units of the currency for cashback and funds (92,233,720,368,547,758.07 in GBP). Lifetime totals are held to it too, so no wallet
/// is ever credited more than that in all.
/// </summary>
public static class WalletLimit
{
    /// <summary>The limit in whole points, or in money with the currency's minor digits.</summary>
    /// <param name="unit">points, cashback or fund.</param>
    /// <param name="minorDigits">Digits of the currency's minor unit.</param>
    public static decimal Of(string unit, int minorDigits) =>
        new(-1, int.MaxValue, 0, false, (byte)Units.DigitsOf(unit, minorDigits));

    /// <summary>How much can still be credited to a wallet before one of its totals is beyond the limit; 0 or more.</summary>
    /// <param name="limit">The limit of the wallet's unit, see <see cref="Of"/>.</param>
    public static decimal Room(WalletTotals wallet, decimal limit) =>
        Math.Max(0, limit - Math.Max(wallet.InLots.Sum, Math.Max(wallet.Accrued, wallet.Accrued + wallet.Adjusted)));

    /// <summary>
    /// Whether some moves bring a total (the value in lots, arrears or a lifetime total) beyond the limit, or further beyond it. A total
    /// that does not grow is never refused, so value can always be spent, returned and expired: <see cref="WalletTotals.Redeemed"/> and
    /// <see cref="WalletTotals.Expired"/> come only from what was credited.
    /// </summary>
    /// <param name="before">The wallet before some moves.</param>
    /// <param name="after">The wallet after them.</param>
    /// <param name="limit">Of the wallet's unit.</param>
    public static bool IsOutgrown(WalletTotals before, WalletTotals after, decimal limit)
    {
        return Grows(after.InLots.Sum, before.InLots.Sum)
            || Grows(after.Arrears, before.Arrears)
            || Grows(after.Accrued, before.Accrued)
            || Grows(after.Reversed, before.Reversed)
            || Grows(after.Adjusted, before.Adjusted)
            || Grows(after.Accrued + after.Adjusted, before.Accrued + before.Adjusted);

        bool Grows(decimal now, decimal was) => Math.Abs(now) > limit && Math.Abs(now) > Math.Abs(was);
    }
}
