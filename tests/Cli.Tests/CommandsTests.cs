using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The other commands: their requests, output and exit codes; usage and help of all.</summary>
internal sealed class CommandsTests : CommandFixture
{
    [Test]
    public async Task Advance_waits_until_nothing_is_due()
    {
        var due = 3;
        Ledger.Answer = asked => (200, $$"""{"program":"w","mode":"manual","at":"2012-01-01T00:00:00Z","due":{{due--}}}""");

        var run = await RunAsync("advance", "--program", "w", "--as-of", "2012-01-01T02:00:00+02:00");

        Assert.That(run, Is.EqualTo(new CommandRun(0, "Program w: the clock is at 2012-01-01T00:00:00Z and nothing is due.\n", "")));
        Assert.That(Ledger.Requests.First().Body, Is.EqualTo("""{"advanceTo":"2012-01-01T00:00:00Z"}"""));
        Assert.That(Ledger.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Export_waits_for_the_projections_and_writes_four_files()
    {
        var position = 7;
        Ledger.Answer = asked => asked.Line == "GET /v1/integrity"
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
        Ledger.Answer = asked => asked.Line == "GET /v1/integrity" ? FakeLedger.Integrity(9) : null;
        var folder = CommandRun.Folder();

        var run = await RunAsync("export", "--program", "w", "--out", folder);

        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Error, Does.Contain("There is nothing here. (not_found)"));
        Assert.That(Directory.GetFiles(folder), Is.Empty);
    }

    [Test]
    public async Task A_statement_is_written_to_a_file()
    {
        Ledger.Answer = asked => (200, asked.Line);
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
        Ledger.Answer = _ => (200, """{"state":"failed","message":"the disk is full","done":1,"total":9,"eventsPerSecond":3}""");

        var run = await RunAsync(command);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain(sentence));
    }

    [Test]
    public async Task A_rebuild_that_runs_already_is_followed()
    {
        var looks = 0;
        Ledger.Answer = asked => asked.Line[0] == 'P'
            ? (409, """{"code":"running","detail":"A rebuild is running."}""")
            : (200, looks++ < 2
                    ? """{"state":"running","done":1,"total":9,"eventsPerSecond":3}"""
                    : """{"state":"done","done":9,"total":9,"eventsPerSecond":1234.5}""");

        var run = await RunAsync("rebuild");

        Assert.That(run, Is.EqualTo(new CommandRun(
                0, "The projections are made anew from 9 events, 1,234 a second.\n", "It is running already: following that one.\n")));
    }

    [Test]
    public async Task Wait_refuses_a_position_after_the_end_of_the_log()
    {
        Ledger.Answer = _ => FakeLedger.Integrity(9, 9);

        Assert.That((await RunAsync("wait")).Output, Is.EqualTo("All projections are at position 9 or later.\n"));
        Assert.That(
            await RunAsync("wait", "--position", "10"),
            Is.EqualTo(new CommandRun(1, "", "The log ends at position 9; there is no position 10 to wait for.\n")));
    }

    [Test]
    public async Task Rejected_facts_are_listed_page_by_page_and_handed_in_again()
    {
        Ledger.Answer = asked => asked.Line switch
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
    public async Task A_wrong_command_line_is_a_usage_error(params string[] arguments)
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
    public async Task Every_command_prints_its_help(string command)
    {
        var run = await CommandRun.OfAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("Usage:"));
    }
}
