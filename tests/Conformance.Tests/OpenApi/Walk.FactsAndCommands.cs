namespace Ledger.Conformance.Tests.OpenApi;

/// <summary>The part of the walk that records facts and commands.</summary>
internal sealed partial class Walk
{
    private async Task FactsAsync()
    {
        var first = Order("A", "2011-03-01T10:00:00Z", 420, """ "contactId": "ann", "partnerId": "bank", "tags": { "channel": "web" },""");
        await calls.ExpectAsync(201, OfOrder("putOrder", "1001") with { Body = first });
        await calls.ExpectAsync(200, OfOrder("putOrder", "1001") with { Body = first });
        await calls.ExpectAsync(409, OfOrder("putOrder", "1001") with { Body = Order("A", "2011-03-01T10:00:00Z", 421) });
        await calls.ExpectAsync(
            202, OfOrder("returnGoods", "1002") with
            {
                Body = """{"returnId":"r1","returnedAt":"2011-03-03T10:00:00Z","lines":[{"lineId":"1","quantity":1}]}""",
            });
        await calls.ExpectAsync(200, OfOrder("getOrder", "1002"));
        await calls.ExpectAsync(201, OfOrder("putOrder", "1002") with { Body = Order("A", "2011-03-02T10:00:00Z", 150) });
        await calls.ExpectAsync(
            422, OfOrder("returnGoods", "1002") with
            {
                Body = """{"returnId":"r2","returnedAt":"2011-03-03T10:00:00Z","lines":[{"lineId":"9","quantity":1}]}""",
            });
        await calls.ExpectAsync(
            201, OfOrder("returnGoods", "1001") with
            {
                Body = """{"returnId":"r3","returnedAt":"2011-03-04T10:00:00Z","lines":[{"lineId":"1","quantity":1}]}""",
            });
        await calls.ExpectAsync(201, OfOrder("payOrder", "1001") with { Body = """{"paidAt":"2011-03-02T10:00:00Z","paymentId":"p1"}""" });
        await calls.ExpectAsync(201, OfOrder("shipOrder", "1001") with { Body = """{"shippedAt":"2011-03-02T11:00:00Z"}""" });
        await calls.ExpectAsync(201, OfOrder("deliverOrder", "1001") with { Body = """{"deliveredAt":"2011-03-03T11:00:00Z"}""" });
        await calls.ExpectAsync(201, OfOrder("putOrder", "1003") with { Body = Order("B", "2011-03-05T10:00:00Z", 80) });
        await calls.ExpectAsync(201, OfOrder("putOrder", "1004") with { Body = Order("C", "2011-03-05T10:00:00Z", 80) });
        await calls.ExpectAsync(201, OfOrder("cancelOrder", "1003") with { Body = """{"cancelledAt":"2011-03-06T10:00:00Z"}""" });
        await calls.ExpectAsync(404, OfOrder("getOrder", "nobody"));
        await calls.ExpectAsync(200, Of("submitFacts") with
        {
            ContentType = "application/x-ndjson",
            Body = $$"""
                {"type":"OrderPlaced","source":"shop","orderId":"1005","accountId":"B","placedAt":"2011-03-07T10:00:00Z","currency":"GBP",
                  "lines":[{"lineId":"1","sku":"tea","quantity":1,"unitPrice":300}]}
                {"type":"OrderPlaced","source":"shop","orderId":"1006"}
                """,
        });
        await calls.ExpectAsync(200, Of("simulateOrder") with { Body = Order("A", "2011-03-08T10:00:00Z", 99) });
        await RatesAsync();
    }

