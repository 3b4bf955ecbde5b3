using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The reports for people on call and for finance: their requests, output and exit codes.</summary>
internal sealed class ReportCommandTests : CommandFixture
{
    [Test]
    public async Task Reports_sum_the_rows_of_the_exports()
    {
        Ledger.Answer = asked => asked.Line switch
        {
            "GET /v1/programs/w/exports/balances.csv" => (200, """
                accountId,owner,unit,pending,available,held,arrears,accrued,reversed,redeemed,expired,adjusted
                north,account,points,50,1234,200,0,1484,0,0,0,0
                north,buyer-7,cashback,0.00,12.50,0.00,0.00,12.50,0.00,0.00,0.00,0.00
                south,account,points,0,266,0,7,266,0,0,0,0

                """),
            "GET /v1/programs/w/exports/standings.csv" => (200, """
                accountId,tier,since,metric,orders,graceUntil
                a,silver,2011-02-01T00:00:00Z,1,1,
                b,gold,2011-02-01T00:00:00Z,1,1,2011-12-01T00:00:00Z
                c,silver,2011-02-01T00:00:00Z,1,1,

                """),
            _ => null,
        };

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
    public async Task Books_that_do_not_sum_to_zero_give_exit_code_1(string sum, int exitCode)
    {
        Ledger.Answer = _ => (200, $$"""
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
        Ledger.Answer = asked => asked.Line == "GET /v1/programs/w/reports/variance.csv?fromMonth=2011-01&toMonth=2011-06"
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
    public async Task Reports_for_finance_are_the_answers_of_the_service_with_the_json_option()
    {
        Ledger.Answer = asked => asked.Line switch
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
        Ledger.Answer = asked => asked.Line switch
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
    public async Task The_integrity_report_shows_every_lag_and_fails_when_a_view_has_a_fault()
    {
        Ledger.Answer = _ => (200, """
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
        Ledger.Answer = asked => asked.Line == "GET /v1/programs/w/rejected?open=true&limit=1000"
            ? (200, $$"""{"rejected":[{{Refused("a", "no_rate")}},{{Refused("b", "unknown_line")}},{{Refused("c", "unknown_line")}}]}""")
            : null;

        var run = await RunAsync("report", "rejected", "--program", "w");

        Assert.That(LinesOf(run.Output), Does.Contain("unknown_line 2 2011-03-01T00:00:00Z 2011-03-01T00:00:00Z c")
            .And.Contain("no_rate 1 2011-03-01T00:00:00Z 2011-03-01T00:00:00Z a"));

        static string Refused(string id, string code) =>
            $$"""{"id":"{{id}}","code":"{{code}}","reason":"r","door":"http","recordedAt":"2011-03-01T00:00:00Z"}""";
    }
}
