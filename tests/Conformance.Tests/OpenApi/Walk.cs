using System.Text.Json.Nodes;
using Ledger.TestSupport;

namespace Ledger.Conformance.Tests.OpenApi;

/// <summary>A program's life that calls every operation with success.</summary>
internal sealed class Walk(ApiCalls calls, string program, HttpClient second)
{
    private const string Shop = "shop";

    // 12 × 4 pixels of one colour.
    private const string Logo =
        "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAECAIAAAA1REndAAAAEUlEQVR42mNQSFhAEDHQVxEAhXU2AaxZO20AAAAASUVORK5CYII=";

    private int keys;

    public async Task RunAsync(string document)
    {
        await ServiceAsync();
        await ProgramAsync(document);
        await FactsAsync();
        await CommandsAsync();
        await MechanicsAsync();
        await AccountsAsync();
        await TimeAsync();
        await ReportsAsync();
    }

    private async Task ServiceAsync()
    {
        await calls.ExpectAsync(200, new Call("getLiveness"));
        await calls.ExpectAsync(200, new Call("getReadiness"));
        await calls.ExpectAsync(200, new Call("getMetrics"));
        await calls.ExpectAsync(200, new Call("getIntegrity"));
        await calls.ExpectAsync(200, new Call("getKey"));
    }

    private async Task ProgramAsync(string document)
    {
        await calls.ExpectAsync(200, Of("draftVersion", ("version", "1")) with { Query = "clock=manual", Body = document });
        await calls.ExpectAsync(200, Of("publishVersion", ("version", "1")));
        var later = JsonNode.Parse(document)!;
        (later["version"], later["effectiveFrom"]) = (2, "2030-06-01T00:00:00Z");
        await calls.ExpectAsync(200, Of("draftVersion", ("version", "2")) with { Body = later.ToJsonString() });
        await calls.ExpectAsync(200, Of("publishVersion", ("version", "2")));
        await calls.ExpectAsync(200, Of("retireVersion", ("version", "2")));
        later["currency"] = "XYZ";
        later["version"] = 3;
        await calls.ExpectAsync(422, Of("draftVersion", ("version", "3")) with { Body = later.ToJsonString() });
        await calls.ExpectAsync(404, Of("publishVersion", ("version", "9")));
        await calls.ExpectAsync(404, Of("getVersion", ("version", "9")));
        await calls.ExpectAsync(200, Of("listVersions"));
        await calls.ExpectAsync(200, Of("getVersion", ("version", "1")));
        await calls.ExpectAsync(200, Of("getProgram"));
        var letterhead = $$"""{"name":"Acme Rewards","logo":"{{Logo}}"}""";
        await calls.ExpectAsync(200, Of("putLetterhead") with { Body = letterhead });
        await calls.ExpectAsync(400, Of("putLetterhead") with { Body = letterhead.Replace(Logo, "AAAA", StringComparison.Ordinal) });
        await calls.ExpectAsync(200, Of("getLetterhead"));
        await calls.ExpectAsync(200, new Call("listPrograms"));
        await calls.ExpectAsync(200, Of("getClock"));
    }

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

    private async Task AccountsAsync()
    {
        await calls.ExpectAsync(200, Of("listAccounts") with { Query = "limit=1" });
        await calls.ExpectAsync(200, Of("countTiers"));
        await calls.ExpectAsync(200, Of("listOrders") with { Query = "source=shop&limit=1" });
        await calls.ExpectAsync(200, OfAccount("listOrdersOfAccount") with { Query = "limit=1" });
        await calls.ExpectAsync(200, OfAccount("listHolds") with { Query = "state=captured&limit=1" });
        await calls.ExpectAsync(200, OfAccount("listVouchers") with { Query = "limit=1" });
        await calls.ExpectAsync(200, OfAccount("getBalance"));
        await calls.ExpectAsync(200, OfAccount("getBalance") with { Query = "effectiveAsOf=2011-03-02T00:00:00Z&owner=account" });
        await calls.ExpectAsync(200, OfAccount("getStanding"));
        await calls.ExpectAsync(200, OfAccount("listLots") with { Query = "all=true&limit=2" });
        await calls.ExpectAsync(200, OfAccount("listEntries") with { Query = "last=true&limit=2" });
        var entries = await calls.ExpectAsync(200, OfAccount("listEntries"));
        await calls.ExpectAsync(200, Of("explainEntry", ("id", (string)entries!["entries"]![0]!["id"]!)));
        await calls.ExpectAsync(404, Of("explainEntry", ("id", "nothing")));
        await calls.ExpectAsync(200, OfAccount("getStatement") with { Query = "from=2011-03-01&to=2011-04-01&limit=5" });
        await calls.ExpectAsync(200, OfAccount("getStatementCsv"));
        await calls.ExpectAsync(200, OfAccount("getStatementPdf") with { Query = "from=2011-03-01&to=2011-04-01&lang=ru" });
        await calls.ExpectAsync(400, OfAccount("getStatementPdf") with { Query = "lang=it" });
        await calls.ExpectAsync(200, Of("getBalance", ("account", "C")));
        await calls.ExpectAsync(404, Of("getBalance", ("account", "nobody")));
        await calls.ExpectAsync(200, OfOrder("getOrder", "1001"));
        await calls.ExpectAsync(200, Of("listEvents") with { Query = "limit=1000" });
        await calls.ExpectAsync(200, new Call("getAsyncApi"));
        await WebhooksAsync();
    }

