using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private ProgramVersion VersionNow(Account a) => VersionAt(a.Clock!.Value) ?? versions[0];

    /// <summary>What an amount is worth in minor units of money.</summary>
    private static Rational Worth(ProgramVersion v, string unit, BigInteger amount) =>
        unit == "points" ? Rational.From(amount) * v.PointValue * Minor(v) : Rational.From(amount);

    internal static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly Rational Hundred = Rational.From(100m);

    private ProgramVersion? VersionAt(DateTimeOffset t)
    {
        ProgramVersion? found = null;
        foreach (var v in versions)
        {
            if (v.EffectiveFrom <= t)
            {
                found = v;
            }
        }
        return found;
    }

    private static BigInteger RoundMoney(ProgramVersion v, Rational amount) => (amount * Minor(v)).Round(v.MoneyRounding);
    private static Rational Minor(ProgramVersion v) => Rational.From(BigInteger.Pow(10, v.MoneyDigits));

    private static DateTimeOffset? ExpiryFrom(Expiry? e, Calendar cal, DateTimeOffset from)
    {
        if (e == null)
        {
            return null;
        }
        if (e.EndOfMonth)
        {
            return cal.MonthStart(cal.Month(from) + e.AfterMonths + 1);
        }
        return cal.AddMonths(from, e.AfterMonths);
    }
}
