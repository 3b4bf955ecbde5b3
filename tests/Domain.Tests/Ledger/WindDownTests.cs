using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>
/// After a program's spending has ended, credits expire at once and pay no arrears (mechanics.md §11). Value that becomes free at the very
/// end still pays arrears, because activations and holds come before the lots expire.
/// </summary>
public sealed class WindDownTests
{
    private const string Goodwill = "goodwill";
    private LedgerInMemory ledger = null!;

    [SetUp]
    public void Owe_sixty_points()
    {
        ledger = new LedgerInMemory($$"""
            {
              "program": "{{LedgerInMemory.ProgramId}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z",
              "currency": "GBP", "timeZone": "UTC",
              "earning": [ { "id": "e", "points": 1, "per": 1 } ],
              "points": { "redeemOn": "future", "activation": { "on": "paid", "delayDays": 30 } },
              "windDown": { "earnUntil": "2011-06-01T00:00:00Z", "redeemUntil": "2011-07-01T00:00:00Z" }
            }
            """);
        Place("1", 100);
        Pay("1", "2011-01-02");
        Adjust("spent", -60, "2011-03-02");
        ledger.Take(new OrderCancelled(LedgerInMemory.ProgramId, "shop", "1", At("2011-03-03")));
        Assert.That(Owed, Is.EqualTo(60));
    }

    private decimal Owed => ledger.Account("A").Wallet(new WalletKey("account", "points")).Arrears;

    [Test]
    public void An_adjustment_after_the_end_expires_and_pays_nothing()
    {
        Adjust("late", 25, "2011-07-02");

        Assert.That(Owed, Is.EqualTo(60));
        Assert.That(ledger.Events.OfType<PointsExpired>().Select(expired => expired.Amount), Is.EqualTo(new[] { -25m }));
    }

    [Test]
    public void What_activates_at_the_very_end_pays_before_the_lots_expire()
    {
        Place("2", 40);
        Pay("2", "2011-06-01");
        ledger.Sweep("A", At("2011-07-02"));

        Assert.That(Owed, Is.EqualTo(20));
        Assert.That(ledger.Events.OfType<PointsExpired>(), Is.Empty, "all that came free was spent on arrears");
    }

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);

    private void Place(string id, decimal price) => ledger.Take(new OrderPlaced(
        LedgerInMemory.ProgramId, "shop", id, "A", At("2011-01-01"), "GBP", [new OrderLine("L1", "tea", 1, price)]));

    private void Pay(string id, string day) => ledger.Take(new OrderPaid(LedgerInMemory.ProgramId, "shop", id, At(day)));

    private void Adjust(string key, decimal amount, string day) =>
        ledger.Do(new AdjustPoints(LedgerInMemory.ProgramId, key, "A", amount, Goodwill, Principal: "ann", At: At(day)), "A");
}
