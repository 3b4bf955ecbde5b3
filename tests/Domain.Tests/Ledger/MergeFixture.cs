using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Tests that merge accounts of a ledger in memory: a new one for each test, with one program.</summary>
public abstract class MergeFixture
{
    protected static readonly WalletKey Points = new("account", "points");
    protected static readonly WalletKey Cashback = new("account", "cashback");
    private int made;

    private protected LedgerInMemory Ledger { get; set; } = null!;

    [SetUp]
    public void Open() => Ledger = new LedgerInMemory(Program(delayDays: 0));

    protected static (decimal Pending, decimal Available, decimal Accrued, decimal Adjusted) Totals(Account account) =>
        (account.Wallet(Points).Pending, account.Wallet(Points).Available, account.Wallet(Points).Accrued, account.Wallet(Points).Adjusted);

    protected static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);

    protected static OrderPlaced Placed(string id, string account, string day, decimal price) =>
        new(LedgerInMemory.ProgramId, "shop", id, account, At(day), "GBP", [new OrderLine("L1", "tea", 1, price)]);

    protected void Order(string id, string account, string day, decimal price) =>
        Assert.That(Ledger.Take(Placed(id, account, day, price)), Is.EqualTo(Outcome.Recorded));

    protected Outcome Return(string order, string day) =>
        Ledger.Take(new OrderReturned(LedgerInMemory.ProgramId, "shop", order, $"r{++made}", At(day), [new ReturnedLine("L1", 1)]));

    protected void Spend(string account, decimal amount) =>
        Do(new RedeemPoints(LedgerInMemory.ProgramId, $"s{++made}", account, "voucher", amount), account);

    protected void Do(ISpendingCommand command, string account)
    {
        var end = Ledger.Do(command, account);
        Assert.That(end.Outcome, Is.EqualTo(Outcome.Recorded), end.Outcome.Message);
    }

    protected void Merge(string from, string into, string day)
    {
        var end = Ledger.Merge(from, into, At(day));
        Assert.That((end.Outcome, end.Reply?.State), Is.EqualTo((Outcome.Recorded, "merged")), end.Outcome.Message);
    }

    protected static string Program(int delayDays) => $$"""
        {
          "program": "{{LedgerInMemory.ProgramId}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z", "currency": "GBP",
            "timeZone": "UTC", "pointValue": 0.01,
          "scopes": { "goods": {} },
          "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "lifetime" } },
          "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 500 }, { "id": "gold", "from": 1050 } ],
          "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "goods" } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": {{delayDays}} }, "expiry": { "afterMonths": 12,
            "at": "exact" } },
          "adjustments": { "approvalAbove": { "points": 50 } },
          "rebates": [ { "id": "m", "period": "month", "scope": "goods", "mode": "slab-whole", "payAfterDays": 0, "payAs": "credit",
            "steps": [ { "from": 0, "percent": 1 }, { "from": 200, "percent": 2 } ] } ]
        }
        """;
}
