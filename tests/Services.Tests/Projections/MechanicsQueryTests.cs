using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>The queries about the mechanics (mechanics.md) of an account and of an order.</summary>
public sealed class MechanicsQueryTests : MechanicsQueryFixture
{
    [Test]
    public async Task A_standing_shows_how_the_account_was_last_judged()
    {
        var standing = await GetAsync("accounts/O/standing");

        Assert.That(
            Text(standing, "segments", "perks", "loyalty", "memberships", "nps", "metric", "orders"),
            Is.EqualTo("""["repeat"] [] "none" [] 10 1640 2"""));
        // The first request takes the ordinary path, which caches the program; the next is answered in one round trip.
        Assert.That((await GetAsync("accounts/O/standing")).GetRawText(), Is.EqualTo(standing.GetRawText()));
        await Log.AppendAsync([new SegmentEntered("acme", "O", "big", 1, Given.Day(300), Given.Day(300))]);
        Assert.That(Text(await GetAsync("accounts/O/standing"), "segments", "nps"), Is.EqualTo("""["big","repeat"] 10"""));
    }

    [Test]
    public async Task An_account_without_an_order_has_a_standing_since_its_first_fact()
    {
        Assert.That(
            Text(await GetAsync("accounts/A/standing"), "tier", "since", "metric", "loyalty", "nps", "orders"),
            Is.EqualTo("""
            "bronze" "2011-01-10T09:30:00Z" 130 "latent" 9 0
            """));
        Assert.That(Text(await GetAsync("accounts/M/standing"), "memberships", "perks"), Is.EqualTo("""["plus","pro"] ["lounge"]"""));
    }

    [Test]
    public async Task A_standing_in_a_program_without_mechanics_has_no_member_for_them()
    {
        await Log.AppendAsync(Sample.History(new Given("plain")));
        var standing = await App.GetAsync($"/v1/programs/plain/accounts/B/standing?minPosition={Log.Position}");

        Assert.That(
            standing.EnumerateObject().Select(member => member.Name),
            Is.EquivalentTo(new[] { "accountId", "tier", "since", "metric", "nextTier", "gap", "orders", "tenureMonths", "clock" }));
    }

    [Test]
    public async Task Grants_are_listed_by_state_and_page()
    {
        var all = (await GetAsync("grants")).GetProperty("grants");
        Assert.That(Column(all, "grantId"), Is.EqualTo("stamp-O-1 stamp-Z-1 turbo-2011-03-3"));
        Assert.That(Column(all, "accountId"), Is.EqualTo("O O A"));
        Assert.That(Text(all[2], "rule", "number", "period", "reward", "state", "decidedBy", "reference"), Is.EqualTo("""
            "turbo" 3 "2011-03" "mug" "fulfilled" "shop" "parcel 7"
            """));

        Assert.That(Column((await GetAsync("grants?state=granted")).GetProperty("grants"), "grantId"), Is.EqualTo("stamp-O-1"));
        var first = await GetAsync("grants?limit=2");
        Assert.That(
            Column((await GetAsync($"grants?limit=2&after={first.GetProperty("next")}")).GetProperty("grants"), "grantId"),
            Is.EqualTo("turbo-2011-03-3"));
        Assert.That(await CodeAsync("grants?state=lost"), Is.EqualTo((400, "bad_state")));
    }

    [Test]
    public async Task A_merged_accounts_grants_and_activities_are_the_survivors()
    {
        var grants = await GetAsync("accounts/Z/grants");
        Assert.That(
            (Text(grants, "accountId", "mergedInto"), Column(grants.GetProperty("grants"), "grantId")),
            Is.EqualTo(("\"O\" \"O\"", "stamp-O-1 stamp-Z-1")));
        Assert.That(Column((await GetAsync("accounts/Z/grants?own=true")).GetProperty("grants"), "grantId"), Is.EqualTo("stamp-Z-1"));
        Assert.That(Column((await GetAsync("accounts/O/activities")).GetProperty("activities"), "activityId"), Is.EqualTo("z-1"));
    }

    [Test]
    public async Task A_merged_activity_is_taken_from_the_survivors_months_when_it_is_revoked()
    {
        await Log.AppendAsync([new RevocationRecorded("acme", "O", "z-1", "fraud", Given.Day(300), "h", Given.Day(300), Given.Day(300))]);

        Assert.That(Text(await GetAsync("accounts/O/standing"), "metric"), Is.EqualTo("1600"));
        Assert.That((await GetAsync("accounts/O/standing")).TryGetProperty("nps", out _), Is.False);
    }

    [Test]
    public async Task Claims_are_shown_with_their_decisions()
    {
        var claims = (await GetAsync("accounts/O/claims")).GetProperty("claims");
        Assert.That(Column(claims, "state"), Is.EqualTo("approved requested"));
        Assert.That(Column((await GetAsync("claims?state=requested")).GetProperty("claims"), "claimId"), Is.EqualTo("claim-2"));

        var one = await GetAsync("claims/claim-1");
        Assert.That(Text(one, "accountId", "fund", "amount", "approved", "decidedBy", "requestedBy"), Is.EqualTo("""
            "O" "mdf" 5.50 5.00 "bob" "ann"
            """));
        Assert.That(one.GetProperty("proofs")[0].GetProperty("name").GetString(), Is.EqualTo("bill"));
        Assert.That(await CodeAsync("claims/claim-9"), Is.EqualTo((404, "unknown_claim")));
    }

