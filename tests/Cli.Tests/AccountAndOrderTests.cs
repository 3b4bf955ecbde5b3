using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The pages of an account and of an order for people on call: their requests and output.</summary>
internal sealed class AccountAndOrderTests : CommandFixture
{
    private const string Account = "/v1/programs/w/accounts/north";
    private const string Measures = """{"points":545,"scopes":[]}""";
    private List<string> entries = [];

    [SetUp]
    public void Answer_with_an_account_and_an_order()
    {
        Ledger.Answer = Answer;
        entries = [.. Enumerable.Range(1, 3).Select(number => Entry(number))];
    }

    [Test]
    public async Task An_account_is_shown_on_a_page()
    {
        entries.Add(Entry(4, "points_held", """, "holdId":"H1","expiresAt":"2011-04-01T00:00:00Z" """));
        entries.Add(Entry(5, "points_held", """, "holdId":"H2","expiresAt":"2011-04-01T00:00:00Z" """));
        entries.Add(Entry(6, "hold_released", """, "holdId":"H2" """));

        var run = await RunAsync("account", "show", "north", "--program", "w", "--entries", "2");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        var lines = LinesOf(run.Output);
        Assert.That(lines, Does.Contain("Account north"));
        Assert.That(lines, Does.Contain("Tier silver since 2011-02-01T00:00:00Z, with 3,742.5001"));
        Assert.That(lines, Does.Contain("Next tier gold: 6,257.4999 to go"));
        Assert.That(lines, Does.Contain("account points 1,234 50 200 0"));
        Assert.That(lines, Does.Contain("buyer-7 cashback 12.5 0 0 0"));
        Assert.That(lines, Does.Contain("H1 account points 150 2011-04-01T00:00:00Z shop/1002"));
        Assert.That(lines, Does.Contain("50 more are held by holds that a merge brought along."));
        Assert.That(lines, Does.Contain("6 2011-03-01T00:00:00Z hold_released account 6 points 60 order shop/1001 base"));
        Assert.That(lines.Where(line => line.Contains("points_accrued", StringComparison.Ordinal)), Is.Empty, "only the last two");
        // A lot that expires at the first instant of April, local time, expires in April, although it is March in UTC.
        Assert.That(lines, Does.Contain("points that expire"));
        Assert.That(lines, Has.Some.Match("^2011-04 █+ 100$"));
        Assert.That(lines, Has.Some.Match("^2012-01 █+ 1,184$"));
    }

    [Test]
    public async Task An_account_is_one_object_with_the_json_option()
    {
        entries.Add(Entry(4, "points_held", """, "holdId":"H1","expiresAt":"2011-04-01T00:00:00Z" """));

        var run = await RunAsync("account", "show", "north", "--program", "w", "--json");

        var page = JsonNode.Parse(run.Output)!;
        Assert.That(page["balance"]!["unheardOf"]!.ToJsonString(), Is.EqualTo("1"), "as the service said it");
        Assert.That((string?)page["standing"]!["tier"], Is.EqualTo("silver"));
        Assert.That(
            page["expiring"]!.ToJsonString(),
            Is.EqualTo("""[{"amount":100,"month":"2011-04","unit":"points"},{"amount":1184,"month":"2012-01","unit":"points"}]"""));
        Assert.That(page["holds"]!.AsArray().Select(hold => (string?)hold!["id"]), Is.EqualTo(new[] { "H1" }));
        Assert.That(page["entries"]!.AsArray().Select(entry => (int)entry!["sequence"]!), Is.EqualTo(new[] { 4, 3, 2, 1 }));
    }

