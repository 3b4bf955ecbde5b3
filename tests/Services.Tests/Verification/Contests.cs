using System.Net;
using Ledger.Services.Tests.Running;

namespace Ledger.Services.Tests.Verification;

/// <summary>A program with mechanics that concern all accounts: a budget, challenges and draws.</summary>
internal static class Contests
{
    public const string Program = "contests";

    private const string At = "/v1/programs/" + Program;

    private const string Document = """
        {
          "program": "contests", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
            "pointValue": 0.01,
          "scopes": { "teas": { "skus": ["TEA"] } },
          "earning": [ { "id": "base", "points": 1, "per": 1 } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } },
          "rewards": [ { "id": "mug", "kind": "item", "cost": 10 }, { "id": "gift", "kind": "points", "cost": 10, "amount": 25 } ],
          "milestones": [ { "id": "card", "every": 300, "reward": "gift" } ],
          "activities": [ { "id": "course", "activity": "training", "points": 40 } ],
          "budget": { "amount": 20, "period": "quarter" },
          "rebates": [ { "id": "m", "period": "month", "mode": "slab-whole", "payAfterDays": 0, "payAs": "credit", "steps": [ { "from": 0,
            "percent": 1 } ] } ],
          "challenges": [ { "id": "top", "period": "month", "metric": "spend", "scope": "teas", "prizes": [ { "rank": 1,
            "unit": "cashback", "amount": 5 } ] } ],
          "draws": [ { "id": "early", "at": "2021-02-20T00:00:00Z", "prizes": 1, "unit": "points", "amount": 70 },
                     { "id": "late", "at": "2031-01-01T00:00:00Z", "prizes": 1, "reward": "mug" } ]
        }
        """;

    public static async Task DoAsync(RunningLedger ledger)
    {
        await ledger.PublishAsync(Document);
        await OrderAsync(ledger, "1", "A", "2021-02-01T00:00:00Z", "TEA", 400);
        await OrderAsync(ledger, "2", "B", "2021-02-02T00:00:00Z", "TEA", 500);
        await OrderAsync(ledger, "3", "B", "2021-02-03T00:00:00Z", "CUP", 300);
        await ledger.SendAsync(
            HttpMethod.Put, $"{At}/activities/a1", """{"accountId":"C","activity":"training","completedAt":"2021-02-04T00:00:00Z"}""",
                HttpStatusCode.Created);
        await ledger.SendAsync(
            HttpMethod.Post, $"{At}/orders/shop/2/returns",
                """{"returnId":"r","returnedAt":"2021-02-10T00:00:00Z","lines":[{"lineId":"1","quantity":1}]}""", HttpStatusCode.Created);
        await ledger.AdvanceAsync(Program, "2021-03-01T00:00:00Z");
        await OrderAsync(ledger, "4", "A", "2021-03-02T00:00:00Z", "CUP", 900);
        await ledger.SendAsync(HttpMethod.Post, $"{At}/accounts/B/merge", """{ "into": "A" }""", HttpStatusCode.Created,
            ("Idempotency-Key", "merge-B"));
        await ledger.SendAsync(
            HttpMethod.Post, $"{At}/activities/a1/revocation", """{"revokedAt":"2021-03-03T00:00:00Z","reason":"not passed"}""",
                HttpStatusCode.Created);
    }

    private static async Task OrderAsync(RunningLedger ledger, string id, string account, string at, string sku, int price) =>
        await ledger.SendAsync(
        HttpMethod.Put, $"{At}/orders/shop/{id}",
        $$"""{"accountId":"{{account}}","placedAt":"{{at}}","currency":"GBP","lines":[{"lineId":"1","sku":"{{sku}}","quantity":"""
            + $$"""2,"unitPrice":{{price}}}]}""",
        HttpStatusCode.Created);
}
