using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Balances from another system are lots that keep their dates.</summary>
public sealed class OpenBalanceTests
{
    private const string P = LedgerInMemory.ProgramId;
    private static readonly WalletKey Points = new("account", "points");
    private static readonly DateTimeOffset Start = At("2011-02-01");
    private LedgerInMemory ledger = null!;

    [SetUp]
    public void Open() => ledger = new LedgerInMemory("""
        {
          "program": "acme", "version": 1, "effectiveFrom": "2010-01-01T00:00:00Z", "currency": "GBP", "timeZone": "UTC",
          "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 500 } ],
          "pointValue": 0.01, "qualification": { "metric": "spend", "window": { "kind": "lifetime" } },
          "earning": [ { "id": "base", "points": 1, "per": 1 } ],
          "points": {
            "redeemOn": "future", "negative": "arrears", "activation": { "on": "placed", "delayDays": 0 }, "expiry": { "afterMonths": 12,
              "at": "exact" }
          }
        }
        """);

    [Test]
    public void An_account_may_begin_with_one_in_the_lowest_tier()
    {
        var (outcome, reply) = Do(new OpenBalance(P, "k1", "A", 70, EarnedAt: At("2010-11-03"), ExpiresAt: At("2011-12-01"), At: Start));

        Assert.That((outcome.Kind, reply!.State), Is.EqualTo((OutcomeKind.Recorded, "opened")));
        var account = ledger.Account("A");
        Assert.That((account.Tier, account.TierSince, account.Clock, account.Orders), Is.EqualTo((Account.LowestTier, Start, Start, 0L)));
        var wallet = account.Wallet(Points);
        Assert.That((wallet.Unheld, wallet.Pending, wallet.Adjusted), Is.EqualTo((70m, 0m, 70m)));
        var lot = account.Lots.All.Single();
        Assert.That((lot.ActivatesAt, lot.ExpiresAt), Is.EqualTo(((DateTimeOffset?)At("2010-11-03"), (DateTimeOffset?)At("2011-12-01"))));
    }

    [Test]
    public void Without_an_expiry_of_its_own_it_has_the_programs_counted_from_when_it_was_earned()
    {
        Do(new OpenBalance(P, "k1", "A", 70, EarnedAt: At("2010-11-03"), At: Start));
        Do(new OpenBalance(P, "k2", "A", 1.25m, Unit: "cashback", At: Start));

        Assert.That(
            ledger.Account("A").Lots.All.OrderBy(lot => lot.Number).Select(lot => lot.ExpiresAt),
            Is.EqualTo(new DateTimeOffset?[] { At("2011-11-03"), null }));
    }

    [Test]
    public void It_is_spent_in_the_order_of_its_own_dates_and_expires_by_them()
    {
        Do(new OpenBalance(P, "late", "A", 10, ExpiresAt: At("2011-09-01"), At: Start));
        Do(new OpenBalance(P, "soon", "A", 10, ExpiresAt: At("2011-03-01"), At: Start));
        Do(new RedeemPoints(P, "r", "A", "voucher", 4, At: Start));

        ledger.Sweep("A", At("2011-04-01"));

        var wallet = ledger.Account("A").Wallet(Points);
        Assert.That((wallet.Unheld, wallet.Expired, wallet.Redeemed), Is.EqualTo((10m, 6m, 4m)));
    }

    [TestCase("2011-02-01", null, "already_expired", TestName = "Refused: it expires at the command's time")]
    [TestCase(null, "2010-01-31", "already_expired", TestName = "Refused: by the program's rule it has expired")]
    [TestCase(null, "2011-02-02", "invalid_value", TestName = "Refused: it is earned after the command's time")]
    public void Dates_that_make_no_sense_are_refused(string? expires, string? earned, string code)
    {
        var command = new OpenBalance(
            P, "k1", "A", 70, EarnedAt: earned is null ? null : At(earned), ExpiresAt: expires is null ? null : At(expires), At: Start);
        Assert.That(Do(command).Outcome.Code, Is.EqualTo(code));
        Assert.That(ledger.Account("A").IsKnown, Is.False);
    }

    [Test]
    public void A_new_account_under_a_manual_clock_that_never_moved_needs_a_time() =>
        Assert.That(Do(new OpenBalance(P, "k1", "A", 70)).Outcome.Code, Is.EqualTo("invalid_value"));

    private (Outcome Outcome, CommandReply? Reply) Do(ISpendingCommand command) => ledger.Do(command, "A");

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse($"{day}T00:00:00Z", null);
}