    // An order without a rate is refused; with the rate it is driven again.
    private async Task RatesAsync()
    {
        var foreign = Order("A", "2011-03-07T10:00:00Z", 50).Replace("GBP", "EUR", StringComparison.Ordinal);
        await calls.ExpectAsync(422, OfOrder("putOrder", "1007") with { Body = foreign });
        await calls.ExpectAsync(200, Of("listRejected") with { Query = "open=true&limit=1" });
        var listed = await calls.ExpectAsync(200, Of("listRejected") with { Query = "open=true" });
        var refused = (string)listed!["rejected"]!.AsArray().Single(one => (string?)one!["code"] == "no_rate")!["id"]!;
        await calls.ExpectAsync(200, Of("getRejected", ("id", refused)));
        await calls.ExpectAsync(404, Of("getRejected", ("id", "nothing")));
        await calls.ExpectAsync(409, Of("redriveRejected", ("id", refused)));
        await calls.ExpectAsync(404, Of("redriveRejected", ("id", "nothing")));
        await calls.ExpectAsync(
            201, Of("putRate", ("currency", "EUR"), ("from", "2011-01-01T00:00:00Z")) with
            {
                Body = """{"rate":0.85}""",
            });
        await calls.ExpectAsync(200, Of("redriveRejected", ("id", refused)));
        await calls.ExpectAsync(200, OfOrder("getOrder", "1007"));
        await calls.ExpectAsync(200, Of("getIntake"));
    }

    private async Task CommandsAsync()
    {
        var held = await CommandAsync(201, "holdPoints", """{"ttlMinutes":600,"amount":10,"reason":"basket"}""", ("accountId", "A"));
        await calls.ExpectAsync(200, Of("getHold", ("id", held)));
        await CommandAsync(201, "captureHold", """{"amount":4}""", ("holdId", held));
        await CommandAsync(409, "captureHold", "{}", ("holdId", held));
        var other = await CommandAsync(201, "holdPoints", """{"ttlMinutes":600,"value":0.05}""", ("accountId", "A"));
        await CommandAsync(201, "releaseHold", "{}", ("holdId", other));
        await CommandAsync(404, "releaseHold", "{}", ("holdId", "nothing"));
        await calls.ExpectAsync(404, Of("getHold", ("id", "nothing")));
        var spent = await CommandAsync(
            201, "redeemPoints", """{"for":"order","source":"shop","orderId":"1002","amount":20}""", ("accountId", "A"));
        await CommandAsync(409, "holdPoints", """{"ttlMinutes":600,"amount":2000000}""", ("accountId", "A"));
        await calls.ExpectAsync(200, Of("getRedemption", ("id", spent)));
        await CommandAsync(201, "reverseRedemption", """{"amount":5}""", ("redemptionId", spent));
        await CommandAsync(201, "redeemPoints", """{"for":"reward","reward":"mug"}""", ("accountId", "A"));
        await VouchersAsync();
        await CommandAsync(201, "adjustPoints", """{"accountId":"A","amount":15,"reason":"goodwill"}""");
        var waits = await CommandAsync(202, "adjustPoints", """{"accountId":"A","amount":500,"reason":"goodwill"}""");
        var declined = await CommandAsync(202, "adjustPoints", """{"accountId":"A","amount":501,"reason":"goodwill"}""");
        await calls.ExpectAsync(200, Of("listAdjustments") with { Query = "limit=1" });
        await calls.ExpectAsync(200, Of("getAdjustment", ("id", waits)));
        await CommandAsync(403, "approveAdjustment", "{}", ("adjustmentId", waits));
        await CommandAsync(201, "approveAdjustment", "{}", second, ("adjustmentId", waits));
        await CommandAsync(201, "rejectAdjustment", """{"reason":"too much"}""", second, ("adjustmentId", declined));
        await CommandAsync(
            201, "openBalance", """{"amount":40,"earnedAt":"2010-12-01T00:00:00Z","at":"2011-03-07T00:00:00Z"}""", ("accountId", "D"));
        await CommandAsync(201, "transferPoints", """{"fromAccountId":"A","toAccountId":"B","amount":10}""");
        await CommandAsync(201, "mergeAccounts", """{"into":"A","reason":"one company"}""", ("accountId", "C"));
        await CommandAsync(409, "mergeAccounts", """{"into":"A"}""", ("accountId", "C"));
        await RepeatAsync();
    }

    private async Task VouchersAsync()
    {
        var used = await CommandAsync(201, "issueVoucher", """{"amount":30,"validMonths":6}""", "voucher", ("accountId", "A"));
        var cancelled = await CommandAsync(201, "issueVoucher", """{"amount":30}""", "voucher", ("accountId", "A"));
        await calls.ExpectAsync(200, Of("getVoucher", ("id", used)));
        await CommandAsync(201, "redeemVoucher", "{}", ("code", used));
        await CommandAsync(409, "redeemVoucher", "{}", ("code", used));
        await CommandAsync(201, "cancelVoucher", "{}", ("code", cancelled));
    }

