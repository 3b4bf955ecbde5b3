using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The other commands: their requests, output and exit codes.</summary>
internal sealed class CommandsTests
{
    private const string Version = """{"program":"wholesale","version":2}""";

    private FakeLedger ledger = null!;

    [SetUp]
    public async Task Start() => ledger = await FakeLedger.StartAsync();

    [TearDown]
    public async Task Stop() => await ledger.DisposeAsync();

    [Test]
    public async Task Publish_drafts_the_file_as_it_is_and_publishes()
    {
        ledger.Answer = asked =>
            asked.Line.StartsWith("PUT", StringComparison.Ordinal)
                ? (200, """{"program":"wholesale","version":2,"status":"draft","clock":"manual"}""")
                : (200, """{"program":"wholesale","version":2,"status":"published","clock":"manual"}""");

        var run = await RunAsync("program", "publish", CommandRun.FileOf("p.json", Version), "--clock", "manual");

        Assert.That(run, Is.EqualTo(new CommandRun(0, "Program wholesale, version 2: published.\n", "")));
        Assert.That(ledger.Requests.Select(request => request.Line), Is.EqualTo(new[]
        {
            "PUT /v1/programs/wholesale/versions/2?clock=manual",
            "POST /v1/programs/wholesale/versions/2/publish",
        }));
        Assert.That(ledger.Requests.First().Body, Is.EqualTo(Version));
    }

    [Test]
    public async Task Publish_prints_each_error_with_its_path()
    {
        ledger.Answer = _ => (422, """{"code":"invalid_program","detail":"Two errors.","errors":[{"path":"$.tiers["""
            + """1].from","code":"not_ascending","message":"Must be above 2000."},"""
            + """{"path":"$.currency","code":"unknown","message":"Unknown currency."}]}""");

        var run = await RunAsync("program", "publish", CommandRun.FileOf("p.json", Version));

        Assert.That(run, Is.EqualTo(new CommandRun(
                1, "", "p.json: $.tiers[1].from: Must be above 2000. (not_ascending)\np.json: $.currency: Unknown currency. (unknown)\n")));
    }

