using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program;
using Calendar = Ledger.Rules.Domain.Program.Calendar;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>A local period for which a rebate is paid.</summary>
/// <param name="Id">2011-Q3, 2011-07 or 2011.</param>
/// <param name="FirstMonth">Year × 12 + month − 1.</param>
/// <param name="Start">Inclusive.</param>
/// <param name="End">Exclusive: the boundary at which the period closes.</param>
public sealed record RebatePeriod(string Id, int FirstMonth, int MonthCount, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The months whose scoped net is the basis.</summary>
    public MonthRange Months => new(FirstMonth, FirstMonth + MonthCount - 1);
}

/// <summary>Cashback on the volume of a period (domain.md §4, rebates).</summary>
public static class RebateRules
{
    /// <summary>The period of an order placed at an instant.</summary>
    public static RebatePeriod PeriodOf(RebateRule r, Calendar c, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(c);
        return PeriodOf(r.Period, c, c.MonthOf(at));
    }

    /// <summary>The period that contains a local month.</summary>
    public static RebatePeriod PeriodOf(PeriodKind period, Calendar c, int month)
    {
        ArgumentNullException.ThrowIfNull(c);
        var count = period switch
        {
            PeriodKind.Month => 1,
            PeriodKind.Quarter => 3,
            PeriodKind.Year => 12,
        };
        var first = month - (month % count);
        var year = first / 12;
        var id = period switch
        {
            PeriodKind.Month => string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{(first % 12) + 1:D2}"),
            PeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{year:D4}-Q{(first % 12 / 3) + 1}"),
            PeriodKind.Year => string.Create(CultureInfo.InvariantCulture, $"{year:D4}"),
        };
        return new RebatePeriod(id, first, count, c.StartOfMonth(first), c.StartOfMonth(first + count));
    }

    /// <summary>What a basis earns, rounded once by the money rule. A basis below 0 earns nothing.</summary>
    /// <exception cref="OverflowException">The result is beyond what a decimal holds.</exception>
    public static decimal Amount(RebateRule r, ProgramVersion v, Exact basis)
    {
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(v);
        return v.MoneyRounding.Round(Exactly(r, basis), v.MinorDigits);
    }

    /// <summary>Like <see cref="Amount"/>, but at most <paramref name="most"/>, so that it never overflows.</summary>
    /// <param name="most">At or above 0, in the currency's minor digits.</param>
    public static decimal AmountUpTo(RebateRule r, ProgramVersion v, Exact basis, decimal most)
    {
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(v);
        var exact = Exactly(r, basis);
        return exact >= most ? most : v.MoneyRounding.Round(exact, v.MinorDigits);
    }

    private static Exact Exactly(RebateRule r, Exact basis) => basis.Sign <= 0 ? default : Percents(r, basis) / 100;

    private static Exact Percents(RebateRule r, Exact basis)
    {
        var reached = Step.Reached(r.Steps, basis);
        if (reached < 0) return default;
        if (r.Mode == RebateMode.SlabWhole) return basis * r.Steps[reached].Percent;
        Exact sum = default;
        for (var i = 0; i <= reached; i++)
        {
            var top = i == reached ? basis : r.Steps[i + 1].From;
            sum += (top - r.Steps[i].From) * r.Steps[i].Percent;
        }

        return sum;
    }
}
