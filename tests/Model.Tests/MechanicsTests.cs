using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>The model's mechanics, worked out by hand (mechanics.md; the section is named at each test).</summary>
public sealed class MechanicsTests
{
    private const string Id = "p";
    private M.ModelLedger ledger = new();
    private int keys;

    [SetUp]
    public void Fresh() => ledger = new M.ModelLedger();

    [Test]
    public void A_stamp_card_gives_one_at_the_boundary_and_none_after_a_return_and_a_new_order()
    {
        Publish("""
            "rewards": [ { "id": "mug", "cost": 1, "kind": "item" } ],
            "milestones": [ { "id": "stamp", "every": 50, "scope": "goods", "reward": "mug" } ]
            """);
        Order("a", "A", "2011-01-05", 50);
        Assert.That(Grants(), Is.EqualTo(new[] { "stamp-A-1 A mug granted" }), "§4: floor(50 ÷ 50)");
        Return("a", 1, "2011-01-06");
        Order("b", "A", "2011-01-07", 60);
        Assert.That(Grants(), Has.Length.EqualTo(1), "§4: blocks until the total has passed it again");
        Order("c", "A", "2011-01-08", 40);
        Assert.That(Grants(), Is.EqualTo(new[] { "stamp-A-1 A mug granted", "stamp-A-2 A mug granted" }));
    }

    [Test]
    public void Two_grants_that_would_have_one_id_have_two()
    {
        Publish("""
            "rewards": [ { "id": "mug", "cost": 1, "kind": "item" } ],
            "milestones": [
              { "id": "m", "every": 50, "scope": "goods", "reward": "mug" },
              { "id": "m-b", "every": 50, "scope": "goods", "reward": "mug" } ]
            """);
        Order("a", "b-1", "2011-01-05", 50);
        Order("b", "1", "2011-01-06", 50);
        Assert.That(Grants(), Does.Contain("m-b-1-1 b-1 mug granted").And.Contain("m-b-1-1~2 1 mug granted"));
    }