    [TestCase("{", "p.json is not JSON")]
    [TestCase("[]", "p.json is no program version")]
    [TestCase("""{"version":1}""", "p.json: $.program")]
    [TestCase("""{"program":"x","version":1.5}""", "p.json: $.version")]
    public async Task A_file_that_is_no_program_is_not_sent(string text, string sentence)
    {
        var run = await RunAsync("program", "publish", CommandRun.FileOf("p.json", text));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.StartWith(sentence));
        Assert.That(ledger.Requests, Is.Empty);
    }

    [Test]
    public async Task Id_prints_the_program_of_a_file()
    {
        Assert.That(
            await CommandRun.OfAsync("program", "id", CommandRun.FileOf("p.json", Version)),
            Is.EqualTo(new CommandRun(0, "wholesale\n", "")));
    }

    [Test]
    public async Task Show_prints_what_the_service_says()
    {
        ledger.Answer = _ => (200, """{"program":"wholesale","currency":"GBP"}""");

        Assert.That(
            (await RunAsync("program", "show", "wholesale")).Output,
            Is.EqualTo("{\n  \"program\": \"wholesale\",\n  \"currency\": \"GBP\"\n}\n"));
    }

    [Test]
    public async Task Budget_prints_what_the_service_says()
    {
        ledger.Answer = asked => asked.Line == "GET /v1/programs/wholesale/budget" ? (200, """{"periods":[]}""") : null;

        Assert.That((await RunAsync("program", "budget", "wholesale")).Output, Is.EqualTo("{\n  \"periods\": []\n}\n"));
    }

    [Test]
    public async Task Advance_waits_until_nothing_is_due()
    {
        var due = 3;
        ledger.Answer = asked => (200, $$"""{"program":"w","mode":"manual","at":"2012-01-01T00:00:00Z","due":{{due--}}}""");

        var run = await RunAsync("advance", "--program", "w", "--as-of", "2012-01-01T02:00:00+02:00");

        Assert.That(run, Is.EqualTo(new CommandRun(0, "Program w: the clock is at 2012-01-01T00:00:00Z and nothing is due.\n", "")));
        Assert.That(ledger.Requests.First().Body, Is.EqualTo("""{"advanceTo":"2012-01-01T00:00:00Z"}"""));
        Assert.That(ledger.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Export_waits_for_the_projections_and_writes_four_files()
    {
        var position = 7;
        ledger.Answer = asked => asked.Line == "GET /v1/integrity"
            ? FakeLedger.Integrity(9, 9, position++)
            : (200, asked.Line);
        var folder = Path.Combine(CommandRun.Folder(), "out");

        var run = await RunAsync("export", "--program", "w", "--out", folder);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            Directory.GetFiles(folder).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "balances.csv", "standings.csv", "rebates.csv", "entitlements.csv" }));
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(folder, "rebates.csv")),
            Is.EqualTo("GET /v1/programs/w/exports/rebates.csv?minPosition=9"));
    }

    [Test]
    public async Task Export_leaves_nothing_behind_when_it_fails()
    {
        ledger.Answer = asked => asked.Line == "GET /v1/integrity" ? FakeLedger.Integrity(9) : null;
        var folder = CommandRun.Folder();

        var run = await RunAsync("export", "--program", "w", "--out", folder);

        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Error, Does.Contain("There is nothing here. (not_found)"));
        Assert.That(Directory.GetFiles(folder), Is.Empty);
    }

    [Test]
    public async Task Verify_tells_that_all_is_well()
    {
        ledger.Answer = asked =>
            (
                asked.Line[0] == 'P' ? 202 : 200,
                """{"state":"done","done":5,"total":5,"ok":true,"events":12345,"batches":67,"chain":"abcd","findings":[]}""");

        Assert.That(
            await RunAsync("verify"),
            Is.EqualTo(new CommandRun(0, "The log is as it was written: 12,345 events in 67 batches, chain abcd.\n", "")));
    }

    [Test]
    public async Task Verify_prints_findings_and_fails()
    {
        ledger.Answer = _ => (200, """{"state":"done","ok":false,"findings":[{"position":42,"code":"digest","sentence":"Event 42 is """
            + """not as it was written."}]}""");

        var run = await RunAsync("verify");

        Assert.That(run, Is.EqualTo(new CommandRun(
                1, "Position 42: Event 42 is not as it was written. (digest)\n", "The log is not as it was written: 1 findings.\n")));
    }

    [Test]
    public async Task Verify_compares_chain_values_that_were_kept_elsewhere()
    {
        ledger.Answer = asked => (asked.Line[0] == 'P' ? 202 : 200, """{"state":"done","ok":true,"findings":[]}""");
        var chain = new string('A', 64);

        var run = await RunAsync("verify", "--published", $"42:{chain}", "--published", $"7:{chain}");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var value = chain.ToLowerInvariant();
        Assert.That(
            ledger.Requests.First().Body,
            Is.EqualTo($$"""{"published":[{"chain":"{{value}}","position":42},{"chain":"{{value}}","position":7}]}"""));
    }

    [TestCase("42")]
    [TestCase("0:aa")]
    [TestCase("x:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [TestCase("1:gaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task What_is_no_chain_value_is_not_asked_for(string published)
    {
        Assert.That((await RunAsync("verify", "--published", published)).ExitCode, Is.EqualTo(2));
        Assert.That(ledger.Requests, Is.Empty);
    }

    [Test]
    public async Task A_verification_that_was_not_told_of_them_is_not_followed()
    {
        ledger.Answer = asked => asked.Line[0] == 'P'
            ? (409, """{"code":"already_running","detail":"A check is running."}""")
            : (200, """{"state":"done","ok":true,"findings":[]}""");

        var run = await RunAsync("verify", "--published", $"42:{new string('a', 64)}");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("already_running"));
    }

    [Test]
    public async Task A_statement_is_written_to_a_file()
    {
        ledger.Answer = asked => (200, asked.Line);
        var file = Path.Combine(CommandRun.Folder(), "north.pdf");

        var run = await RunAsync("account", "statement", "no/rth", "--program", "w", "--from", "2021-03-01", "--lang", "de", "--pdf", file);

        Assert.That(run, Is.EqualTo(new CommandRun(0, $"{file}\n", "")));
        Assert.That(
            await File.ReadAllTextAsync(file), Is.EqualTo("GET /v1/programs/w/accounts/no%2Frth/statement.pdf?lang=de&from=2021-03-01"));
    }

    [TestCase("verify", "The check did not end: the disk is full.")]
    [TestCase("rebuild", "The rebuild did not end: failed.")]
    public async Task A_job_that_breaks_off_is_a_failure(string command, string sentence)
    {
        ledger.Answer = _ => (200, """{"state":"failed","message":"the disk is full","done":1,"total":9,"eventsPerSecond":3}""");

        var run = await RunAsync(command);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain(sentence));
    }

    [Test]
    public async Task A_rebuild_that_runs_already_is_followed()
    {
        var looks = 0;
        ledger.Answer = asked => asked.Line[0] == 'P'
            ? (409, """{"code":"running","detail":"A rebuild is running."}""")
            : (200, looks++ < 2
                    ? """{"state":"running","done":1,"total":9,"eventsPerSecond":3}"""
                    : """{"state":"done","done":9,"total":9,"eventsPerSecond":1234.5}""");

        var run = await RunAsync("rebuild");

        Assert.That(run, Is.EqualTo(new CommandRun(
                0, "The projections are made anew from 9 events, 1,234 a second.\n", "It is running already: following that one.\n")));
    }

    [Test]
    public async Task Wait_refuses_a_position_that_is_not_there()
    {
        ledger.Answer = _ => FakeLedger.Integrity(9, 9);

        Assert.That((await RunAsync("wait")).Output, Is.EqualTo("All projections are at position 9 or later.\n"));
        Assert.That(
            await RunAsync("wait", "--position", "10"),
            Is.EqualTo(new CommandRun(1, "", "The log ends at position 9; there is no position 10 to wait for.\n")));
    }

    [Test]
    public async Task Rejected_facts_are_listed_page_by_page_and_handed_in_again()
    {
        ledger.Answer = asked => asked.Line switch
        {
            "GET /v1/programs/w/rejected?limit=1000" => (200, """{"rejected":[{"id":"a","code":"x"}],"next":"p/2"}"""),
            "GET /v1/programs/w/rejected?limit=1000&after=p%2F2" => (200, """{"rejected":[{"id":"b","code":"é"}],"next":null}"""),
            "POST /v1/programs/w/rejected/a/redrive" => (200, """{"outcome":"recorded","position":7,"rejectedId":"a"}"""),
            "POST /v1/programs/w/rejected/b/redrive" => (422, """{"code":"unknown_line","detail":"There is no line L9."}"""),
            _ => null,
        };

        Assert.That(
            (await RunAsync("rejected", "list", "--program", "w")).Output,
            Is.EqualTo("{\"id\":\"a\",\"code\":\"x\"}\n{\"id\":\"b\",\"code\":\"é\"}\n"));
        var run = await RunAsync("rejected", "redrive", "--program", "w", "--all");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(
            run.Output, Is.EqualTo("a: {\"outcome\":\"recorded\",\"position\":7,\"rejectedId\":\"a\"}\n1 handed in again, 1 refused.\n"));
        Assert.That(run.Error, Does.Contain("There is no line L9. (unknown_line)"));
    }

    [TestCase("nonsense")]
    [TestCase("import")]
    [TestCase("advance", "--program", "w", "--as-of", "2012-01-01")]
    [TestCase("import", "/no/such/file", "--program", "w", "--profile", "ndjson")]
    [TestCase("rejected", "redrive", "--program", "w")]
    [TestCase("verify", "--url", "ftp://x")]
    [TestCase("keys", "add", "ann")]
    [TestCase("keys", "revoke")]
    [TestCase("draws", "verify", "/no/such/file")]
    public async Task A_command_line_that_makes_no_sense_is_usage(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(arguments);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Error);
        Assert.That(run.Error, Is.Not.Empty);
    }

    [TestCase("")]
    [TestCase("import")]
    [TestCase("program publish")]
    [TestCase("rejected redrive")]
    [TestCase("draws")]
    [TestCase("draws verify")]
    [TestCase("keys add")]
    [TestCase("keys list")]
    [TestCase("keys revoke")]
    [TestCase("db apply")]
    [TestCase("db check")]
    public async Task Help_is_help(string command)
    {
        var run = await CommandRun.OfAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("Usage:"));
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--url", ledger.Url]);
}
