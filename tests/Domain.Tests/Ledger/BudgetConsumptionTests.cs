using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Budgets;
using Ledger.DomainTests.Rules;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Which entries draw on a budget, and how its periods are shown (mechanics.md §11).</summary>
public sealed class BudgetConsumptionTests
{
    private static readonly ProgramCatalog Monthly =
        Programs.Catalog("\"pointValue\": 0.01, \"budget\": { \"amount\": 10, \"period\": \"month\" }");
    private static readonly DateTimeOffset At = Orders.Time("2011-06-30T23:00:00Z");

    [TestCase("order", "points", null, "1", Description = "100 points at 0.01.")]
    [TestCase("activity", "points", null, "1")]
    [TestCase("milestone", "cashback", null, "100")]
    [TestCase("challenge", "cashback", "2011-06", "100")]
    [TestCase("draw", "cashback", null, "0")]
    [TestCase("rebate", "cashback", "2011-06", "0")]
    [TestCase("return", "cashback", "2011-06", "0", Description = "A closed rebate period is corrected.")]
    [TestCase("order", "fund", null, "0")]
    public void A_credit_draws_by_what_caused_it(string kind, string unit, string? period, string used)
    {
        Movement entry = unit == "points" ? new PointsAccrued() : new CashbackAccrued();
        Assert.That(Used(Consumption(entry with { Unit = unit, Amount = 100, Cause = new Cause(kind, Period: period), EffectiveAt = At }),
            "2011-07"), Is.EqualTo(used));
    }

    [Test]
    public void What_is_taken_back_returns_to_the_local_month_of_its_effective_time()
    {
        const string Later = "2011-07-31T23:00:00Z";
        var consumption = Consumption(
            Points<PointsAccrued>(300, At),
            Points<AccrualReversed>(-120, Orders.Time(Later)),
            Points<ArrearsOpened>(-30, Orders.Time(Later)),
            Points<ArrearsCleared>(30, Orders.Time(Later)),
            Points<PointsExpired>(-20, Orders.Time(Later)),
            new BudgetReached("acme", "2011-07", 80, 8, 10, 1, At, At));
        Assert.That(
            (Used(consumption, "2011-07"), Used(consumption, "2011-08"), consumption.Periods["2011-07"].StreamVersion),
            Is.EqualTo(("3", "-1.5", 1L)));
    }

    [Test]
    public void The_report_shows_the_periods_that_were_used_and_the_one_that_runs()
    {
        var catalog = Monthly.With(Programs.Version(
            "\"version\": 2, \"effectiveFrom\": \"2011-08-15T00:00:00Z\", \"pointValue\": 0.01, "
            + "\"budget\": { \"amount\": 4, \"period\": \"quarter\" }"));
        var consumption = Consumption(
            Points<PointsAccrued>(300, At),
            Points<AccrualReversed>(-120, Orders.Time("2011-08-02T00:00:00Z")),
            Points<PointsAccrued>(400, Orders.Time("2011-09-01T00:00:00Z")));

        var shown = BudgetReport.Of(catalog, consumption, Orders.Time("2011-10-05T00:00:00Z"))
            .Select(period => $"{period.Period} {period.ProgramVersion} {period.Amount} {period.Used} {period.Remaining}");

        Assert.That(shown, Is.EqualTo(new[] { "2011-07 1 10 3 7", "2011-Q3 2 4 5.8 0", "2011-Q4 2 4 0 4" }));
    }

    [Test]
    public void A_budget_for_a_lifetime_has_one_period_without_an_end()
    {
        var catalog = Programs.Catalog("\"pointValue\": 0.01, \"budget\": { \"amount\": 10, \"period\": \"lifetime\" }");
        var consumption = Consumption(Points<PointsAccrued>(300, At));
        Assert.That(BudgetReport.Of(catalog, consumption, DateTimeOffset.MinValue),
            Is.EqualTo(new[] { new BudgetPeriodUse("lifetime", null, null, 1, 10, 3, 7) }));
    }

    private static T Points<T>(decimal amount, DateTimeOffset at)
        where T : Movement, new() =>
        new() { Unit = "points", Amount = amount, Cause = new Cause("order"), EffectiveAt = at };

    private static BudgetConsumption Consumption(params ILedgerEvent[] happened) =>
        happened.Aggregate(new BudgetConsumption("acme"), (consumption, one) => Evolve.Budget(consumption, Monthly, one));

    private static string Used(BudgetConsumption consumption, string month) => consumption.Periods.GetValueOrDefault(month).Used.ToString();
}