    [Test]
    public void A_budget_cuts_and_what_was_cut_stays_cut()
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
        Assert.That(ledger.Exports(Id).Entitlements, Does.Contain(",20\n").And.Contain(",60\n"), "exports show what the rules give");
        Order("d", "A", "2011-02-01", 500);
        Assert.That(Points("A"), Is.EqualTo("180 of 180"));
    }

    [Test]
    public void A_term_begins_where_the_last_one_ends_and_moves_up_when_that_is_refunded()
    {
        Publish(""" "memberships": [ { "id": "plus", "fee": 10, "months": 2, "pointsMultiplier": 2 } ] """);
        Buy("one", "2011-01-10");
        Buy("two", "2011-02-01");
        Order("a", "A", "2011-05-01", 10);
        Assert.That(Points("A"), Is.EqualTo("20 of 20"), "§3: the second term is from 10 March to 10 May");
        Recorded(ledger.Apply(new M.MembershipRefunded(Id, "one", At("2011-01-20"))));
        Order("b", "A", "2011-05-02", 10);
        Assert.That(Points("A"), Is.EqualTo("30 of 30"), "it moved up and ended on 1 April; what the first order got stays");
    }

    [Test]
    public void A_course_counts_once_a_year_for_each_contact_and_again_when_it_was_revoked()
    {
        Publish("""
            "activities": [
              { "id": "course", "activity": "training", "points": 20, "owner": "contact", "maxPerContact": 1, "every": "year" } ]
            """);
        Do(new M.ActivityCompleted(Id, "1", "A", "training", At("2011-01-05"), "c"));
        Do(new M.ActivityCompleted(Id, "2", "A", "training", At("2011-02-05"), "c"));
        Do(new M.ActivityCompleted(Id, "3", "A", "training", At("2011-02-05"), "d"));
        Assert.That(Owners(), Is.EqualTo(new[] { "c 20", "d 20" }));
        Do(new M.ActivityRevoked(Id, "1", At("2011-03-01")));
        Do(new M.ActivityCompleted(Id, "4", "A", "training", At("2011-03-02"), "c"));
        Assert.That(Owners(), Is.EqualTo(new[] { "c 20", "d 20" }), "20 taken back, 20 given");
        var half = new M.ActivityCompleted(Id, "5", "A", "nps", At("2011-03-02"), Score: 7.5m);
        Assert.That(ledger.Apply(half).Code, Is.EqualTo("invalid_score"));
    }

    [Test]
    public void An_order_sees_segments_and_perks_as_they_were_judged_before_it()
    {
        Publish("""
            "segments": [ { "id": "some", "when": { "ordersAtLeast": 1 } } ],
            "discounts": [ { "id": "d", "group": "d", "kind": "fixed", "percent": 10, "when": { "segmentIn": ["some"] } } ]
            """);
        Order("a", "A", "2011-01-05", 10);
        Order("b", "A", "2011-01-04", 10);
        var rows = ledger.Exports(Id).Entitlements.Split('\n');
        Assert.That(rows[1], Does.Contain(",0.00,0.00,0.00,"), "§6: nothing was judged before the first order");
        Assert.That(rows[2], Does.Contain(",1.00,0.00,1.00,"), "the back-dated one sees the last judging in the log");
    }

    [Test]
    public void A_challenge_counts_what_is_recorded_and_ranks_who_was_there_earlier()
    {
        Publish("""
            "challenges": [ { "id": "t", "period": "month", "metric": "spend", "scope": "goods", "settleAfterDays": 3,
              "prizes": [ { "rank": 1, "unit": "cashback", "amount": 5 }, { "rank": 2, "unit": "points", "amount": 7 } ] } ]
            """);
        Order("a", "A", "2011-01-20", 10);
        Order("b", "B", "2011-01-10", 10);
        Order("c", "C", "2011-01-05", 9);
        ledger.AdvanceClock(Id, At("2011-02-03"));
        Assert.That(ledger.Challenges(Id), Is.Empty, "§8: closes three days after the month");
        ledger.AdvanceClock(Id, At("2011-02-05"));
        Order("d", "C", "2011-01-30", 100);
        Assert.That(
            ledger.Exports(Id).Challenges.Split('\n').Skip(1).SkipLast(1),
            Is.EqualTo(new[] { "t,2011-01,1,B,10.00,cashback:5.00", "t,2011-01,2,A,10.00,points:7" }),
            "final; of equals the earlier of the largest placedAt");
        Assert.That(Points("A"), Is.EqualTo("17 of 17"));
    }

    /// <summary>The expected winners were computed by a script in another language from the page's text.</summary>
    [Test]
    public void A_draw_is_repeated_from_salt_and_chain()
    {
        Publish("""
            "rewards": [ { "id": "mug", "cost": 1, "kind": "item" } ],
            "draws": [ { "id": "lots", "at": "2011-02-01T00:00:00Z", "prizes": 4, "reward": "mug" } ]
            """);
        ledger.SetDrawInputs(Id, (_, _) => new M.DrawInputs(SHA256.HashData("salt"u8), 42, SHA256.HashData("chain"u8)));
        for (var n = 0; n < 10; n++) Order("o" + n, "A" + n, "2011-01-05", 10);
        ledger.AdvanceClock(Id, At("2011-02-02"));
        var held = ledger.HeldDraws(Id).Single();
        Assert.That(held.Winners, Is.EqualTo(new[] { "A3", "A1", "A9", "A6" }));
        var joined = string.Join('\n', Enumerable.Range(0, 10).Select(n => $"A{n}"));
        Assert.That(held.CandidatesHash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(joined)))));
        Assert.That(
            ledger.Grants(Id).Select(grant => $"{grant.GrantId} {grant.AccountId}"),
            Is.EqualTo(held.Winners.Select((winner, i) => $"lots-{i + 1} {winner}")));
    }

    [Test]
    public void A_partner_pays_for_what_it_issued_and_what_is_taken_back_returns_to_it()
    {
        Publish("""
            "partners": [ { "id": "bank", "pointCost": 0.015 }, { "id": "fuel", "pointCost": 0.01, "mayRedeem": false } ]
            """);
        Recorded(ledger.Apply(new M.OrderPlaced(Snapshot("a", "A", "2011-01-05", 101) with { PartnerId = "bank" })));
        Return("a", 0.5m, "2011-02-06");
        var atFuel = new M.RedeemVoucher(Id, "r0", null, "A", null, "points", 20, Partner: "fuel");
        Assert.That(Refusal(atFuel), Is.EqualTo("partner_may_not_redeem"));
        Recorded(ledger.Do(new M.RedeemVoucher(Id, "r1", null, "A", null, "points", 20, Partner: "bank")));
        Assert.That(
            ledger.Exports(Id).Partners.Split('\n').Skip(1).SkipLast(1),
            Is.EqualTo(new[] { "bank,2011-01,101,0,0,0,1.52,0.00,1.52", "bank,2011-02,0,51,20,0,-0.76,0.30,-1.06" }),
            "§7: half-even of 1.515, 0.765; sign kept");
    }

    [Test]
    public void An_order_in_another_currency_keeps_its_rate()
    {
        Publish("");
        var inEuros = Snapshot("a", "A", "2011-01-05", 10) with { Currency = "EUR" };
        Assert.That(ledger.Apply(new M.OrderPlaced(inEuros)).Code, Is.EqualTo("no_rate"));
        Do(new M.RateSet(Id, "EUR", At("2011-01-01"), 0.8m));
        Recorded(ledger.Apply(new M.OrderPlaced(inEuros)));
        Assert.That(Points("A"), Is.EqualTo("8 of 8"), "§10");
        Do(new M.RateSet(Id, "EUR", At("2011-01-04"), 0.5m));
        Return("a", 0.5m, "2011-01-06");
        Assert.That(Points("A"), Is.EqualTo("4 of 8"), "at the rate of the first evaluation");
        Assert.That(ledger.Apply(new M.RateSet(Id, "EUR", At("2011-01-04"), 0.6m)).Result, Is.EqualTo(M.Result.Conflict));
    }

    [Test]
    public void A_claim_holds_its_funds_lots_and_another_approves_it()
    {
        Publish("""
            "funds": [ { "id": "f", "percent": 10, "scope": "goods", "claimDays": 5 }, { "id": "g", "percent": 1, "scope": "goods" } ]
            """);
        Order("a", "A", "2011-01-05", 100);
        M.ClaimFund Claim(string key, decimal amount, params M.Proof[] proofs) =>
            new(Id, key, null, "A", "f", amount, "fair", proofs, "stand", "ann");
        var proof = new M.Proof("bill", new string('a', 64));
        Assert.That(Refusal(Claim("c0", 10.5m, proof)), Is.EqualTo("insufficient_balance"), "§5: from lots of that fund only");
        Recorded(ledger.Do(Claim("c1", 6)));
        Assert.That(Refusal(new M.ApproveClaim(Id, "x1", null, "c1", null, "bob")), Is.EqualTo("proof_missing"));
        Recorded(ledger.Do(new M.AddClaimProofs(Id, "x2", null, "c1", [proof])));
        Assert.That(Refusal(new M.ApproveClaim(Id, "x3", null, "c1", null, "ann")), Is.EqualTo("same_principal"));
        Recorded(ledger.Do(new M.ApproveClaim(Id, "x4", null, "c1", 2, "bob")));
        Assert.That(Fund(), Is.EqualTo("available 900 held 0 redeemed 200"));
        Recorded(ledger.Do(Claim("c2", 8, proof)));
        Assert.That(Fund(), Is.EqualTo("available 100 held 800 redeemed 200"));
        ledger.AdvanceClock(Id, At("2011-01-10"));
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
        ledger.AdvanceClock(Id, At("2011-02-28"));
        Recorded(ledger.Do(new M.HoldValue(Id, "h", null, "A", null, "points", 30, 10_000)));
        ledger.AdvanceClock(Id, At("2011-03-01"));
        Assert.That(Points("A"), Is.EqualTo("0 of 100"));
        Assert.That(Refusal(new M.RedeemVoucher(Id, "r", null, "A", null, "points", 1)), Is.EqualTo("program_closed"));
        Order("late", "A", "2011-01-06", 10);
        Assert.That(Points("A"), Is.EqualTo("0 of 110"), "what is credited later expires at once");
    }

    [Test]
    public void A_fact_ahead_of_time_waits_for_its_time()
    {
        Publish("");
        var now = At("2011-01-05");
        var till = Snapshot("a", "A", "2011-01-05", 10) with { PlacedAt = now.AddHours(23) };
        Assert.That(ledger.Apply(new M.OrderPlaced(till), now).Result, Is.EqualTo(M.Result.Parked));
        var soon = Snapshot("b", "A", "2011-01-05", 5) with { PlacedAt = now.AddSeconds(60) };
        Recorded(ledger.Apply(new M.OrderPlaced(soon), now));
        Assert.That(Points("A"), Is.EqualTo("5 of 5"), "domain.md §2");
        ledger.PassTime(Id, now.AddHours(23));
        Assert.That(Points("A"), Is.EqualTo("15 of 15"));
        var tomorrow = till with { OrderId = "c", PlacedAt = now.AddHours(25) };
        Assert.That(ledger.Apply(new M.OrderPlaced(tomorrow), now).Code, Is.EqualTo("dated_in_future"));
    }

    [Test]
    public void A_lower_amendment_gives_back_what_paid_for_it_and_a_rise_takes_nothing()
    {
        Publish("");
        Order("a", "A", "2011-01-05", 100);
        Order("b", "A", "2011-01-06", 50);
        Recorded(ledger.Do(new M.RedeemOnOrder(Id, "r", null, "A", null, "points", 30, "shop", "b")));
        Assert.That(Points("A"), Is.EqualTo("120 of 150"));
        Recorded(ledger.Apply(new M.OrderAmended(Snapshot("b", "A", "2011-01-06", 40) with { Revision = 2 })));
        Assert.That(Points("A"), Is.EqualTo("116 of 150"), "domain.md §4: 10 of the order's points go, floor(30 × 10 ÷ 50) come back");
        Recorded(ledger.Apply(new M.OrderAmended(Snapshot("b", "A", "2011-01-06", 50) with { Revision = 3 })));
        Assert.That(Points("A"), Is.EqualTo("126 of 160"), "and nothing of it is taken again");
    }

    [Test]
    public void An_amendment_changes_the_contact_and_leaves_the_wallets()
    {
        Publish(""" "earning": [ { "id": "c", "points": 1, "per": 1, "scope": "goods", "owner": "contact" } ] """);
        Recorded(ledger.Apply(new M.OrderPlaced(Snapshot("a", "A", "2011-01-05", 10) with { ContactId = "c" })));
        Recorded(ledger.Apply(new M.OrderAmended(Snapshot("a", "A", "2011-01-05", 12) with { ContactId = "d", Revision = 2 })));
        Assert.That(Owners(), Is.EqualTo(new[] { "c 12" }), "§1");
    }

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T12:00:00Z", CultureInfo.InvariantCulture);

    private static M.Order Snapshot(string id, string account, string day, decimal amount) =>
        new(Id, "shop", id, account, At(day), "GBP", [new M.Line("L", "s", 1, amount)]);

    /// <summary>A plain program with some sections put in or replaced.</summary>
    private void Publish(string sections)
    {
        var program = JsonNode.Parse("""
            {
              "program": "p", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z",
              "currency": "GBP", "timeZone": "Europe/London", "pointValue": 0.01,
              "scopes": { "goods": { } },
              "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "lifetime" } },
              "tiers": [ { "id": "low", "from": 0 } ],
              "earning": [ { "id": "e", "points": 1, "per": 1, "scope": "goods", "tierMultiplier": true } ],
              "points": { "activation": { "on": "placed" }, "negative": "arrears" }
            }
            """)!.AsObject();
        foreach (var (name, section) in JsonNode.Parse("{" + sections + "}")!.AsObject()) program[name] = section?.DeepClone();
        ledger.PublishProgram(program.ToJsonString());
    }

    private void Order(string id, string account, string day, decimal amount) =>
        Recorded(ledger.Apply(new M.OrderPlaced(Snapshot(id, account, day, amount))));

    private void Return(string order, decimal quantity, string day) =>
        Recorded(ledger.Apply(new M.OrderReturned(Id, "shop", order, $"back{++keys}", At(day), [new M.ReturnLine("L", quantity)])));

    private void Buy(string id, string day) => Do(new M.MembershipPurchased(Id, id, "A", "plus", At(day)));

    private void Do(M.Fact fact) => Recorded(ledger.Apply(fact));

    private void Recorded(M.Outcome outcome)
    {
        Assert.That(outcome.Result, Is.EqualTo(M.Result.Recorded), outcome.Code);
        ledger.Check(Id);
    }

    private string? Refusal(M.Command command)
    {
        var outcome = ledger.Do(command);
        Assert.That(outcome.Result, Is.EqualTo(M.Result.Rejected));
        return outcome.Code;
    }

    /// <summary>Available of accrued.</summary>
    private string Points(string account)
    {
        var row = ledger.Balances(Id).Single(row => row.AccountId == account && row.Unit == "points");
        return $"{row.Available + row.Held + row.Pending} of {row.Accrued}";
    }

    private string[] Owners() =>
        [.. ledger.Balances(Id).Where(row => row.Unit == "points").Select(row => $"{row.Owner} {row.Available}")];

    private string Fund()
    {
        var row = ledger.Balances(Id).Single(row => row.Unit == "fund");
        return $"available {row.Available} held {row.Held} redeemed {row.Redeemed}";
    }

    private string[] Grants() =>
        [.. ledger.Grants(Id).Select(grant => $"{grant.GrantId} {grant.AccountId} {grant.Reward} {grant.State}")];
}