    [TestCase(1_000)]
    [TestCase(1_001)]
    [TestCase(4_000)]
    [TestCase(12_345)]
    public async Task The_last_movements_of_a_long_account_are_found_with_few_requests(int count)
    {
        entries = [.. Enumerable.Range(1, count).Select(number => Entry(number))];

        var run = await RunAsync("account", "show", "north", "--program", "w", "--json", "--entries", "3");

        Assert.That(
            JsonNode.Parse(run.Output)!["entries"]!.AsArray().Select(entry => (int)entry!["sequence"]!),
            Is.EqualTo(new[] { count, count - 1, count - 2 }));
        Assert.That(Ledger.Requests.Count(asked => asked.Line.Contains("/entries", StringComparison.Ordinal)), Is.LessThan(50));
    }

    [Test]
    public async Task An_order_is_shown_on_a_page()
    {
        var run = await RunAsync("order", "show", "shop/10/01", "--program", "w");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        var lines = LinesOf(run.Output);
        Assert.That(Ledger.Requests.Single().Line, Is.EqualTo("GET /v1/programs/w/orders/shop/10%2F01"));
        Assert.That(lines, Does.Contain("State recorded, partly returned"));
        Assert.That(lines, Does.Contain("1 MUG-RED merchandise 120 4.95 0 10 3 16.34 545"));
        Assert.That(lines, Does.Contain("volume base no 3 900.5 below-first-step"));
        Assert.That(lines, Does.Contain("base yes account 544.5 1 545"));
        Assert.That(lines, Does.Contain("R-9 2011-01-12T08:00:00Z 1 × 10"));
        Assert.That(lines, Does.Contain("1 2011-03-01T00:00:00Z points_accrued account 1 points 10 order shop/1001 base"));
        Assert.That(lines, Does.Contain("OrderPaid 2011-09-12T08:00:00Z 2011-09-12T09:00:00Z"));
    }

    [Test]
    public async Task An_order_for_which_facts_wait_is_shown_before_it_is_recorded()
    {
        Ledger.Answer = _ => (200, """
            {"source":"shop","orderId":"1","recorded":false,"parked":[{"factType":"OrderPaid","payload":{},
             "effectiveAt":"2011-09-12T08:00:00Z","recordedAt":"2011-09-12T09:00:00Z"}]}
            """);

        var lines = LinesOf((await RunAsync("order", "show", "shop/1", "--program", "w")).Output);

        Assert.That(lines, Does.Contain("State not recorded: facts wait for it"));
        Assert.That(lines, Does.Contain("OrderPaid 2011-09-12T08:00:00Z 2011-09-12T09:00:00Z"));
    }

    [TestCase("shop")]
    [TestCase("/1")]
    [TestCase("shop/")]
    public async Task An_order_without_a_source_or_an_id_is_a_usage_error(string order) =>
        Assert.That((await RunAsync("order", "show", order, "--program", "w")).ExitCode, Is.EqualTo(2));

