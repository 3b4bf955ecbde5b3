using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Periods;
using Ledger.Domain.Programs;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>
/// Once a period is closed, no entry takes effect in it. An entry dated in it is posted to the open period and names the closed one.
/// </summary>
public sealed class PeriodCloseTests
{
    private const int Seeds = 60;
    private const int Facts = 60;

    private static readonly DateTimeOffset JulyEnd = At("2011-07-31T23:00:00Z");

    private LedgerInMemory ledger = null!;

    [SetUp]
    public void Begin()
    {
        ledger = new LedgerInMemory { Clock = ClockMode.Wall };
        ledger.Publish(Program(1));
    }

    [Test]
    public void What_is_due_by_the_end_is_carried_out_before_the_period_is_closed()
    {
        Place("1", "A", "2011-07-05T10:00:00Z");

        var closed = Closed("2011-07");

        Assert.That(Entries<PointsActivated>("A").Single().EffectiveAt, Is.EqualTo(At("2011-07-19T10:00:00Z")));
        Assert.That((closed.Start, closed.End), Is.EqualTo((At("2011-06-30T23:00:00Z"), JulyEnd)), "local months");
        Assert.That(closed.Flows, Is.EqualTo(new[]
        {
            new PeriodFlow("points", "issuance", "pending", 0, 100), new PeriodFlow("points", "pending", "available", 0, 100),
        }));
        Assert.That(closed.Digest, Is.EqualTo(PeriodDigest.Of("acme", "2011-07", closed.Flows)));
    }

    [Test]
    public void A_late_order_is_evaluated_by_its_own_date_and_posted_to_the_open_period()
    {
        Place("1", "A", "2011-07-05T10:00:00Z");
        var closed = Closed("2011-07");

        Place("2", "A", "2011-07-10T10:00:00Z");
        Place("3", "new", "2011-07-11T10:00:00Z");
        ledger.Sweep("new", At("2011-08-02T00:00:00Z"));

        var late = Entries<PointsAccrued>("A").Last();
        Assert.That(late.EffectiveAt, Is.EqualTo(JulyEnd));
        Assert.That(late.PriorPeriod, Is.EqualTo(new PriorPeriod(At("2011-07-10T10:00:00Z"), "2011-07", "2011-08")));
        Assert.That(late.Opened!.ExpiresAt, Is.EqualTo(At("2011-11-01T00:00:00Z")), "counted from the order's own date");
        Assert.That(ledger.Events.OfType<DiscountComputed>().Last().Month, Is.EqualTo(MonthText.Parse("2011-07")));
        var activated = Entries<PointsActivated>("new").Single();
        Assert.That(activated.EffectiveAt, Is.EqualTo(JulyEnd), "no lot activates before it is posted");
        Assert.That(activated.PriorPeriod, Is.Null, "so it is due in the open month");
        Assert.That(ledger.Flows(closed.Start, closed.End), Is.EqualTo(closed.Flows));
    }

    [Test]
    public void Late_returns_and_parked_facts_are_posted_to_the_open_period()
    {
        Place("1", "A", "2011-07-05T10:00:00Z");
        Return("2", "early", "2011-07-20T10:00:00Z");
        var closed = Closed("2011-07");

        Return("1", "r", "2011-07-06T10:00:00Z");
        Place("2", "B", "2011-07-19T10:00:00Z");

        var reversed = Entries<AccrualReversed>("A").Concat(Entries<AccrualReversed>("B")).ToList();
        Assert.That(reversed.Select(entry => (entry.EffectiveAt, entry.PriorPeriod?.ActivityAt)), Is.EqualTo(new[]
        {
            (JulyEnd, (DateTimeOffset?)At("2011-07-06T10:00:00Z")), (JulyEnd, At("2011-07-20T10:00:00Z")),
        }));
        Assert.That(ledger.Flows(closed.Start, closed.End), Is.EqualTo(closed.Flows));
    }

    [Test]
    public void What_is_dated_in_an_open_period_says_nothing_of_a_closed_one()
    {
        Closed("2011-07");

        Place("1", "A", "2011-07-31T22:59:59Z");
        Place("2", "A", "2011-07-31T23:00:00Z");

        Assert.That(Entries<PointsAccrued>("A").Select(entry => entry.PriorPeriod?.DatedIn), Is.EqualTo(new[] { "2011-07", null }));
    }

