using System.Net;
using Ledger.Services.Tests.Running;

namespace Ledger.Services.Tests.Verification;

/// <summary>Two accounts that spend their points in every way there is.</summary>
internal static class Spending
{
    private const string At = "/v1/programs/spent";

    private const string Program = """
        {
          "program": "spent", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
            "pointValue": 0.01,
          "earning": [ { "id": "base", "points": 1, "per": 1 } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 }, "expiry": { "afterMonths": 12,
            "at": "exact" } },
          "adjustments": { "approvalAbove": { "points": 50 } }, "transfers": "anywhere",
          "rewards": [ { "id": "mug", "cost": 10, "stock": 5 } ]
        }
        """;

    public static async Task DoAsync(RunningLedger ledger)
    {
        await ledger.PublishAsync(Program);
        foreach (var (account, order) in new[] { ("A", "1"), ("B", "2"), ("A", "3") })
        {
            await ledger.SendAsync(
                HttpMethod.Put, $"{At}/orders/shop/{order}",
                $$"""{"accountId":"{{account}}","placedAt":"2021-02-01T00:00:00Z","currency":"GBP","lines":["""
                    + $$"""{"lineId":"1","sku":"X","quantity":1,"unitPrice":500}]}""", HttpStatusCode.Created);
        }

        await DoAsync(ledger, "accounts/A/holds", "h1", """{"amount":60,"ttlMinutes":30}""");
        await DoAsync(ledger, "holds/h1/capture", "c1", """{"amount":25}""");
        await DoAsync(ledger, "accounts/A/holds", "h2", """{"amount":40,"ttlMinutes":600}""");
        await DoAsync(ledger, "accounts/A/redemptions", "r1", """{"for":"order","source":"shop","orderId":"3","amount":50}""");
        await DoAsync(ledger, "redemptions/r1/reversals", "v1", """{"amount":20}""");
        await DoAsync(ledger, "accounts/A/redemptions", "r2", """{"for":"reward","reward":"mug"}""");
        await DoAsync(ledger, "accounts/A/redemptions", "r3", """{"for":"voucher","amount":30}""");
        await DoAsync(ledger, "adjustments", "a1", """{"accountId":"B","amount":60,"reason":"goodwill"}""", HttpStatusCode.Accepted);
        await DoAsync(ledger, "transfers", "t1", """{"fromAccountId":"A","toAccountId":"B","amount":30}""");
    }

    private static async Task DoAsync(
        RunningLedger ledger, string path, string key, string body, HttpStatusCode expected = HttpStatusCode.Created) =>
        await ledger.SendAsync(HttpMethod.Post, $"{At}/{path}", body, expected, ("Idempotency-Key", key));
}