    [Test]
    public async Task Activities_have_their_evaluation_and_revocation()
    {
        var activities = (await GetAsync("accounts/A/activities")).GetProperty("activities");

        Assert.That(Column(activities, "activityId"), Is.EqualTo("a-1 a-2 a-3 a-4"));
        Assert.That(activities[0].GetProperty("evaluation").GetProperty("points").GetInt64(), Is.EqualTo(40));
        Assert.That(activities[2].GetProperty("revocation").GetProperty("reason").GetString(), Is.EqualTo("typed wrongly"));
        Assert.That(activities[3].TryGetProperty("revocation", out _), Is.False);
    }

    [Test]
    public async Task Terms_are_shown_at_the_dates_to_which_a_refund_has_moved_them()
    {
        var terms = (await GetAsync("accounts/M/memberships")).GetProperty("memberships");

        Assert.That(Column(terms, "purchaseId"), Is.EqualTo("b-1 b-2 b-3"));
        Assert.That(Column(terms, "active"), Is.EqualTo("False True True"));
        Assert.That(Text(terms[0], "end", "refundedAt", "feeVariance", "price"), Is.EqualTo("""
            "2011-01-30T09:30:00Z" "2011-01-30T09:30:00Z" "-20" 100
            """));
        Assert.That(Text(terms[1], "start"), Is.EqualTo("\"2011-01-30T09:30:00Z\""));
    }

    [Test]
    public async Task Lots_name_their_activity_or_fund()
    {
        Assert.That(Text((await GetAsync("accounts/A/lots")).GetProperty("lots")[0], "activity"), Is.EqualTo("\"a-1\""));
        Assert.That(Text((await GetAsync("accounts/O/lots")).GetProperty("lots")[1], "fund"), Is.EqualTo("\"mdf\""));
    }

    [Test]
    public async Task Statements_and_entries_name_their_activity_fund_and_partner()
    {
        var csv = (await App.Client.GetStringAsync($"/v1/programs/acme/accounts/O/statement.csv?minPosition={Log.Position}")).Split('\n');
        Assert.That(csv[0], Does.EndWith(",components,id,activity,fund,partner"));
        Assert.That(csv.Skip(1).Select(line => string.Join(',', line.Split(',').TakeLast(3))), Is.EqualTo(new[]
        {
            ",,", ",mdf,", ",,", ",,", ",,p-bank", ",,p-bank", ",,p-bank", ",,p-bank", ",,p-bank", ",,", "",
        }));

        var entries = (await GetAsync("accounts/O/entries")).GetProperty("entries");
        Assert.That(Text(entries[0], "partner"), Is.EqualTo("\"p-bank\""));
        Assert.That(Text(entries[1], "fund"), Is.EqualTo("\"mdf\""));
        Assert.That((await GetAsync("accounts/O/statement")).GetProperty("entries")[1].GetProperty("fund").GetString(), Is.EqualTo("mdf"));

        var first = (await GetAsync("accounts/A/entries")).GetProperty("entries")[0];
        Assert.That(Text(first.GetProperty("cause"), "kind", "activity"), Is.EqualTo("\"activity\" \"a-1\""));
        var explained = await GetAsync($"entries/{first.GetProperty("id").GetString()}/explanation");
        Assert.That(explained.GetProperty("activity").GetProperty("rules")[0].GetProperty("rule").GetString(), Is.EqualTo("nps"));

        await Log.AppendAsync(Sample.History(new Given("plain")));
        var plain = await App.Client.GetStringAsync($"/v1/programs/plain/accounts/B/statement.csv?minPosition={Log.Position}");
        Assert.That(plain.Split('\n')[0], Does.EndWith(",components,id"));
    }

    [Test]
    public async Task An_order_in_another_currency_shows_its_lines_money_in_both()
    {
        var given = new Given("acme");
        var at = Given.Day(90);
        var evaluated = given.Evaluated("P", "E1", at, 10m, 10);
        await Log.AppendAsync([
            given.Order("P", "E1", at) with { Currency = "EUR" },
            evaluated with { Evaluation = evaluated.Evaluation with { Frozen = evaluated.Evaluation.Frozen with { Rate = 0.8m } } },
        ]);

        var order = await GetAsync("orders/shop/E1");
        Assert.That(Text(order, "currency", "rate", "programCurrency"), Is.EqualTo("\"EUR\" \"0.8\" \"GBP\""));
        Assert.That(
            Text(order.GetProperty("lines")[0], "unitPrice", "inProgramCurrency"),
            Is.EqualTo("3.25 {\"discount\":\"0\",\"unitPrice\":\"2.6\"}"));
        Assert.That((await GetAsync("orders/shop/O1")).GetProperty("lines")[0].TryGetProperty("inProgramCurrency", out _), Is.False);
    }
}