    // Nobody listens at the webhook's address, so deliveries fail.
    private async Task WebhooksAsync()
    {
        var put = Of("putWebhook", ("id", "crm")) with { Body = """{"url":"http://127.0.0.1:9/ledger","types":["tier_*"]}""" };
        await calls.ExpectAsync(201, put);
        await calls.ExpectAsync(200, put);
        await calls.ExpectAsync(400, put with { Body = """{"url":"http://127.0.0.1:9/ledger","types":["nonsense"]}""" });
        await calls.ExpectAsync(422, put with { Body = """{"url":"http://10.0.0.1/ledger","types":["*"]}""" });
        await calls.ExpectAsync(200, Of("replayWebhook", ("id", "crm")) with { Body = """{"after":0}""" });
        await Eventually.TrueAsync(
            async () => (await calls.ExpectAsync(200, Of("listDeliveries", ("id", "crm"))))!["deliveries"]!.AsArray().Count > 0,
            "a delivery to be tried");
        await calls.ExpectAsync(200, Of("getWebhook", ("id", "crm")));
        await calls.ExpectAsync(200, Of("listWebhooks"));
        await calls.ExpectAsync(200, Of("replaceWebhookSecret", ("id", "crm")) with { Body = """{"keepOldSeconds":60}""" });
        await calls.ExpectAsync(200, Of("enableWebhook", ("id", "crm")));
        await calls.ExpectAsync(204, Of("deleteWebhook", ("id", "crm")));
        await calls.ExpectAsync(404, Of("getWebhook", ("id", "crm")));
    }

    private async Task TimeAsync()
    {
        await calls.ExpectAsync(200, Of("setClock") with { Body = """{"advanceTo":"2011-06-02T00:00:00Z"}""" });
        await Eventually.TrueAsync(async () => (long)(await calls.ExpectAsync(200, Of("getClock")))!["due"]! == 0, "due work to be done");
        await calls.ExpectAsync(409, Of("setClock") with { Body = """{"advanceTo":"2011-06-01T00:00:00Z"}""" });
        await PeriodsAsync();
        await calls.ExpectAsync(200, OfAccount("listRebates"));
        await calls.ExpectAsync(200, Of("listChallenges") with { Query = "limit=1" });
        await calls.ExpectAsync(200, Of("getChallenge", ("id", "race"), ("period", "2011-03")));
        await calls.ExpectAsync(200, Of("getChallenge", ("id", "race"), ("period", "2011-06")));
        await calls.ExpectAsync(404, Of("getChallenge", ("id", "race"), ("period", "1999-01")));
        await calls.ExpectAsync(200, Of("listDraws"));
        await calls.ExpectAsync(200, Of("getDrawProof", ("id", "summer")));
        await calls.ExpectAsync(404, Of("getDrawProof", ("id", "nothing")));
    }

    private async Task PeriodsAsync()
    {
        await calls.ExpectAsync(404, Of("approvePeriodClose", ("period", "2011-03")) with { Key = "approve", Client = second });
        await calls.ExpectAsync(409, Of("closePeriod", ("period", "2011-06")) with { Key = "early" });
        await calls.ExpectAsync(200, Of("getPeriod", ("period", "2011-03")));
        await calls.ExpectAsync(202, Of("closePeriod", ("period", "2011-03")) with { Key = "close" });
        await calls.ExpectAsync(200, Of("closePeriod", ("period", "2011-03")) with { Key = "close" });
        await calls.ExpectAsync(403, Of("approvePeriodClose", ("period", "2011-03")) with { Key = "approve" });
        await calls.ExpectAsync(201, Of("approvePeriodClose", ("period", "2011-03")) with { Key = "approve", Client = second });
        await calls.ExpectAsync(200, Of("approvePeriodClose", ("period", "2011-03")) with { Key = "approve", Client = second });
        await calls.ExpectAsync(200, Of("listPeriods"));
    }

