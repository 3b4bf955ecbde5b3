using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Spending;

/// <summary>
/// Amounts of commands: whole points, or money in the currency's minor digits (domain.md §1). An amount with more digits is refused, never
/// cut.
/// </summary>
internal static class Amounts
{
    /// <summary>An amount above 0. When a money value is given instead, the fewest points that are worth at least that value.</summary>
    public static decimal? Positive(ProgramVersion version, string unit, decimal? amount, decimal? value, out CommandEnd? refusal)
    {
        if (amount is null == value is null)
        {
            refusal = CommandEnd.Refuse(Refusals.AmountMissing, "Say either amount or value.");
            return null;
        }

        if (value is { } money && !Units.Of(unit).IsMoney())
        {
            if (version.PointValue.IsZero)
            {
                refusal = CommandEnd.Refuse(Refusals.NoPointValue, "The program does not say what a point is worth.");
                return null;
            }

            var exact = (Exact)money / version.PointValue;
            var whole = (decimal)exact.Floor();
            amount = (Exact)whole < exact ? whole + 1 : whole;
        }

        return Positive(version, unit, amount ?? value!.Value, out refusal);
    }

    /// <summary>An amount above 0.</summary>
    public static decimal? Positive(ProgramVersion version, string unit, decimal amount, out CommandEnd? refusal)
    {
        refusal = amount > 0 ? null : CommandEnd.Refuse(Refusals.AmountNotPositive, "The amount is above 0.");
        return refusal is null ? Signed(version, unit, amount, out refusal) : null;
    }

    /// <summary>An amount of either sign, but not 0.</summary>
    public static decimal? Signed(ProgramVersion version, string unit, decimal amount, out CommandEnd? refusal)
    {
        var digits = Units.DigitsOf(unit, version.MinorDigits);
        var cut = decimal.Round(amount, digits, MidpointRounding.ToZero);
        refusal = amount == 0 ? CommandEnd.Refuse(Refusals.AmountNotPositive, "The amount is not 0.")
            : cut != amount ? CommandEnd.Refuse(Refusals.AmountTooFine, $"An amount of {unit} has at most {digits} digits after the point.")
            : Math.Abs(amount) > WalletLimit.Of(unit, version.MinorDigits)
                ? CommandEnd.Refuse(Refusals.Overflow, "The amount is beyond what the ledger can hold.")
            : null;
        // Equal amounts get the same scale, so that they are stored as the same text.
        return refusal is null ? cut + new decimal(0, 0, 0, false, (byte)digits) : null;
    }

    /// <summary>The worth of an amount in money, exact; points by the version's pointValue.</summary>
    public static Exact Worth(ProgramVersion version, string unit, decimal amount) =>
        Units.WorthOf(unit, amount, version.PointValue);
}
