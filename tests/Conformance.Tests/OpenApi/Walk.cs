using System.Text.Json.Nodes;
using Ledger.TestSupport;

namespace Ledger.Conformance.Tests.OpenApi;

/// <summary>A program's life that calls every operation with success.</summary>
internal sealed partial class Walk(ApiCalls calls, string program, HttpClient second)
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
}