    private (int Status, string Body)? Answer(FakeLedger.Asked asked)
    {
        var uri = new Uri("http://ledger" + asked.Line["GET ".Length..]);
        var query = uri.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[^1]);
        return uri.AbsolutePath switch
        {
            $"{Account}/balance" => (200, """
                {"accountId":"north","unheardOf":1,"wallets":[
                 {"owner":"account","unit":"points","pending":50,"available":1234,"held":200,"arrears":0,"accrued":1484,"reversed":0,
                  "redeemed":0,"expired":0,"adjusted":0},
                 {"owner":"buyer-7","unit":"cashback","pending":0,"available":12.50,"held":0,"arrears":0,"accrued":12.50,"reversed":0,
                  "redeemed":0,"expired":0,"adjusted":0}]}
                """),
            $"{Account}/standing" => (200, """
                {"accountId":"north","orders":3,"clock":"2011-03-01T00:00:00Z","tier":"silver","since":"2011-02-01T00:00:00Z",
                 "metric":3742.5001,"nextTier":"gold","gap":6257.4999}
                """),
            $"{Account}/lots" => (200, $$"""
                {"accountId":"north","lots":[{{Lot(1, 84, "2012-01-31T00:00:00Z")}},{{Lot(2, 1100, "2012-01-01T00:00:00Z")}},
                 {{Lot(3, 100, "2011-03-31T23:00:00Z")}},{{Lot(4, 200, null)}}]}
                """),
            $"{Account}/entries" => (200, EntriesOf(Number(query["after"]), Number(query["limit"]))),
            "/v1/programs/w/holds/H1" => (200, """
                {"id":"H1","accountId":"north","owner":"account","unit":"points","state":"held","expiresAt":"2011-04-01T00:00:00Z",
                 "lots":[{"lot":1,"amount":100},{"lot":2,"amount":50}],"number":4,"order":"shop/1002"}
                """),
            "/v1/programs/w" => (200, """
                {"program":"w","currency":"GBP","timeZone":"Europe/London","clock":"manual","version":1,"document":{}}
                """),
            "/v1/programs/w/orders/shop/10%2F01" or "/v1/programs/w/orders/shop/10/01" => (200, $$"""
                {"source":"shop","orderId":"10/01","recorded":true,"accountId":"north","revision":1,"placedAt":"2011-01-10T09:30:00Z",
                 "currency":"GBP","cancelled":false,"programVersion":1,
                 "lines":[{"lineId":"1","sku":"MUG-RED","kind":"merchandise","quantity":120,"unitPrice":4.95,"discount":0,
                  "returned":10,"remaining":110}],
                 "evaluation":{"gross":"544.5","net":"544.5","entitled":16.34,"stated":"0","variance":16.34,"points":545,
                  "owners":[{"owner":"account","points":545}],
                   "lines":[["1","3",16.34,545]],
                   "discounts":[{"rule":"volume","group":"base","applied":false,"percent":"3","metric":"900.5",
                    "reason":"below-first-step"}],
                   "earning":[{"rule":"base","applied":true,"owner":"account","base":"544.5","rate":"1","points":545}],
                   "measures":{{Measures}},
                   "frozen":{"programVersion":1,"tier":"silver","tierMultiplier":"1","metrics":[],"failed":[],"ordersInScope":["*"]} },
                 "returns":[{"cancellation":false,"returnId":"R-9","lines":[{"lineId":"1","quantity":10}],
                  "occurredAt":"2011-01-12T08:00:00Z","effectiveAt":"2011-01-12T08:00:00Z","recordedAt":"2011-01-12T08:00:00Z"}],
                 "entries":[{{Entry(1)}}],
                 "parked":[{"factType":"OrderPaid","payload":{},"effectiveAt":"2011-09-12T08:00:00Z","recordedAt":"2011-09-12T09:00:00Z"}]}
                """),
            _ => null,
        };
    }

    private string EntriesOf(int after, int limit)
    {
        var page = entries.Skip(after).Take(limit).ToList();
        var next = after + page.Count < entries.Count ? $",\"next\":{after + page.Count}" : "";
        return $$"""{"accountId":"north","entries":[{{string.Join(',', page)}}]{{next}}}""";
    }

    private static string Entry(int number, string type = "points_accrued", string more = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"id":"00000000-0000-0000-0000-000000000001","position":{{number}},"type":"{{type}}","program":"w","accountId":"north",
         "sequence":{{number}},"owner":"account","unit":"points",
         "amount":{{number}},"moves":[],"cause":{"kind":"order","source":"shop","orderId":"1001","rule":"base"},"programVersion":1,
         "balance":{"pending":0,"available":{{number * 10}},"held":0,"arrears":0},"effectiveAt":"2011-03-01T00:00:00Z",
          "recordedAt":"2011-03-01T00:00:00Z"{{more}}}
        """).ReplaceLineEndings("");

    private static string Lot(int number, int available, string? expiresAt) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"lot":{{number}},"owner":"account","unit":"points","pending":0,"available":{{available}},"held":0,
         "openedAt":"2010-01-01T00:00:00Z"{{(expiresAt is null ? "" : $",\"expiresAt\":\"{expiresAt}\"")}}}
        """);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