    [Test]
    public void A_merge_and_a_command_with_an_old_date_are_posted_to_the_open_period()
    {
        Place("1", "A", "2011-06-05T10:00:00Z");
        Place("2", "B", "2011-06-05T10:00:00Z");
        var closed = Closed("2011-07");

        ledger.Merge("A", "B", At("2011-07-02T00:00:00Z"));

        var merged = Entries<PointsMerged>("B").Single();
        Assert.That((merged.EffectiveAt, merged.PriorPeriod?.DatedIn), Is.EqualTo((JulyEnd, "2011-07")));
        Assert.That(ledger.Flows(closed.Start, closed.End), Is.EqualTo(closed.Flows));
    }

    [Test]
    public void A_closed_period_is_closed_once_in_order_and_not_before_it_is_over()
    {
        Assert.That(CodeOf(ledger.Close("2026-01")), Is.EqualTo("period_not_ended"), "the wall's clock is at its beginning");
        var july = Closed("2011-07");
        Assert.That(ledger.Close("2011-07", principal: "bob", key: "again"), Is.EqualTo(new PeriodStep.AlreadyClosed(july)));
        Assert.That(CodeOf(ledger.Close("2011-09")), Is.EqualTo("period_out_of_order"));
        Assert.That(CodeOf(ledger.Close("2011-06")), Is.EqualTo("period_out_of_order"), "it was closed with the first one");
        Assert.That(CodeOf(ledger.Close("2011-08", key: "close-2011-07")), Is.EqualTo("conflict"));
        Assert.That(Closed("2011-08").Flows, Is.Empty);
        Assert.That(ledger.Program.Floor, Is.EqualTo(At("2011-08-31T23:00:00Z")));
    }

    [Test]
    public void Under_a_manual_clock_a_period_is_over_when_the_clock_says_so()
    {
        ledger = new LedgerInMemory(Program(1));

        Assert.That(CodeOf(ledger.Close("2011-07")), Is.EqualTo("period_not_ended"));
        ledger.Advance(JulyEnd.AddTicks(-1));
        Assert.That(CodeOf(ledger.Close("2011-07")), Is.EqualTo("period_not_ended"));
        ledger.Advance(JulyEnd);
        Assert.That(Closed("2011-07").End, Is.EqualTo(JulyEnd));
    }

    [Test]
    public void Before_the_first_close_the_last_month_that_is_over_is_next_and_then_the_one_after_the_closed_one()
    {
        ledger = new LedgerInMemory(Program(1));

        Assert.That(NextOf(JulyEnd), Is.Null, "the clock was never advanced, whatever the wall says");
        ledger.Advance(JulyEnd.AddTicks(-1));
        Assert.That(NextOf(JulyEnd), Is.EqualTo("2011-06"), "July is not over");
        ledger.Advance(JulyEnd);
        Assert.That(NextOf(JulyEnd), Is.EqualTo("2011-07"));
        Closed("2011-07");
        Assert.That(NextOf(JulyEnd), Is.EqualTo("2011-08"), "though it is not over");

        string? NextOf(DateTimeOffset wall) => PeriodClose.Next(ledger.Program, wall) is { } month ? MonthText.Of(month) : null;
    }

    [Test]
    public void Where_the_program_says_so_somebody_else_approves()
    {
        ledger.Publish(Program(2, "\"periods\": { \"closeNeedsApproval\": true }"));

        Assert.That(CodeOf(ledger.Close("2011-07", approves: true)), Is.EqualTo("unknown_period"));
        var asked = (PeriodStep.Waits)ledger.Close("2011-07");
        Assert.That(asked.IsNew, Is.True);
        var again = ledger.Close("2011-07", principal: "bob", key: "2");
        Assert.That(again, Is.EqualTo(new PeriodStep.Waits(asked.Requested, false)), "asking is not approving");
        Assert.That((asked.State, again.State), Is.EqualTo((PeriodState.Open, PeriodState.AwaitingApproval)));
        Assert.That(CodeOf(ledger.Close("2011-07", approves: true, key: "3")), Is.EqualTo("same_principal"));
        Assert.That(ledger.Program.Floor, Is.EqualTo(DateTimeOffset.MinValue), "nothing is closed yet");

        var closed = ((PeriodStep.AlreadyClosed)ledger.Close("2011-07", principal: "bob", approves: true, key: "4")).Closed;

        Assert.That((closed.RequestedBy, closed.Principal), Is.EqualTo(("ann", "bob")));
        Assert.That(ledger.Program.Periods.Waiting, Is.Null);
        var later = ledger.Close("2011-07", approves: true, key: "5");
        Assert.That(later, Is.EqualTo(new PeriodStep.AlreadyClosed(closed)));
        Assert.That(later.State, Is.EqualTo(PeriodState.Closed));
    }

