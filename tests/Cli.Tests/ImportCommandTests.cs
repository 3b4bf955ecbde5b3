using System.Text.Json;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary><c>ledger import</c> over HTTP: what is sent, when it is sent again, and what is reported at the end.</summary>
internal sealed class ImportCommandTests
{
    private FakeLedger ledger = null!;

    [SetUp]
    public async Task Start() => ledger = await FakeLedger.StartAsync();

    [TearDown]
    public async Task Stop() => await ledger.DisposeAsync();

    [Test]
    public async Task Sends_all_facts_in_the_programs_currency_and_writes_a_report()
    {
        ledger.Answer = asked => asked.Line switch
        {
            "GET /v1/programs/wholesale" => (
                200, """{"program":"wholesale","currency":"GBP","timeZone":"UTC","clock":"wall","version":1,"document":{}}"""),
            _ => FakeLedger.Recorded(asked),
        };
        var report = Path.Combine(CommandRun.Folder(), "new", "report.json");

        var run = await ImportAsync(Orders(3), "--profile", "online-retail", "--report", report, "--key", "secret");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("3 orders and 0 returns of 3 accounts").And.Contain("3 recorded, 0 repeated"));
        Assert.That(ledger.Requests.Select(request => request.Key), Is.All.EqualTo("Bearer secret"));
        var facts = Sent().Select(line => JsonElement.Parse(line)).ToList();
        Assert.That(facts.Select(fact => fact.GetProperty("currency").GetString()), Is.EqualTo(new[] { "GBP", "GBP", "GBP" }));
        var written = JsonElement.Parse(await File.ReadAllTextAsync(report));
        Assert.That(written.GetProperty("orders").GetInt64(), Is.EqualTo(3));
        Assert.That(written.GetProperty("recorded").GetInt64(), Is.EqualTo(3));
        Assert.That(written.GetProperty("unmatchedAmount").GetDecimal(), Is.Zero);
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(report)!), Has.Length.EqualTo(1), "nothing unfinished stays");
    }

    [TestCase(429)]
    [TestCase(503)]
    [TestCase(500)]
    public async Task A_chunk_that_was_not_taken_is_sent_again_unchanged(int status)
    {
        var failures = 3;
        ledger.Answer = asked =>
            Interlocked.Decrement(ref failures) >= 0 ? (status, """{"code":"busy","detail":"Not now."}""") : FakeLedger.Recorded(asked);

        var run = await ImportAsync(Orders(3), "--profile", "online-retail", "--currency", "GBP", "--lanes", "1");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(ledger.Requests, Has.Count.EqualTo(4));
        Assert.That(ledger.Requests.Select(request => request.Body).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Patience_ends_and_says_how_far_it_came()
    {
        ledger.Answer = asked => (503, """{"code":"overloaded","detail":"Too much to do."}""");

        var run = await ImportAsync(Orders(2), "--profile", "online-retail", "--currency", "GBP", "--patience", "0.3");

        Assert.That(run.ExitCode, Is.EqualTo(75));
        Assert.That(run.Error, Does.Contain("Too much to do. (overloaded)")
                .And.Contain("0 of 2 facts were accounted for; importing the file again continues safely"));
        Assert.That(run.Error, Does.Not.Contain("   at "));
    }

    [Test]
    public async Task What_is_rejected_is_named_and_makes_the_import_fail()
    {
        ledger.Answer = asked => (200, """{"recorded":1,"repeated":0,"superseded":0,"parked":0,"rejected":1,"conflicts":0,"position":"""
            + """9,"problems":[{"line":2,"code":"unknown_line","message":"There is no line L9."}]}""");

        var run = await ImportAsync(Orders(2), "--profile", "online-retail", "--currency", "GBP", "--lanes", "1");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(
            run.Error,
            Does.Contain("Fact 2 (online-retail/1): There is no line L9. (unknown_line)").And.Contain("1 facts are not in the ledger"));
    }

    [Test]
    public async Task A_refusal_that_will_not_pass_ends_the_import_at_once()
    {
        ledger.Answer = asked => (404, """{"code":"unknown_program","detail":"There is no program wholesale."}""");

        var run = await ImportAsync(Orders(2), "--profile", "online-retail", "--currency", "GBP");

        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Error, Does.Contain("There is no program wholesale. (unknown_program)"));
    }

    [Test]
    public async Task An_answer_that_accounts_for_less_than_was_sent_is_a_failure()
    {
        ledger.Answer = asked =>
            (200, """{"recorded":1,"repeated":0,"superseded":0,"parked":0,"rejected":0,"conflicts":0,"position":9,"problems":[]}""");

        var run = await ImportAsync(Orders(2), "--profile", "online-retail", "--currency", "GBP", "--lanes", "1");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("The service accounted for 1 of 2 facts of a request."));
    }

    [Test]
    public async Task Large_files_go_in_chunks()
    {
        ledger.Answer = asked => FakeLedger.Recorded(asked);

        var run = await ImportAsync(Orders(2_600), "--profile", "online-retail", "--currency", "GBP", "--lanes", "2");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Sent(), Has.Count.EqualTo(2_600));
        Assert.That(ledger.Requests.Select(request => request.Body.Count(character => character == '\n')), Is.All.LessThanOrEqualTo(500));
    }

    [Test]
    public async Task Unreadable_lines_of_a_fact_file_are_lost_facts()
    {
        ledger.Answer = asked => FakeLedger.Recorded(asked);
        var file = CommandRun.FileOf("facts.ndjson", "{\"source\":\"erp\",\"orderId\":\"1\",\"accountId\":\"a\"}\nnonsense\n");

        var run = await ImportAsync(file, "--profile", "ndjson");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.StartWith("Fact 2: "));
        Assert.That(run.Output, Does.Contain("Sent 2 facts").And.Contain("1 recorded").And.Contain("1 rejected"));
    }

    private static string Orders(int count) => CommandRun.FileOf(
        "orders.csv",
        RetailText.Header
            + "\n"
            + string.Concat(Enumerable.Range(0, count).Select(number => $"{number},A,x,1,2009-12-01T07:45:00,1.00,c{number},UK\n")));

    private Task<CommandRun> ImportAsync(string file, params string[] more) =>
        CommandRun.OfAsync(["import", file, "--program", "wholesale", "--url", ledger.Url, .. more]);

    private List<string> Sent() =>
        [.. ledger
                .Requests.Where(request => request.Line.StartsWith("POST", StringComparison.Ordinal))
                .SelectMany(request => request.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
}
