using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>What a budget cuts (mechanics.md §11).</summary>
[TestFixture]
public sealed class BudgetRulesTests
{
    private static readonly ProgramVersion Pounds = Version("0.03");

    [TestCase("points", 100, "3", "100", Description = "Exactly enough.")]
    [TestCase("points", 100, "2.99", "99")]
    [TestCase("points", 100, "0.03", "1")]
    [TestCase("points", 100, "0.029", "0")]
    [TestCase("points", 100, "0", "0")]
    [TestCase("points", 100, "-5", "0")]
    [TestCase("points", 100, "1000", "100")]
    [TestCase("cashback", 20.50, "20.5", "20.50")]
    [TestCase("cashback", 20.50, "20.499", "20.49", Description = "Down to the minor unit.")]
    [TestCase("cashback", 20.50, "1/3", "0.33")]
    [TestCase("cashback", 20.50, "-1", "0")]
    public void A_credit_is_cut_to_what_is_left(string unit, decimal amount, string left, string allowed) =>
        Assert.That(BudgetRules.Allowed(Pounds, unit, amount, Exact.Parse(left)),
            Is.EqualTo(decimal.Parse(allowed, CultureInfo.InvariantCulture)));

    [Test]
    public void Points_that_are_worth_nothing_cost_nothing() =>
        Assert.That(BudgetRules.Allowed(Version("0"), "points", 100, -1), Is.EqualTo(100m));

    [TestCase("points", 7, "0.21")]
    [TestCase("cashback", 7, "7")]
    public void A_credit_costs_what_it_is_worth(string unit, decimal amount, string cost) =>
        Assert.That(BudgetRules.CostOf(Pounds, unit, amount).ToString(), Is.EqualTo(cost));

    [TestCase("month", "2011-06-30T23:00:00Z", "2011-07")]
    [TestCase("quarter", "2011-06-30T22:59:59Z", "2011-Q2")]
    [TestCase("year", "2011-06-30T23:00:00Z", "2011")]
    [TestCase("lifetime", "2011-06-30T23:00:00Z", "lifetime")]
    public void A_credit_counts_in_the_local_period_of_its_effective_time(string period, string at, string expected)
    {
        var version = Programs.Version($"\"budget\": {{ \"amount\": 1, \"period\": \"{period}\" }}");
        Assert.That(BudgetRules.PeriodOf(version.Budget!, version.Calendar, Orders.Time(at)), Is.EqualTo(expected));
    }

    [TestCase(100, 80, 60, 0, "1000", "0 0 0 0", Description = "Granted 60 of 100: a fall to 80 takes nothing back.")]
    [TestCase(100, 40, 60, 0, "1000", "20 0 0 0", Description = "Only what is above the new result.")]
    [TestCase(100, 0, 60, 0, "1000", "60 0 0 0")]
    [TestCase(100, 100, 60, 0, "1000", "0 0 0 0", Description = "What was cut stays cut.")]
    [TestCase(80, 100, 60, 0, "1000", "0 0 20 0", Description = "At most the rise.")]
    [TestCase(80, 100, 60, 0, "0.45", "0 0 15 5", Description = "And at most what is left.")]
    [TestCase(80, 100, 60, 12, "0.03", "0 12 1 7", Description = "Waived value is set off first, and costs nothing.")]
    [TestCase(80, 100, 60, 50, "0", "0 20 0 0")]
    public void A_re_evaluation_moves_no_more_than_it_must(decimal last, decimal now, decimal granted, decimal waived, string left,
        string expected)
    {
        var change = BudgetRules.Change(Pounds, "points", last, now, granted, waived, Exact.Parse(left));
        Assert.That($"{change.TakenBack} {change.SetOff} {change.Credited} {change.Cut}", Is.EqualTo(expected));
    }

    [TestCase("0", "79.99", "")]
    [TestCase("0", "80", "80")]
    [TestCase("79", "100", "80,100")]
    [TestCase("80", "99.99", "")]
    [TestCase("80", "101", "100")]
    [TestCase("100", "100", "")]
    [TestCase("100", "60", "", Description = "What is taken back returns.")]
    public void Thresholds_are_reached_once_on_the_way_up(string before, string after, string reached) => Assert.That(
        string.Join(',', BudgetRules.Reached(new Budget(100, BudgetPeriod.Month), Exact.Parse(before), Exact.Parse(after))),
        Is.EqualTo(reached));

    [Test]
    public void An_entry_shows_what_was_cut() => Assert.That(BudgetRules.Shown(100, 60), Is.EqualTo(new Component("budget", 100, 1, -40)));

    [Test]
    public void No_history_of_credits_and_re_evaluations_passes_the_budget()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var budget = (Exact)(random.Next(1, 500) / 10m);
            var used = Exact.Zero;
            decimal last = 0, granted = 0;
            for (var n = 0; n < 30; n++)
            {
                var now = random.Next(0, 2_000);
                var change = BudgetRules.Change(Pounds, "points", last, now, granted, 0, budget - used);
                granted += change.Credited - change.TakenBack;
                used += BudgetRules.CostOf(Pounds, "points", change.Credited - change.TakenBack);
                Assert.That(used <= budget && used.Sign >= 0, $"seed {seed}");
                Assert.That(granted, Is.InRange(0, now), $"seed {seed}: never more than the rules give");
                Assert.That(change.Credited + change.Cut, Is.EqualTo(Math.Max(0, now - last)), $"seed {seed}");
                last = now;
            }
        }
    }

    private static ProgramVersion Version(string pointValue) =>
        Programs.Version($"\"pointValue\": {pointValue}, \"budget\": {{ \"amount\": 1, \"period\": \"month\" }}");
}