    [Test]
    public void A_program_without_a_published_version_has_no_periods() =>
        Assert.That(CodeOf(new LedgerInMemory().Close("2011-07")), Is.EqualTo("unknown_program"));

    [Test]
    public void The_digest_is_of_the_amounts_and_not_of_how_they_are_written_or_ordered()
    {
        PeriodFlow[] flows = [new("points", "a", "b", 1, 2.50m), new("cashback", "b", "a", 0, 1), new("points", "a", "c", 0, 0)];
        PeriodFlow[] same = [new("cashback", "b", "a", 0.00m, 1.0m), new("points", "a", "b", 1.0m, 2.5m)];

        Assert.That(PeriodDigest.Text("acme", "2011-07", flows), Is.EqualTo("acme\t2011-07\ncashback\tb\ta\t0\t1\npoints\ta\tb\t1\t2.5\n"));
        Assert.That(PeriodDigest.Of("acme", "2011-07", same), Is.EqualTo(PeriodDigest.Of("acme", "2011-07", flows)));
        Assert.That(PeriodDigest.Of("acme", "2011-08", same), Is.Not.EqualTo(PeriodDigest.Of("acme", "2011-07", flows)));
    }

    /// <summary>Random histories with late facts of all kinds, in which every month is closed at some point.</summary>
    [Test]
    public void No_closed_period_ever_changes_whatever_comes_late()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var law = new RandomLedger(seed);
            var random = new LedgerInMemory { Clock = ClockMode.Wall };
            random.Publish(law.Program(withTime: true));
            var month = MonthText.Parse("2011-01")!.Value;
            foreach (var fact in law.History(Facts))
            {
                random.Take(fact);
                if (law.Next(12) == 0) random.Close(MonthText.Of(month++));
            }

            foreach (var account in new[] { "A", "B" }) random.Sweep(account, At("2014-01-01T00:00:00Z"));
            foreach (var closed in random.Events.OfType<PeriodClosed>())
            {
                Assert.That(random.Flows(closed.Start, closed.End), Is.EqualTo(closed.Flows), $"seed {seed}, {closed.Period}");
            }

            var prior = random.Events.OfType<Movement>().Select(entry => entry.PriorPeriod).OfType<PriorPeriod>();
            Assert.That(prior.Where(one => string.CompareOrdinal(one.DatedIn, one.PostedIn) >= 0), Is.Empty);
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string? CodeOf(PeriodStep step) => (step as PeriodStep.Refused)?.Outcome.Code;

    private static string Program(int version, string members = "") => $$"""
        {
          "program": "{{LedgerInMemory.ProgramId}}", "version": {{version}}, "effectiveFrom": "2009-01-01T00:00:00Z",
          "currency": "GBP", "timeZone": "Europe/London",
          "earning": [ { "id": "e", "points": 1, "per": 1 } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 14 },
                      "expiry": { "afterMonths": 3, "at": "end-of-month" } }{{(members.Length == 0 ? "" : ", " + members)}}
        }
        """;

    private PeriodClosed Closed(string period) => ((PeriodStep.AlreadyClosed)ledger.Close(period)).Closed;

    private IEnumerable<T> Entries<T>(string account)
        where T : Movement => ledger.Events.OfType<T>().Where(entry => entry.AccountId == account);

    private void Place(string id, string account, string at) => Assert.That(
        ledger.Take(new OrderPlaced(
            LedgerInMemory.ProgramId, "shop", id, account, At(at), "GBP", [new OrderLine("L1", "tea", 1, 100)])),
        Is.EqualTo(Outcome.Recorded));

    private void Return(string order, string id, string at) =>
        ledger.Take(new OrderReturned(LedgerInMemory.ProgramId, "shop", order, id, At(at), [new ReturnedLine("L1", 0.5m)]));
}
