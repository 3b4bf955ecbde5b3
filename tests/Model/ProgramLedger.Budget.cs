using System.Numerics;

namespace Ledger.Model;

/// <summary>What credits may cost in a period (mechanics.md §11). Kept by local month, in minor units of money.</summary>
internal sealed partial class ProgramLedger
{
    private readonly Dictionary<int, Rational> cost = [];
    private readonly Dictionary<int, Rational> newCost = [];

    /// <summary>Cuts a credit to what the budget has left at its effective time, and takes it from there.</summary>
    private BigInteger DrawOnBudget(string unit, BigInteger amount, DateTimeOffset at)
    {
        var v = VersionAt(at) ?? versions[0];
        var each = unit == "points" ? v.PointValue * Minor(v) : Rational.One;
        if (v.Budget is { } budget && !each.IsZero)
        {
            var left = Rational.Max(Rational.Zero, (budget.Amount * Minor(v)) - CostOfPeriod(v, at));
            amount = BigInteger.Min(amount, (left / each).Floor());
        }
        Count(v, at, Rational.From(amount) * each);
        return amount;
    }

    /// <summary>Value that is taken back is returned to the budget of the period in which that happens.</summary>
    private void ReturnToBudget(string unit, BigInteger amount, DateTimeOffset at)
    {
        var v = VersionAt(at) ?? versions[0];
        Count(v, at, -(Rational.From(amount) * (unit == "points" ? v.PointValue * Minor(v) : Rational.One)));
    }

    private void Count(ProgramVersion v, DateTimeOffset at, Rational amount)
    {
        int month = v.Calendar.Month(at);
        newCost[month] = newCost.GetValueOrDefault(month) + amount;
    }

    private Rational CostOfPeriod(ProgramVersion v, DateTimeOffset at)
    {
        int month = v.Calendar.Month(at);
        int length = v.Budget!.Period switch
        {
            "month" => 1,
            "quarter" => 3,
            "year" => 12,
            _ => 0,
        };
        var sum = Rational.Zero;
        foreach (var (m, amount) in cost.Concat(newCost))
        {
            if (length == 0 || m / length == month / length)
            {
                sum += amount;
            }
        }
        return sum;
    }
}
