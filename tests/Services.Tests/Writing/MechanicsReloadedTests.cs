using System.Net;
using System.Text.Json;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Writing;

/// <summary>
/// An account's activities, memberships, milestones and claims, and the budget, are in the tables: a restarted service decides with them.
/// </summary>
public sealed class MechanicsReloadedTests
{
    private const string Document = """
        {
          "program": "acme", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
            "pointValue": 0.01,
          "scopes": { "goods": {} }, "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "goods", "tierMultiplier": true } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 }, "expiry": { "afterMonths": 1 } },
          "activities": [ { "id": "course", "activity": "training", "points": 50, "owner": "account", "maxPerAccount": 1,
            "every": "ever" } ],
          "memberships": [ { "id": "plus", "fee": 90, "months": 1, "pointsMultiplier": 2 } ],
          "funds": [ { "id": "mdf", "percent": 10, "scope": "goods" } ],
          "segments": [ { "id": "big", "when": { "ordersAtLeast": 1 } } ],
          "rewards": [ { "id": "mug", "cost": 10, "kind": "item" } ],
          "milestones": [ { "id": "stamp", "every": 100, "scope": "goods", "reward": "mug" } ],
          "budget": { "amount": 3, "period": "lifetime" }
        }
        """;

    [Test]
    public async Task A_service_that_starts_anew_decides_on_what_was_before()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var first = await RunningLedger.StartAsync(database))
        {
            await first.PublishAsync(Document);
            await PutAsync(first, "activities/a1", """{"accountId":"A","activity":"training","completedAt":"2021-01-01T00:00:00Z"}""");
            await PutAsync(first, "memberships/m1", """{"accountId":"A","membership":"plus","purchasedAt":"2021-01-02T00:00:00Z"}""");
            await PutAsync(first, "orders/shop/1", Order("2021-01-03T00:00:00Z"));
            await first.SendAsync(
                HttpMethod.Post, "/v1/programs/acme/accounts/A/claims",
                """{"fund":"mdf","amount":4,"activity":"fair","proofs":[],"reason":"spring"}""", HttpStatusCode.Created,
                ("Idempotency-Key", "c1"));
        }

        await using (var second = await RunningLedger.StartAsync(database))
        {
            await PutAsync(second, "activities/a2", """{"accountId":"A","activity":"training","completedAt":"2021-01-04T00:00:00Z"}""");
            await PutAsync(second, "memberships/m2", """{"accountId":"A","membership":"plus","purchasedAt":"2021-01-04T00:00:00Z"}""");
            await PutAsync(second, "orders/shop/2", Order("2021-01-05T00:00:00Z"));
            await second.AdvanceAsync("acme", "2021-03-01T00:00:00Z");
            await second.SendAsync(
                HttpMethod.Post, "/v1/programs/acme/activities/a1/revocation",
                """{"revokedAt":"2021-03-01T00:00:00Z","reason":"not passed"}""", HttpStatusCode.Created);
            await second.SendAsync(
                HttpMethod.Post, "/v1/programs/acme/claims/c1/reject", """{"reason":"no"}""", HttpStatusCode.Created,
                ("Idempotency-Key", "r1"));

            var check = await second.CheckAsync();
            Assert.That(check.GetProperty("findings").GetArrayLength(), Is.Zero, check.ToString());
        }

        Assert.Multiple(async () =>
        {
            Assert.That(await database.TextsAsync(
                    "select data -> 'evaluation' ->> 'points' from mt_events where type = 'activity_recorded' order by seq_id"),
                Is.EqualTo(new[] { "50", "0" }), "the cap counts what was rewarded before");
            Assert.That(
                await database.TextsAsync("select data ->> 'start' from mt_events where type = 'membership_recorded' order by seq_id"),
                Is.EqualTo(new[] { "2021-01-02T00:00:00Z", "2021-02-02T00:00:00Z" }), "the second term follows the first");
            Assert.That(await database.TextsAsync("select data ->> 'grantId' from mt_events where type = 'grant_issued' order by seq_id"),
                Is.EqualTo(new[] { "stamp-A-1", "stamp-A-2" }));
            Assert.That(
                await database.TextsAsync("select (data ->> 'amount') from mt_events where type = 'points_accrued' order by seq_id"),
                Is.EqualTo(new[] { "50", "200", "50" }), "300 points are all that the budget has");
            Assert.That(await database.CountAsync("mt_events where type = 'segment_entered'"), Is.EqualTo(1));
        });
    }

    private static string Order(string at) =>
        $$"""{"accountId":"A","placedAt":"{{at}}","currency":"GBP","lines":[{"lineId":"1","sku":"tea","quantity":1,"unitPrice":100}]}""";

    private static Task<JsonElement> PutAsync(RunningLedger ledger, string path, string body) =>
        ledger.SendAsync(HttpMethod.Put, $"/v1/programs/acme/{path}", body, HttpStatusCode.Created);
}
