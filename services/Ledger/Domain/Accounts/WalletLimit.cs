using Ledger.Domain.Postings;

namespace Ledger.Domain.Accounts;

/// <summary>
/// The most that any total of a wallet may ever come to (domain.md §1): 2^63 − 1 of the unit's smallest part, that is whole points, or
/// minor units of the currency for cashback and funds (92,233,720,368,547,758.07 in GBP). Lifetime totals are held to it too, so it is also
/// the most that is ever credited.
/// </summary>
public static class WalletLimit
{
    /// <summary>The limit in whole points, or in money with the currency's minor digits.</summary>
    /// <param name="unit">points, cashback or fund.</param>
    /// <param name="minorDigits">Digits of the currency's minor unit.</param>
    public static decimal Of(string unit, int minorDigits) =>
        new(-1, int.MaxValue, 0, false, unit == Units.Points ? (byte)0 : (byte)minorDigits);
}
