using System.Net;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>The queries about the mechanics of mechanics.md.</summary>
public sealed class MechanicsQueryTests : ProjectionsFixture
{
    private ProjectionsApp app = null!;

    [SetUp]
    public async Task Start()
    {
        await Log.AppendAsync(MechanicsSample.History(new Given("acme")));
        app = await StartAsync();
    }

    [TearDown]
    public async Task Stop() => await app.DisposeAsync();

    [Test]
    public async Task A_standing_has_what_the_account_was_last_judged_to_be()
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
    public async Task A_program_without_these_sections_answers_as_before()
    {
        await Log.AppendAsync(Sample.History(new Given("plain")));
        var standing = await app.GetAsync($"/v1/programs/plain/accounts/B/standing?minPosition={Log.Position}");

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
    public async Task Terms_stand_where_a_refund_has_moved_them()
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
    public async Task Lots_say_which_activity_or_fund_they_are_of()
    {
        Assert.That(Text((await GetAsync("accounts/A/lots")).GetProperty("lots")[0], "activity"), Is.EqualTo("\"a-1\""));
        Assert.That(Text((await GetAsync("accounts/O/lots")).GetProperty("lots")[1], "fund"), Is.EqualTo("\"mdf\""));
    }

    [Test]
    public async Task Statements_and_entries_say_which_activity_fund_and_partner_they_are_about()
    {
        var csv = (await app.Client.GetStringAsync($"/v1/programs/acme/accounts/O/statement.csv?minPosition={Log.Position}")).Split('\n');
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
        var plain = await app.Client.GetStringAsync($"/v1/programs/plain/accounts/B/statement.csv?minPosition={Log.Position}");
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

    [Test]
    public async Task A_challenge_is_shown_while_it_runs_and_when_it_is_closed()
    {
        var all = new List<JsonElement>();
        for (var next = ""; ;)
        {
            var page = await GetAsync($"challenges?limit=7&after={Uri.EscapeDataString(next)}");
            all.AddRange(page.GetProperty("challenges").EnumerateArray());
            if (!page.TryGetProperty("next", out var cursor)) break;
            next = cursor.GetString()!;
        }

        Assert.That(all.Select(one => one.GetProperty("period").GetString()), Is.Ordered.And.Unique.And.Exactly(30).Items);
        Assert.That(
            all.Skip(26).Select(one => $"{one.GetProperty("period").GetString()} {one.GetProperty("state").GetString()}"),
            Is.EqualTo(new[] { "2011-03 closed", "2011-04 settling", "2011-05 settling", "2011-06 running" }));

        var closed = await GetAsync("challenges/turbo/2011-03");
        Assert.That(Column(closed.GetProperty("ranks"), "accountId"), Is.EqualTo("O Z A M"));
        Assert.That(Text(closed, "state", "rest", "metric"), Is.EqualTo("\"closed\" 3 \"spend\""));
        Assert.That(Text(closed.GetProperty("ranks")[0], "metric", "unit", "amount"), Is.EqualTo("700.50 \"cashback\" 50.00"));

        await Log.AppendAsync(NewOrder("P", "O7", 30));
        var open = await GetAsync("challenges/turbo/2011-04");
        Assert.That(Column(open.GetProperty("ranks"), "accountId"), Is.EqualTo("O P"));
        Assert.That(Column(open.GetProperty("ranks"), "metric"), Is.EqualTo("1600.50 30.00"));
        Assert.That(Text(open.GetProperty("ranks")[1], "unit", "amount"), Is.EqualTo("\"points\" 1000"));
        Assert.That(await CodeAsync("challenges/turbo/2011-07"), Is.EqualTo((404, "unknown_challenge")));
    }

    [Test]
    public async Task Partners_are_settled_by_month_and_a_partner_reads_its_own_statement_only()
    {
        var report = await GetAsync("reports/partners?month=2011-04");
        Assert.That(
            Text(
                report.GetProperty("partners")[0], "issued", "reversed", "redeemed", "redemptionReversed", "owedByPartner", "owedToPartner",
                "net"),
            Is.EqualTo("0 130 60 20 -1.10 0.34 -1.44"));
        Assert.That((await GetAsync("reports/partners")).GetProperty("partners").GetArrayLength(), Is.EqualTo(3));
        Assert.That(await CodeAsync("reports/partners?month=April"), Is.EqualTo((400, "bad_period")));
        Assert.That(await app.Client.GetStringAsync("/v1/programs/acme/reports/partners.csv?month=2011-03"), Is.EqualTo("""
            partner,month,issued,reversed,redeemed,redemptionReversed,owedByPartner,owedToPartner,net
            p-bank,2011-03,700,0,0,0,5.95,0.00,5.95

            """));

        using var bank = new HttpClient { BaseAddress = app.Client.BaseAddress };
        bank.DefaultRequestHeaders.Authorization = TestKeys.Header(
            await TestKeys.ForPartnerAsync(Database.DataSource, "bank", "acme", "p-bank"));
        var statement = JsonDocument.Parse(
            await bank.GetStringAsync("/v1/programs/acme/partners/p-bank/statement?month=2011-04")).RootElement;
        Assert.That(Text(statement, "from", "to", "currency"), Is.EqualTo("""
            "2011-04-01T07:00:00Z" "2011-05-01T07:00:00Z" "GBP"
            """));
        Assert.That(Text(statement.GetProperty("statement"), "partner", "net", "pointCost"), Is.EqualTo("\"p-bank\" -1.44 \"0.0085\""));
        Assert.That(
            await bank.GetStringAsync("/v1/programs/acme/partners/p-bank/statement.csv?month=2012-01"),
            Does.Contain("p-bank,2012-01,0,0,0,0,0.00,0.00,0.00\n"));
        string[] others =
        [
            "partners/p-fuel/statement?month=2011-04",
            "reports/partners",
            "exports/partners.csv",
            "accounts",
            "grants",
            "claims",
        ];
        foreach (var path in others)
        {
            using var answer = await bank.GetAsync(new Uri($"/v1/programs/acme/{path}", UriKind.Relative));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), path);
        }

        Assert.That(await CodeAsync("partners/p-new/statement?month=2011-04"), Is.EqualTo((404, "unknown_partner")));
        Assert.That(await CodeAsync("partners/p-bank/statement"), Is.EqualTo((400, "bad_period")));
    }

