using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The commands for people on call: their requests and output.</summary>
internal sealed partial class OnCallTests
{
    private const string Account = "/v1/programs/w/accounts/north";
    private const string Events = "GET /v1/programs/w/events";
    private const string Measures = """{"points":545,"scopes":[]}""";

    private FakeLedger ledger = null!;
    private List<string> entries = [];

    [SetUp]
    public async Task Start()
    {
        ledger = await FakeLedger.StartAsync();
        ledger.Answer = Answer;
        entries = [.. Enumerable.Range(1, 3).Select(number => Entry(number))];
    }

    [TearDown]
    public async Task Stop() => await ledger.DisposeAsync();

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
    public async Task An_account_is_an_object_for_programs()
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
        Assert.That(ledger.Requests.Count(asked => asked.Line.Contains("/entries", StringComparison.Ordinal)), Is.LessThan(50));
    }

    [Test]
    public async Task An_order_is_shown_on_a_page()
    {
        var run = await RunAsync("order", "show", "shop/10/01", "--program", "w");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        var lines = LinesOf(run.Output);
        Assert.That(ledger.Requests.Single().Line, Is.EqualTo("GET /v1/programs/w/orders/shop/10%2F01"));
        Assert.That(lines, Does.Contain("State recorded, partly returned"));
        Assert.That(lines, Does.Contain("1 MUG-RED merchandise 120 4.95 0 10 3 16.34 545"));
        Assert.That(lines, Does.Contain("volume base no 3 900.5 below-first-step"));
        Assert.That(lines, Does.Contain("base yes account 544.5 1 545"));
        Assert.That(lines, Does.Contain("R-9 2011-01-12T08:00:00Z 1 × 10"));
        Assert.That(lines, Does.Contain("1 2011-03-01T00:00:00Z points_accrued account 1 points 10 order shop/1001 base"));
        Assert.That(lines, Does.Contain("OrderPaid 2011-09-12T08:00:00Z 2011-09-12T09:00:00Z"));
    }

    [Test]
    public async Task An_order_that_is_only_waited_for_is_shown_too()
    {
        ledger.Answer = _ => (200, """
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
    public async Task What_is_no_order_is_usage(string order) =>
        Assert.That((await RunAsync("order", "show", order, "--program", "w")).ExitCode, Is.EqualTo(2));

    [Test]
    public async Task Reports_sum_what_the_exports_have()
    {
        var balances = LinesOf((await RunAsync("report", "balances", "--program", "w", "--top", "1")).Output);
        Assert.That(balances, Does.Contain("points 2 1,500 50 200 7"));
        Assert.That(balances, Does.Contain("cashback 1 12.5 0 0 0"));
        Assert.That(balances.Count(line => line.Contains('█', StringComparison.Ordinal)), Is.EqualTo(2), "the largest of each unit");

        var tiers = JsonNode.Parse((await RunAsync("report", "tiers", "--program", "w", "--json")).Output)!;
        Assert.That(
            tiers.ToJsonString(),
            Is.EqualTo(
                """{"accounts":3,"program":"w","tiers":[{"accounts":1,"inGrace":1,"tier":"gold"},"""
                + """{"accounts":2,"inGrace":0,"tier":"silver"}]}"""));
    }

    [TestCase("0", 0)]
    [TestCase("-1", 1)]
    public async Task Books_that_do_not_sum_to_zero_end_with_1(string sum, int exitCode)
    {
        ledger.Answer = _ => (200, $$"""
            {"position":9,"books":[{"book":"available","unit":"points","amount":5}],"sums":[{"unit":"points","amount":{{sum}}}]}
            """);

        var run = await RunAsync("report", "books", "--program", "w");

        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(LinesOf(run.Output), Does.Contain("available points 5")
            .And.Contain(exitCode == 0 ? "The books of every unit sum to zero." : "NOT zero: points -1."));
    }

    [Test]
    public async Task Reports_for_finance_are_tables_of_their_first_lines()
    {
        ledger.Answer = asked => asked.Line == "GET /v1/programs/w/reports/variance.csv?fromMonth=2011-01&toMonth=2011-06"
            ? (200, "orderId,placedAt,variance\n1001,2011-01-10T09:30:00Z,1234.50\n\"a,b\",2011-01-11T09:30:00Z,-0.07\n"
                + "c,2011-02-01T00:00:00Z,1.00\n")
            : null;

        var run = await RunAsync(
            "report", "variance", "--program", "w", "--from-month", "2011-01", "--to-month", "2011-06", "--lines", "2");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(LinesOf(run.Output), Does.Contain("1001 2011-01-10T09:30:00Z 1,234.50").And.Contain("a,b 2011-01-11T09:30:00Z -0.07")
            .And.Contain("2 of 3 lines; --lines N shows more, --csv and --xlsx write all.").And.Not.Contain("c 2011-02-01T00:00:00Z 1.00"));
    }

    [Test]
    public async Task Reports_for_finance_are_the_services_own_answers_for_programs()
    {
        ledger.Answer = asked => asked.Line switch
        {
            "GET /v1/programs/w/reports/adjustments?month=2011-01&limit=1000" => (200, """{"adjustments":[1],"next":7}"""),
            "GET /v1/programs/w/reports/adjustments?month=2011-01&limit=1000&after=7" => (200, """{"adjustments":[2]}"""),
            "GET /v1/programs/w/reports/liability" => (200, """{"value":13.00}"""),
            _ => null,
        };

        var pages = await RunAsync("report", "adjustments", "--program", "w", "--month", "2011-01", "--json");
        var liability = await RunAsync("report", "liability", "--program", "w", "--json");

        Assert.That(pages.Output, Is.EqualTo("{\"adjustments\":[1],\"next\":7}\n{\"adjustments\":[2]}\n"));
        Assert.That(liability.Output, Is.EqualTo("{\"value\":13.00}\n"));
    }

    [Test]
    public async Task Reports_for_finance_are_written_as_files()
    {
        ledger.Answer = asked => asked.Line switch
        {
            "GET /v1/programs/w/reports/roll-forward.csv?period=2011-07&unit=points" => (200, "period\n2011-07\n"),
            "GET /v1/programs/w/reports/roll-forward.xlsx?period=2011-07&unit=points" => (200, "a sheet"),
            _ => null,
        };
        var folder = CommandRun.Folder();
        var (csv, xlsx) = (Path.Combine(folder, "r.csv"), Path.Combine(folder, "r.xlsx"));

        var run = await RunAsync(
            "report", "roll-forward", "--program", "w", "--period", "2011-07", "--unit", "points", "--csv", csv, "--xlsx", xlsx);

        Assert.That(run, Is.EqualTo(new CommandRun(0, $"{csv}\n{xlsx}\n", "")));
        Assert.That((await File.ReadAllTextAsync(csv), await File.ReadAllTextAsync(xlsx)), Is.EqualTo(("period\n2011-07\n", "a sheet")));
    }

    [Test]
    public async Task A_roll_forward_needs_its_month() =>
        Assert.That((await RunAsync("report", "roll-forward", "--program", "w")).ExitCode, Is.EqualTo(2));

    [Test]
    public async Task Integrity_tells_who_is_behind_and_fails_for_a_fault()
    {
        ledger.Answer = _ => (200, """
            {"head":1234,"chain":"abcd","projections":[{"name":"views","position":1000,"lag":234,"activeHere":true,
             "fault":"it cannot read"}],
             "daemon":[{"name":"publisher:All","position":1234,"lag":0}],
             "webhooks":[{"program":"w","name":"crm","position":1200,"lag":34,"state":"failing"}]}
            """);

        var run = await RunAsync("report", "integrity");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(LinesOf(run.Output), Does.Contain("Head 1,234").And.Contain("views view 1,000 234 it cannot read")
            .And.Contain("publisher:All shard 1,234 0").And.Contain("w/crm webhook 1,200 34 failing"));
    }

    [Test]
    public async Task Refused_facts_are_counted_by_their_code()
    {
        ledger.Answer = asked => asked.Line == "GET /v1/programs/w/rejected?open=true&limit=1000"
            ? (200, $$"""{"rejected":[{{Refused("a", "no_rate")}},{{Refused("b", "unknown_line")}},{{Refused("c", "unknown_line")}}]}""")
            : null;

        var run = await RunAsync("report", "rejected", "--program", "w");

        Assert.That(LinesOf(run.Output), Does.Contain("unknown_line 2 2011-03-01T00:00:00Z 2011-03-01T00:00:00Z c")
            .And.Contain("no_rate 1 2011-03-01T00:00:00Z 2011-03-01T00:00:00Z a"));

        static string Refused(string id, string code) =>
            $$"""{"id":"{{id}}","code":"{{code}}","reason":"r","door":"http","recordedAt":"2011-03-01T00:00:00Z"}""";
    }

    [Test]
    public async Task Tail_shows_a_line_for_each_event_and_goes_on_where_it_was()
    {
        var asked = 0;
        ledger.Position = 40;
        ledger.Answer = request => request.Line switch
        {
            "GET /v1/programs/w" => (200, "{}"),
            // The service starts again meanwhile.
            _ when asked++ == 1 => (503, """{"code":"unavailable","detail":"Starting."}"""),
            $"{Events}?after=40&limit=500&waitSeconds=0&types=points_%2A" => (200, Page(41, false, Event(41, "points_accrued"))),
            $"{Events}?after=41&limit=500&waitSeconds=0&types=points_%2A" => (200, Page(45, true, Event(43, "points_expired"))),
            _ => null,
        };

        var run = await RunAsync("tail", "--program", "w", "--types", "points_*", "--no-follow");

        Assert.That(run, Is.EqualTo(new CommandRun(
            0,
            "        41  2011-03-01T00:00:00Z  points_accrued        north  shop/1001  120 points\n"
            + "        43  2011-03-01T00:00:00Z  points_expired        north  shop/1001  120 points\n",
            "Go on with --after 45\n")));
    }

    [Test]
    public async Task Tail_shows_events_to_programs_as_they_are()
    {
        ledger.Answer = request => (200, IsOfEvents(request) ? Page(7, true, Event(7, "points_accrued")) : "{}");

        var run = await RunAsync("tail", "--program", "w", "--after", "0", "--no-follow", "--json");

        Assert.That(ledger.Requests.Last().Line, Is.EqualTo("GET /v1/programs/w/events?after=0&limit=500&waitSeconds=0"));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(run.Output), JsonNode.Parse(Event(7, "points_accrued"))));
    }

    [Test]
    public async Task Tail_says_where_it_was_also_when_patience_is_over()
    {
        ledger.Answer = request => !IsOfEvents(request) ? (200, "{}")
            : request.Line.Contains("after=3", StringComparison.Ordinal) ? (200, Page(5, false, Event(4, "points_accrued"))) : (503, "{}");

        var run = await RunAsync("tail", "--program", "w", "--after", "3", "--patience", "0");

        Assert.That(run.ExitCode, Is.EqualTo(75));
        Assert.That(run.Error, Does.StartWith("Go on with --after 5\n"));
    }

    private static bool IsOfEvents(FakeLedger.Asked request) => request.Line.StartsWith(Events, StringComparison.Ordinal);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--url", ledger.Url]);

    // The lines of the output, with runs of blanks between columns reduced to one.
    private static List<string> LinesOf(string output) => [.. output.Split('\n').Select(line => Blanks().Replace(line, " ").Trim())];

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
            "/v1/programs/w/exports/balances.csv" => (200, """
                accountId,owner,unit,pending,available,held,arrears,accrued,reversed,redeemed,expired,adjusted
                north,account,points,50,1234,200,0,1484,0,0,0,0
                north,buyer-7,cashback,0.00,12.50,0.00,0.00,12.50,0.00,0.00,0.00,0.00
                south,account,points,0,266,0,7,266,0,0,0,0

                """),
            "/v1/programs/w/exports/standings.csv" => (200, """
                accountId,tier,since,metric,orders,graceUntil
                a,silver,2011-02-01T00:00:00Z,1,1,
                b,gold,2011-02-01T00:00:00Z,1,1,2011-12-01T00:00:00Z
                c,silver,2011-02-01T00:00:00Z,1,1,

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

    private static string Event(int position, string type) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"data":{"accountId":"north","amount":120,"unit":"points","owner":"account","cause":{"kind":"order","source":"shop",
         "orderId":"1001"}},
         "position":"{{{position}}}","subject":"account/north","time":"2011-03-01T00:00:00Z","type":"{{{type}}}"}
        """);

    private static string Page(int next, bool isEnd, params string[] events) =>
        $$"""{"events":[{{string.Join(',', events)}}],"next":"{{next}}","end":{{(isEnd ? "true" : "false")}}}""";

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
