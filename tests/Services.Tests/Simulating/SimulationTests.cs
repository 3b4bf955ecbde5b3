using System.Net;
using Ledger.Services.Tests.Running;
using NUnit.Framework;

namespace Ledger.Services.Tests.Simulating;

/// <summary>A simulation answers what the same order gives when it is placed afterwards, and writes nothing.</summary>
public sealed class SimulationTests : LedgerFixture
{
    private const string Path = $"/v1/programs/{Sample.Program}/simulations";

    protected override async Task FillAsync()
    {
        await Service.PublishAsync(Sample.Document());
        await Service.ImportAsync(Sample.Program, Sample.Lines(5, 120, accounts: 3));
    }

    [TestCase("C1")]
    [TestCase("nobody-yet")]
    public async Task It_says_what_the_order_then_gives(string account)
    {
        var body = Body(account, 250);
        var before = await Database.CountAsync("mt_events");

        var simulated = await Service.SendAsync(HttpMethod.Post, Path, body, HttpStatusCode.OK);
        Assert.That(await Database.CountAsync("mt_events"), Is.EqualTo(before));
        Assert.That(await Database.CountAsync($"ledger_accounts where account_id = '{account}'"), Is.EqualTo(account == "C1" ? 1 : 0));
        await Service.SendAsync(HttpMethod.Put, $"/v1/programs/{Sample.Program}/orders/shop/real-{account}", body, HttpStatusCode.Created);

        var stored = await Database.TextsAsync($"select (data -> 'evaluation')::text from mt_events where stream_id = "
            + $"'order/shop/real-{account}' and type = 'discount_computed'");
        var same = await Database.TextsAsync(
            $"select ('{simulated.GetProperty("evaluation").GetRawText().Replace("'", "''", StringComparison.Ordinal)}'::jsonb)::text");
        Assert.That(same, Is.EqualTo(stored));
    }

    /// <summary>The rows of the account that are neither its own nor lots: a term of a membership and an activity with a score.</summary>
    [Test]
    public async Task It_counts_memberships_and_activities()
    {
        await Service.PublishAsync("""
            {
              "program": "club", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
              "pointValue": 0.01, "scopes": { "goods": {} },
              "earning": [
                { "id": "base", "points": 1, "per": 1, "scope": "goods", "tierMultiplier": true },
                { "id": "promoter", "points": 1, "per": 2, "scope": "goods", "tierMultiplier": false, "when": { "npsAtLeast": 9 } } ],
              "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 }, "expiry": { "afterMonths": 1 } },
              "activities": [ { "id": "score", "activity": "nps", "points": 40, "owner": "account" } ],
              "memberships": [ { "id": "plus", "fee": 90, "months": 12, "pointsMultiplier": 2 } ]
            }
            """);
        const string club = "/v1/programs/club";
        await Service.SendAsync(
            HttpMethod.Put, $"{club}/memberships/m1",
            """{"accountId":"M","membership":"plus","purchasedAt":"2022-01-02T00:00:00Z"}""", HttpStatusCode.Created);
        await Service.SendAsync(
            HttpMethod.Put, $"{club}/activities/a1",
            """{"accountId":"M","activity":"nps","completedAt":"2022-01-03T00:00:00Z","score":10}""", HttpStatusCode.Created);

        var simulated = await Service.SendAsync(HttpMethod.Post, $"{club}/simulations", Body("M", 250), HttpStatusCode.OK);
        await Service.SendAsync(HttpMethod.Put, $"{club}/orders/shop/real", Body("M", 250), HttpStatusCode.Created);

        Assert.That(simulated.GetProperty("evaluation").GetProperty("points").GetInt32(), Is.EqualTo((250 * 2) + 125));
        Assert.That(
            await Database.TextsAsync(
                $"select (data -> 'evaluation' = '{simulated.GetProperty("evaluation").GetRawText()}'::jsonb)::text from mt_events "
                + "where tenant_id = 'club' and stream_id = 'order/shop/real' and type = 'discount_computed'"),
            Is.EqualTo(new[] { "true" }));
    }

    [Test]
    public async Task It_says_which_tier_would_be_reached()
    {
        var simulated = await Service.SendAsync(HttpMethod.Post, Path, Body("another", 900), HttpStatusCode.OK);

        Assert.Multiple(() =>
        {
            Assert.That(simulated.GetProperty("tier").GetString(), Is.EqualTo("bronze"));
            Assert.That(simulated.GetProperty("tierAfter").GetString(), Is.EqualTo("silver"));
        });
    }

    [TestCase("{", HttpStatusCode.BadRequest, "malformed_json")]
    [TestCase("""{"accountId":"A","surprise":1}""", HttpStatusCode.BadRequest, "unknown_field")]
    [TestCase("""{"accountId":"A","placedAt":"2021-01-01T00:00:00Z","currency":"EUR","lines":[{"lineId":"1","sku":"X","quantity":"""
        + """1,"unitPrice":1}]}""", HttpStatusCode.UnprocessableEntity, "no_rate")]
    [TestCase(
        """{"accountId":"A","placedAt":"2021-01-01T00:00:00Z","currency":"GBP","lines":[]}""", HttpStatusCode.UnprocessableEntity,
        "no_lines")]
    public async Task What_would_be_refused_is_refused(string body, HttpStatusCode status, string code)
    {
        var before = await Database.CountAsync("mt_events");
        var problem = await Service.SendAsync(HttpMethod.Post, Path, body, status);

        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code));
        Assert.That(await Database.CountAsync("mt_events"), Is.EqualTo(before));
    }

    private static string Body(string account, int price) =>
        $$"""{"accountId":"{{account}}","placedAt":"2022-02-02T10:00:00Z","currency":"GBP","lines":["""
            + $$"""{"lineId":"1","sku":"X","category":"garden","quantity":1,"unitPrice":{{price}}}]}""";
}