    private async Task RepeatAsync()
    {
        var call = Of("redeemPoints", ("accountId", "A")) with { Key = "again", Body = """{"for":"reward","reward":"mug"}""" };
        await calls.ExpectAsync(201, call);
        await calls.ExpectAsync(200, call);
        await calls.ExpectAsync(409, call with { Body = """{"for":"reward","reward":"cup"}""" });
    }

    private async Task MechanicsAsync()
    {
        const string training = """{"accountId":"A","activity":"training","contactId":"ann","completedAt":"2011-03-09T10:00:00Z"}""";
        await calls.ExpectAsync(201, Of("putActivity", ("activityId", "course-1")) with { Body = training });
        await calls.ExpectAsync(201, Of("putActivity", ("activityId", "course-2")) with { Body = training });
        await calls.ExpectAsync(
            201, Of("revokeActivity", ("activityId", "course-2")) with
            {
                Body = """{"revokedAt":"2011-03-10T10:00:00Z","reason":"entered twice"}""",
            });
        const string purchase =
            """{"accountId":"A","membership":"plus","purchasedAt":"2011-03-10T10:00:00Z","price":110,"currency":"GBP"}""";
        await calls.ExpectAsync(201, Of("putMembership", ("purchaseId", "m1")) with { Body = purchase });
        await calls.ExpectAsync(201, Of("putMembership", ("purchaseId", "m2")) with { Body = purchase });
        await calls.ExpectAsync(
            201, Of("refundMembership", ("purchaseId", "m2")) with
            {
                Body = """{"refundedAt":"2011-03-11T10:00:00Z","reason":"bought twice"}""",
            });
        var proof = $$"""{"name":"photo","sha256":"{{new string('a', 64)}}","url":"https://files.example/1"}""";
        var claim = $$"""{"fund":"mdf","amount":5,"activity":"window display","proofs":[{{proof}}],"reason":"spring campaign"}""";
        var approved = await CommandAsync(201, "claimFund", claim, ("accountId", "A"));
        var rejected = await CommandAsync(201, "claimFund", claim, ("accountId", "A"));
        await CommandAsync(201, "addClaimProofs", $$"""{"proofs":[{{proof}}]}""", ("claimId", approved));
        await CommandAsync(201, "approveClaim", """{"amount":4}""", second, ("claimId", approved));
        await CommandAsync(201, "rejectClaim", """{"reason":"not in the shop"}""", second, ("claimId", rejected));
        await calls.ExpectAsync(200, Of("getClaim", ("id", approved)));
        await calls.ExpectAsync(404, Of("getClaim", ("id", "nothing")));
        await calls.ExpectAsync(200, Of("listClaims") with { Query = "state=approved&limit=1" });
        await calls.ExpectAsync(200, OfAccount("listClaimsOfAccount"));
        var grants = (await calls.ExpectAsync(200, Of("listGrants") with { Query = "state=granted" }))!["grants"]!.AsArray();
        await CommandAsync(201, "fulfilGrant", """{"reference":"parcel 1"}""", ("grantId", (string)grants[0]!["grantId"]!));
        await CommandAsync(201, "cancelGrant", """{"reason":"out of stock"}""", ("grantId", (string)grants[1]!["grantId"]!));
        await calls.ExpectAsync(200, OfAccount("listGrantsOfAccount"));
        await calls.ExpectAsync(200, OfAccount("listActivities"));
        await calls.ExpectAsync(200, OfAccount("listMemberships"));
    }

    private static string Order(string account, string at, decimal price, string more = "") => $$"""
        { "accountId": "{{account}}", "placedAt": "{{at}}", "currency": "GBP",{{more}}
          "lines": [ { "lineId": "1", "sku": "tea", "category": "drinks", "quantity": 3, "unitPrice": {{price}}, "discount": 1.5 } ] }
        """;
}