    private async Task ReportsAsync()
    {
        await ReportAsync("getTrialBalance");
        await ReportAsync("reportRollForward", "period=2011-03&unit=points");
        await ReportAsync("reportRollForwardMonths", "fromMonth=2011-01&unit=points");
        await ReportAsync("reportLiability");
        await ReportAsync("reportExpiring");
        await JournalAsync();
        await calls.ExpectAsync(200, Of("getBudget"));
        await ReportAsync("reportPartners", "month=2011-03");
        await ReportAsync("getPartnerStatement", "month=2011-03", ("partner", "bank"));
        await calls.ExpectAsync(404, Of("getPartnerStatement", ("partner", "nobody")) with { Query = "month=2011-03" });
        await ReportAsync("reportWindDown");
        await ReportAsync("reportBreakage");
        await ReportAsync("reportTierMovements", "month=2011-03");
        await ReportAsync("reportVariance", "fromMonth=2011-01&limit=1");
        await ReportAsync("reportVarianceMonths");
        await ReportAsync("reportAdjustments", "limit=1");
        await ReportAsync("reportRebatesAccrued", "limit=1");
        await ReportAsync("reportRebatesAccruedPeriods");
        await ReportAsync("reportReturn", "fromMonth=2011-01");
        string[] exports = ["Balances", "Standings", "Rebates", "Entitlements", "Members", "Grants", "Challenges", "Partners"];
        foreach (var export in exports) await calls.ExpectAsync(200, Of($"export{export}"));
        var integrity = await calls.ExpectAsync(200, new Call("getIntegrity"));
        var head = $$"""{"position":{{integrity!["head"]}},"chain":"{{integrity["chain"]}}"}""";
        await calls.ExpectAsync(202, new Call("startVerification") with { Body = $$"""{"published":[{{head}}]}""" });
        await Eventually.TrueAsync(
            async () => (string?)(await calls.ExpectAsync(200, new Call("getVerification")))!["state"] == "done",
            "the verification to end");
        await calls.ExpectAsync(202, new Call("startRebuild"));
        await Eventually.TrueAsync(
            async () => (string?)(await calls.ExpectAsync(200, new Call("getRebuild")))!["state"] == "done", "the rebuild to end");
    }

    // Requests a report in all its formats.
    private async Task ReportAsync(string operation, string query = "", params (string, string)[] path)
    {
        foreach (var form in (string[])["", "Csv", "Xlsx"]) await calls.ExpectAsync(200, Of(operation + form, path) with { Query = query });
        await calls.ExpectAsync(200, Of(operation, path) with { Query = query, Accept = "application/vnd.ledger.table+json" });
    }

    private async Task JournalAsync()
    {
        await calls.ExpectAsync(404, Of("getAccounting"));
        await calls.ExpectAsync(404, Of("reportJournal") with { Query = "period=2011-03" });
        await calls.ExpectAsync(422, Of("setAccounting") with { Body = """{"books":{"holding":"1"}}""" });
        await calls.ExpectAsync(200, Of("setAccounting") with { Body = """{"deferredIncome":"3500"}""" });
        await calls.ExpectAsync(422, Of("reportJournal") with { Query = "period=2011-03" });
        await calls.ExpectAsync(200, Of("setAccounting") with
        {
            Body = """
                {"deferredIncome":"3500","breakageIncome":"8590","cost":"4790","redemption":"8400","books":{"issuance:bank":"1410"},
                 "units":[{"unit":"cashback","deferredIncome":"3510"}],"datevConsultant":1001,"datevClient":1}
                """,
        });
        await calls.ExpectAsync(200, Of("getAccounting"));
        await ReportAsync("reportJournal", "period=2011-03");
        await ReportAsync("reportJournalEntries", "period=2011-03&line=1&limit=1");
        await calls.ExpectAsync(404, Of("reportJournalEntries") with { Query = "period=2011-03&line=99" });
        await calls.ExpectAsync(200, Of("reportJournalDatev") with { Query = "period=2011-03" });
    }

    private Task<string> CommandAsync(int status, string operation, string body, params (string, string)[] path) =>
        CommandAsync(status, operation, body, "id", null, path);

    private Task<string> CommandAsync(int status, string operation, string body, string member, params (string, string)[] path) =>
        CommandAsync(status, operation, body, member, null, path);

    private Task<string> CommandAsync(int status, string operation, string body, HttpClient by, params (string, string)[] path) =>
        CommandAsync(status, operation, body, "id", by, path);

    // Answers a member of the reply: the id of what was made, or a voucher's code.
    private async Task<string> CommandAsync(
        int status, string operation, string body, string member, HttpClient? by, params (string, string)[] path)
    {
        var reply = await calls.ExpectAsync(status, Of(operation, path) with { Key = $"key-{++keys}", Body = body, Client = by });
        return (string?)reply?[member] ?? "";
    }

    private Call Of(string operation, params (string Name, string Value)[] path) => new(operation, [("program", program), .. path]);

    private Call OfOrder(string operation, string order) => Of(operation, ("source", Shop), ("orderId", order));

    private Call OfAccount(string operation) => Of(operation, ("account", "A"), ("accountId", "A"));

    private static string Order(string account, string at, decimal price, string more = "") => $$"""
        { "accountId": "{{account}}", "placedAt": "{{at}}", "currency": "GBP",{{more}}
          "lines": [ { "lineId": "1", "sku": "tea", "category": "drinks", "quantity": 3, "unitPrice": {{price}}, "discount": 1.5 } ] }
        """;
}
