using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Rebates after a merge: who closed a period, and to whom a later difference goes.</summary>
public sealed class MergedRebateTests : MergeFixture
{
    [Test]
    public void An_open_period_is_closed_on_the_sum_of_both_accounts()
    {
        Order("a1", "A", "2011-01-05", 150);
        Order("b1", "B", "2011-01-06", 60);
        Merge("A", "B", "2011-01-08");
        Ledger.Sweep("B", At("2011-02-01"));
        Ledger.Sweep("A", At("2011-02-01"));

        var computed = Ledger.Events.OfType<RebateComputed>().Single();
        Assert.That(
            (computed.AccountId, computed.Basis, computed.Amount, computed.ClosedBy), Is.EqualTo(("B", (Exact)210, 4.20m, (string?)null)));
    }

    [Test]
    public void A_closed_period_stays_with_the_account_that_closed_it_and_a_later_difference_goes_to_the_survivor()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b1", "B", "2011-01-06", 400);
        Ledger.Sweep("A", At("2011-02-01"));
        Merge("A", "B", "2011-02-02");
        Assert.That(Ledger.Account("B").Wallet(Cashback).Unheld, Is.EqualTo(14.00m));

        Return("a1", "2011-02-03");
        Order("b2", "A", "2011-01-30", 100);

        var changes = Ledger.Events.OfType<RebateComputed>().Skip(2).Select(one => (one.AccountId, one.ClosedBy, one.Basis, one.Amount));
        Assert.That(changes, Is.EqualTo(new[] { ("B", "A", Exact.Zero, 0m), ("B", (string?)null, (Exact)500, 10.00m) }));
        var wallet = Ledger.Account("B").Wallet(Cashback);
        Assert.That((wallet.Unheld, wallet.Reversed, Ledger.Account("A").Wallet(Cashback).Unheld), Is.EqualTo((10.00m, 6.00m, 0m)));
    }

    [Test]
    public void A_period_that_only_the_merged_account_has_closed_is_opened_for_the_survivors_own_orders()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b1", "B", "2011-02-05", 10);
        Merge("A", "B", "2011-02-06");

        Order("b2", "B", "2011-01-20", 50);

        var last = Ledger.Events.OfType<RebateComputed>().Last();
        Assert.That(
            (last.AccountId, last.Period, last.Basis, last.Amount, last.ClosedBy),
            Is.EqualTo(("B", "2011-01", (Exact)50, 0.50m, (string?)null)));
        Assert.That(Ledger.Account("B").Wallet(Cashback).Unheld, Is.EqualTo(6.50m));
    }

    [Test]
    public void An_order_in_a_period_that_the_merged_account_has_closed_counts_only_there_when_a_version_changes_the_scope()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b0", "B", "2011-02-05", 10);
        Ledger.Sweep("A", At("2011-02-01"));
        Ledger.Publish(Teas);
        Order("b1", "B", "2011-01-06", 400);
        Merge("A", "B", "2011-02-06");

        Order("b2", "B", "2011-01-20", 50);
        Return("a1", "2011-02-07");

        Assert.That(Changes().Skip(1), Is.EqualTo(new[]
        {
            ("B", (string?)null, (Exact)400, 40.00m), ("B", null, (Exact)450, 45.00m), ("B", "A", Exact.Zero, 0m),
        }));
        Assert.That(Ledger.Account("B").Wallet(Cashback).Unheld, Is.EqualTo(45.00m));
    }

    [Test]
    public void A_version_after_the_merge_measures_the_periods_that_the_merged_account_has_closed_separately()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b0", "B", "2011-02-05", 10);
        Order("c1", "C", "2011-02-05", 10);
        Merge("A", "B", "2011-02-06");
        Ledger.Publish(Teas);
        Order("b2", "B", "2011-01-20", 50);
        Merge("B", "C", "2011-02-07");

        Order("c2", "A", "2011-01-21", 70);
        Return("a1", "2011-02-08");
        Return("b2", "2011-02-08");

        Assert.That(Changes().Skip(1), Is.EqualTo(new[]
        {
            ("B", (string?)null, (Exact)50, 5.00m), ("C", null, (Exact)70, 7.00m), ("C", "A", Exact.Zero, 0m), ("C", "B", Exact.Zero, 0m),
        }));
    }

    [Test]
    public void A_new_rebate_of_a_back_dated_version_counts_all_orders_for_the_survivor()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b0", "B", "2011-02-05", 10);
        Ledger.Publish(Teas.Replace("\"id\": \"m\"", "\"id\": \"n\"", StringComparison.Ordinal));
        Merge("A", "B", "2011-02-06");

        Order("b1", "B", "2011-01-20", 50);
        Return("a1", "2011-02-07");

        Assert.That(
            Ledger.Events.OfType<RebateComputed>().Where(one => one.Rebate == "n").Select(one => (one.AccountId, one.Basis)),
            Is.EqualTo(new[] { ("B", (Exact)350), ("B", (Exact)50) }));
    }

    [Test]
    public void A_chain_of_merges_ends_at_the_last_survivor_and_remembers_who_closed_each_period()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b1", "B", "2011-01-06", 400);
        Order("c1", "C", "2011-02-06", 10);
        Merge("A", "B", "2011-02-07");
        Merge("B", "C", "2011-02-08");

        Order("c2", "A", "2011-02-09", 20);
        Return("a1", "2011-02-10");

        Assert.That(Ledger.Events.OfType<OrderRecorded>().Last().AccountId, Is.EqualTo("C"));
        var last = Ledger.Events.OfType<RebateComputed>().Last();
        Assert.That((last.AccountId, last.ClosedBy, last.Basis), Is.EqualTo(("C", "A", Exact.Zero)));
        Assert.That(Totals(Ledger.Account("C")), Is.EqualTo((0m, 430m, 30m, 700m)));
        Assert.That(Ledger.Account("C").Wallet(Cashback).Unheld, Is.EqualTo(8.00m));
        Assert.That(Ledger.Account("C").Answers("A"), Is.True);
    }

    private List<(string Account, string? ClosedBy, Exact Basis, decimal Amount)> Changes() =>
        [.. Ledger
                .Events.OfType<RebateComputed>()
                .Where(one => one.Period == "2011-01")
                .Select(one => (one.AccountId, one.ClosedBy, one.Basis, one.Amount))];

    // A second version over the same time, whose rebate of the same id asks for 10 % of another scope.
    private static string Teas => Program(0)
        .Replace("\"version\": 1, \"effectiveFrom\": \"2009", "\"version\": 2, \"effectiveFrom\": \"2010", StringComparison.Ordinal)
        .Replace("\"goods\": {}", "\"goods\": { \"skus\": [ \"tea\" ] }", StringComparison.Ordinal)
        .Replace("\"percent\": 1 }, { \"from\": 200, \"percent\": 2 }", "\"percent\": 10 }", StringComparison.Ordinal);
}
