using System.Globalization;
using NUnit.Framework;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>The model's merge of two accounts, worked out by hand (domain.md §4).</summary>
public sealed class MergeTests
{
    private const string Program = """
        {
          "program": "p", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
            "pointValue": 0.01,
          "scopes": { "goods": { } },
          "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "lifetime" } },
          "tiers": [ { "id": "low", "from": 0 }, { "id": "high", "from": 150 } ],
          "earning": [ { "id": "e", "points": 1, "per": 1, "scope": "goods" } ],
          "points": { "activation": { "on": "placed" }, "negative": "arrears" },
          "rebates": [ { "id": "m", "period": "month", "scope": "goods", "mode": "slab-whole", "payAs": "credit", "steps": [ { "from": 0,
            "percent": 10 } ] } ]
        }
        """;

    private readonly M.ModelLedger ledger = new();
    private int keys;

    [SetUp]
    public void Publish()
    {
        if (ledger.PublishProgram(Program.Replace("\"p\"", $"\"p{++keys}\"", StringComparison.Ordinal)) is { } id) Id = id;
    }

    private string Id { get; set; } = "";

    [Test]
    public void Value_moves_as_an_adjustment_and_the_old_row_stays_as_history()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 40);
        Redeem("A", 30);
        Merge("A", "B");
        Assert.That(Points("A"), Is.EqualTo("available 0 accrued 100 redeemed 30 adjusted -70"));
        Assert.That(Points("B"), Is.EqualTo("available 110 accrued 40 redeemed 0 adjusted 70"));
        Assert.That(ledger.MergedInto(Id, "A"), Is.EqualTo("B"));
        Assert.That(ledger.Standings(Id).Select(row => (row.AccountId, row.Orders)), Is.EqualTo(new[] { ("B", 2) }));
    }

    [Test]
    public void Orders_holds_and_redemptions_live_on_at_the_survivor()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 40);
        Redeem("A", 30, "r");
        Do(key => new M.HoldValue(Id, "h" + key, null, "A", null, "points", 20, 6000));
        var hold = $"h{keys}";
        Merge("A", "B");
        Do(key => new M.CaptureHold(Id, "c" + key, null, hold, 15));
        Assert.That(Points("B"), Is.EqualTo("available 95 accrued 40 redeemed 15 adjusted 70"));
        Do(key => new M.ReverseRedemption(Id, "v" + key, null, "r", null));
        Assert.That(Points("B"), Is.EqualTo("available 125 accrued 40 redeemed -15 adjusted 70"));
        // 15 of the order's 100 points are spent, so they are taken from the survivor's other lot.
        Return("a1", 1, "2011-01-08");
        Assert.That(Points("B"), Is.EqualTo("available 25 accrued 40 redeemed -15 adjusted 70"));
        Assert.That(Points("A"), Is.EqualTo("available 0 accrued 100 redeemed 30 adjusted -70"));
    }

    [Test]
    public void Arrears_come_along_and_are_paid_at_once()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 40);
        Redeem("A", 100);
        Return("a1", 1, "2011-01-07");
        Assert.That(Points("A"), Is.EqualTo("available -100 accrued 100 redeemed 100 adjusted 0"));
        Merge("A", "B");
        Assert.That(Points("B"), Is.EqualTo("available -60 accrued 40 redeemed 0 adjusted -100"));
        Assert.That(ledger.Lots(Id, "B").Where(lot => lot.Unit == "points").Sum(lot => (int)lot.Free), Is.Zero);
    }

    [Test]
    public void The_higher_tier_stays_and_the_merge_itself_raises_none()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 90);
        Merge("A", "B");
        Assert.That(Tier("B"), Is.EqualTo("low since 2011-01-06"));
        Order("a2", "A", "2011-01-09", 1);
        Assert.That(Tier("B"), Is.EqualTo("high since 2011-01-09"), "the next order sees the sum");
        Order("c1", "C", "2011-01-10", 1);
        Merge("B", "C");
        Assert.That(Tier("C"), Is.EqualTo("high since 2011-01-09"), "with its own date");
    }

    [Test]
    public void Open_periods_become_one_and_closed_ones_stay_with_who_closed_them()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("a2", "A", "2011-02-05", 10);
        Order("b2", "B", "2011-02-06", 20);
        Merge("A", "B");
        Do(key => new M.AdvanceProgramClock(Id, "t" + key, At("2011-03-02")));
        Assert.That(Rebates(), Is.EqualTo(new[] { "A,m,2011-01,100.00,10.00", "B,m,2011-02,30.00,3.00" }));

        // A later change of a period that the merged account had closed changes that account's row and the survivor's value.
        Return("a1", 1, "2011-03-03");
        Assert.That(Rebates()[0], Is.EqualTo("A,m,2011-01,0.00,0.00"));
        Assert.That(
            ledger.Balances(Id).Single(row => row is { AccountId: "B", Unit: "cashback" }).Available,
            Is.EqualTo((System.Numerics.BigInteger)300));

        // An order of the survivor in a month that only the other has closed is its own, counted once.
        Order("b3", "B", "2011-01-20", 50);
        Assert.That(Rebates(), Is.EqualTo(new[] { "A,m,2011-01,0.00,0.00", "B,m,2011-01,50.00,5.00", "B,m,2011-02,30.00,3.00" }));
    }

    [Test]
    public void What_makes_no_sense_is_refused_and_chains_end_at_the_last()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 40);
        Order("c1", "C", "2011-01-06", 1);
        Assert.That(MergeCode("A", "nobody"), Is.EqualTo("unknown_account"));
        Assert.That(MergeCode("A", "A"), Is.EqualTo("same_account"));
        Merge("A", "B");
        Assert.That(MergeCode("A", "C"), Is.EqualTo("already_merged"));
        Assert.That(MergeCode("B", "A"), Is.EqualTo("same_account"));
        Merge("B", "C");
        Redeem("A", 141);
        Assert.That(Points("C"), Is.EqualTo("available 0 accrued 1 redeemed 141 adjusted 140"));
        Assert.That(ledger.MergedInto(Id, "A"), Is.EqualTo("C"));
    }

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T12:00:00Z", CultureInfo.InvariantCulture);

    private void Order(string id, string account, string day, decimal amount) =>
        Recorded(ledger.Apply(new M.OrderPlaced(new M.Order(Id, "shop", id, account, At(day), "GBP", [new M.Line("L", "s", 1, amount)]))));

    private void Return(string order, decimal quantity, string day) =>
        Recorded(ledger.Apply(new M.OrderReturned(Id, "shop", order, "back", At(day), [new M.ReturnLine("L", quantity)])));

    private void Redeem(string account, int points, string? key = null) =>
        Do(n => new M.RedeemVoucher(Id, key ?? "r" + n, null, account, null, "points", points));

    private void Merge(string old, string survivor) => Do(key => new M.MergeAccounts(Id, "m" + key, null, old, survivor));

    private string? MergeCode(string old, string survivor) => ledger.Do(new M.MergeAccounts(Id, $"m{++keys}", null, old, survivor)).Code;

    private void Do(Func<string, M.Command> make) => Recorded(ledger.Do(make((++keys).ToString(CultureInfo.InvariantCulture))));

    private void Recorded(M.Outcome outcome)
    {
        Assert.That(outcome.Result, Is.EqualTo(M.Result.Recorded), outcome.Code);
        ledger.Check(Id);
    }

    private string Points(string account)
    {
        var row = ledger.Balances(Id).Single(row => row.AccountId == account && row.Unit == "points");
        return $"available {row.Available} accrued {row.Accrued} redeemed {row.Redeemed} adjusted {row.Adjusted}";
    }

    private string Tier(string account)
    {
        var row = ledger.Standings(Id).Single(row => row.AccountId == account);
        return $"{row.Tier} since {row.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
    }

    private string[] Rebates() => [.. ledger.Exports(Id).Rebates.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
}