    [Test]
    public async Task The_trial_balance_has_the_partners_books_and_is_zero()
    {
        var report = await GetAsync("reports/trial-balance");

        Assert.That(Column(report.GetProperty("books"), "book"), Does.Contain("issuance:p-bank").And.Contain("redeemed:p-bank"));
        Assert.That(report.GetProperty("sums").EnumerateArray().Select(sum => sum.GetProperty("amount").GetDecimal()), Is.All.Zero);
    }

    [Test]
    public async Task A_program_that_ends_says_what_it_owes_until_then()
    {
        await Log.AppendAsync(
            [new ClockAdvanced("acme", "manual", new DateTimeOffset(2012, 1, 1, 0, 0, 0, TimeSpan.Zero), Given.Day(400))]);
        var report = await GetAsync("reports/wind-down");

        Assert.That(Text(report, "redeemUntil", "accounts", "liability", "currency"), Is.EqualTo("""
            "2013-06-01T00:00:00Z" 2 13.00 "GBP"
            """));
        Assert.That(Column(report.GetProperty("units"), "unit"), Is.EqualTo("fund points"));
        Assert.That(
            Text(report.GetProperty("units")[1], "left", "arrears", "liability", "expiresBefore", "expiresAtEnd"),
            Is.EqualTo("600 30 6.00 0 600"));

        await Log.AppendAsync(Sample.History(new Given("plain")));
        Assert.That(await CodeAsync("reports/wind-down", "plain"), Is.EqualTo((404, "no_wind_down")));
    }

    private static IEnumerable<ILedgerEvent> NewOrder(string account, string order, decimal net)
    {
        var given = new Given("acme");
        var at = MechanicsSample.LateMarch.AddDays(1);
        yield return given.Order(account, order, at);
        yield return given.Evaluated(account, order, at, net, (long)net);
    }

    private Task<JsonElement> GetAsync(string path) =>
        app.GetAsync($"/v1/programs/acme/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}minPosition={Log.Position}");

    private async Task<(int Status, string? Code)> CodeAsync(string path, string program = "acme")
    {
        using var answer = await app.Client.GetAsync(
            new Uri(
                $"/v1/programs/{program}/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}minPosition={Log.Position}",
                UriKind.Relative));
        return (
            (int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code")
                .GetString());
    }

    private static string Text(JsonElement element, params string[] members) =>
        string.Join(' ', members.Select(member => element.GetProperty(member).GetRawText()));

    private static string Column(JsonElement list, string member) =>
        string.Join(' ', list.EnumerateArray().Select(one => one.GetProperty(member).ToString()));
}
