using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>
/// The model's rewards, memberships, activities, segments and contests, worked out by hand (mechanics.md; each test names the section).
/// </summary>
public sealed class MechanicsTests : MechanicsFixture
{
    [Test]
    public void A_stamp_card_grants_one_reward_at_the_boundary_and_none_after_a_return_and_a_new_order()
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
    public void Two_grants_whose_ids_would_be_equal_get_different_ids()
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
    public void A_membership_begins_where_the_last_one_ends_and_earlier_when_that_one_is_refunded()
    {
        Publish(""" "memberships": [ { "id": "plus", "fee": 10, "months": 2, "pointsMultiplier": 2 } ] """);
        Buy("one", "2011-01-10");
        Buy("two", "2011-02-01");
        Order("a", "A", "2011-05-01", 10);
        Assert.That(Points("A"), Is.EqualTo("20 of 20"), "§3: the second term is from 10 March to 10 May");
        Recorded(Ledger.Apply(new M.MembershipRefunded(Id, "one", At("2011-01-20"))));
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
        Assert.That(Ledger.Apply(half).Code, Is.EqualTo("invalid_score"));
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
        var rows = Ledger.Exports(Id).Entitlements.Split('\n');
        Assert.That(rows[1], Does.Contain(",0.00,0.00,0.00,"), "§6: nothing was judged before the first order");
        Assert.That(rows[2], Does.Contain(",1.00,0.00,1.00,"), "the back-dated one sees the last judging in the log");
    }

    [Test]
    public void A_challenge_counts_the_recorded_orders_and_ranks_the_earlier_of_equals_first()
    {
        Publish("""
            "challenges": [ { "id": "t", "period": "month", "metric": "spend", "scope": "goods", "settleAfterDays": 3,
              "prizes": [ { "rank": 1, "unit": "cashback", "amount": 5 }, { "rank": 2, "unit": "points", "amount": 7 } ] } ]
            """);
        Order("a", "A", "2011-01-20", 10);
        Order("b", "B", "2011-01-10", 10);
        Order("c", "C", "2011-01-05", 9);
        Ledger.AdvanceClock(Id, At("2011-02-03"));
        Assert.That(Ledger.Challenges(Id), Is.Empty, "§8: closes three days after the month");
        Ledger.AdvanceClock(Id, At("2011-02-05"));
        Order("d", "C", "2011-01-30", 100);
        Assert.That(
            Ledger.Exports(Id).Challenges.Split('\n').Skip(1).SkipLast(1),
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
        Ledger.SetDrawInputs(Id, (_, _) => new M.DrawInputs(SHA256.HashData("salt"u8), 42, SHA256.HashData("chain"u8)));
        for (var n = 0; n < 10; n++) Order("o" + n, "A" + n, "2011-01-05", 10);
        Ledger.AdvanceClock(Id, At("2011-02-02"));
        var held = Ledger.HeldDraws(Id).Single();
        Assert.That(held.Winners, Is.EqualTo(new[] { "A3", "A1", "A9", "A6" }));
        var joined = string.Join('\n', Enumerable.Range(0, 10).Select(n => $"A{n}"));
        Assert.That(held.CandidatesHash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(joined)))));
        Assert.That(
            Ledger.Grants(Id).Select(grant => $"{grant.GrantId} {grant.AccountId}"),
            Is.EqualTo(held.Winners.Select((winner, i) => $"lots-{i + 1} {winner}")));
    }

    private void Buy(string id, string day) => Do(new M.MembershipPurchased(Id, id, "A", "plus", At(day)));

    private string[] Grants() =>
        [.. Ledger.Grants(Id).Select(grant => $"{grant.GrantId} {grant.AccountId} {grant.Reward} {grant.State}")];
}
