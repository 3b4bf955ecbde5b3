using NUnit.Framework;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>The model's budget, partners, rates, funds and end of a program, worked out by hand (mechanics.md, with the section).</summary>
public sealed class MoneyMechanicsTests : MechanicsFixture
{
    [Test]
    public void A_budget_reduces_awards_and_a_reduced_award_stays_reduced()
    {
        Publish(""" "budget": { "amount": 1, "period": "month" } """);
        Order("a", "A", "2011-01-05", 60);
        Order("b", "B", "2011-01-06", 80);
        Assert.That(Points("A"), Is.EqualTo("60 of 60"));
        Assert.That(Points("B"), Is.EqualTo("40 of 40"), "§11: 100 points are 1.00");
        Return("b", 0.25m, "2011-01-07");
        Assert.That(Points("B"), Is.EqualTo("40 of 40"), "§11: takes only what was granted above the new result, 60");
        Return("b", 0.5m, "2011-01-08");
        Assert.That(Points("B"), Is.EqualTo("20 of 40"));
        Order("c", "A", "2011-01-09", 60);
        Assert.That(Points("A"), Is.EqualTo("80 of 80"), "the 20 that came back are there again");
        Assert.That(Ledger.Exports(Id).Entitlements, Does.Contain(",20\n").And.Contain(",60\n"), "exports show what the rules give");
        Order("d", "A", "2011-02-01", 500);
        Assert.That(Points("A"), Is.EqualTo("180 of 180"));
    }

    [Test]
    public void A_partner_pays_for_what_it_issued_and_what_is_taken_back_returns_to_it()
    {
        Publish("""
            "partners": [ { "id": "bank", "pointCost": 0.015 }, { "id": "fuel", "pointCost": 0.01, "mayRedeem": false } ]
            """);
        Recorded(Ledger.Apply(new M.OrderPlaced(Snapshot("a", "A", "2011-01-05", 101) with { PartnerId = "bank" })));
        Return("a", 0.5m, "2011-02-06");
        var atFuel = new M.RedeemVoucher(Id, "r0", null, "A", null, "points", 20, Partner: "fuel");
        Assert.That(Refusal(atFuel), Is.EqualTo("partner_may_not_redeem"));
        Recorded(Ledger.Do(new M.RedeemVoucher(Id, "r1", null, "A", null, "points", 20, Partner: "bank")));
        Assert.That(
            Ledger.Exports(Id).Partners.Split('\n').Skip(1).SkipLast(1),
            Is.EqualTo(new[] { "bank,2011-01,101,0,0,0,1.52,0.00,1.52", "bank,2011-02,0,51,20,0,-0.76,0.30,-1.06" }),
            "§7: half-even of 1.515, 0.765; sign kept");
    }

    [Test]
    public void An_order_in_another_currency_keeps_its_rate()
    {
        Publish("");
        var inEuros = Snapshot("a", "A", "2011-01-05", 10) with { Currency = "EUR" };
        Assert.That(Ledger.Apply(new M.OrderPlaced(inEuros)).Code, Is.EqualTo("no_rate"));
        Do(new M.RateSet(Id, "EUR", At("2011-01-01"), 0.8m));
        Recorded(Ledger.Apply(new M.OrderPlaced(inEuros)));
        Assert.That(Points("A"), Is.EqualTo("8 of 8"), "§10");
        Do(new M.RateSet(Id, "EUR", At("2011-01-04"), 0.5m));
        Return("a", 0.5m, "2011-01-06");
        Assert.That(Points("A"), Is.EqualTo("4 of 8"), "at the rate of the first evaluation");
        Assert.That(Ledger.Apply(new M.RateSet(Id, "EUR", At("2011-01-04"), 0.6m)).Result, Is.EqualTo(M.Result.Conflict));
    }

    [Test]
    public void A_claim_holds_lots_of_its_fund_and_another_person_approves_it()
    {
        Publish("""
            "funds": [ { "id": "f", "percent": 10, "scope": "goods", "claimDays": 5 }, { "id": "g", "percent": 1, "scope": "goods" } ]
            """);
        Order("a", "A", "2011-01-05", 100);
        M.ClaimFund Claim(string key, decimal amount, params M.Proof[] proofs) =>
            new(Id, key, null, "A", "f", amount, "fair", proofs, "stand", "ann");
        var proof = new M.Proof("bill", new string('a', 64));
        Assert.That(Refusal(Claim("c0", 10.5m, proof)), Is.EqualTo("insufficient_balance"), "§5: from lots of that fund only");
        Recorded(Ledger.Do(Claim("c1", 6)));
        Assert.That(Refusal(new M.ApproveClaim(Id, "x1", null, "c1", null, "bob")), Is.EqualTo("proof_missing"));
        Recorded(Ledger.Do(new M.AddClaimProofs(Id, "x2", null, "c1", [proof])));
        Assert.That(Refusal(new M.ApproveClaim(Id, "x3", null, "c1", null, "ann")), Is.EqualTo("same_principal"));
        Recorded(Ledger.Do(new M.ApproveClaim(Id, "x4", null, "c1", 2, "bob")));
        Assert.That(Fund(), Is.EqualTo("available 900 held 0 redeemed 200"));
        Recorded(Ledger.Do(Claim("c2", 8, proof)));
        Assert.That(Fund(), Is.EqualTo("available 100 held 800 redeemed 200"));
        Ledger.AdvanceClock(Id, At("2011-01-10"));
        Assert.That(Fund(), Is.EqualTo("available 900 held 0 redeemed 200"), "undecided after five days");
        Assert.That(Refusal(new M.ApproveClaim(Id, "x5", null, "c2", 2, "bob")), Is.EqualTo("claim_closed"));
    }

    [Test]
    public void A_program_that_winds_down_gives_nothing_more_and_ends_all_lots()
    {
        Publish(""" "windDown": { "earnUntil": "2011-02-01T00:00:00Z", "redeemUntil": "2011-03-01T00:00:00Z" } """);
        Order("a", "A", "2011-01-05", 100);
        Order("b", "A", "2011-02-01", 100);
        Assert.That(Points("A"), Is.EqualTo("100 of 100"));
        Ledger.AdvanceClock(Id, At("2011-02-28"));
        Recorded(Ledger.Do(new M.HoldValue(Id, "h", null, "A", null, "points", 30, 10_000)));
        Ledger.AdvanceClock(Id, At("2011-03-01"));
        Assert.That(Points("A"), Is.EqualTo("0 of 100"));
        Assert.That(Refusal(new M.RedeemVoucher(Id, "r", null, "A", null, "points", 1)), Is.EqualTo("program_closed"));
        Order("late", "A", "2011-01-06", 10);
        Assert.That(Points("A"), Is.EqualTo("0 of 110"), "what is credited later expires at once");
    }

    private string Fund()
    {
        var row = Ledger.Balances(Id).Single(row => row.Unit == "fund");
        return $"available {row.Available} held {row.Held} redeemed {row.Redeemed}";
    }
}
