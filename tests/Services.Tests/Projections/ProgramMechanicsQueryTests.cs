using System.Net;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>The queries about the mechanics (mechanics.md) of a whole program: challenges, partners, books and its end.</summary>
public sealed class ProgramMechanicsQueryTests : MechanicsQueryFixture
{
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
        Assert.That(await App.Client.GetStringAsync("/v1/programs/acme/reports/partners.csv?month=2011-03"), Is.EqualTo("""
            partner,month,issued,reversed,redeemed,redemptionReversed,owedByPartner,owedToPartner,net
            p-bank,2011-03,700,0,0,0,5.95,0.00,5.95

            """));

        using var bank = new HttpClient { BaseAddress = App.Client.BaseAddress };
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
    public async Task A_program_that_ends_reports_what_it_owes_until_then()
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
}
