using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The commands for programs: their requests, output and exit codes.</summary>
internal sealed class ProgramCommandTests : CommandFixture
{
    private const string Version = """{"program":"wholesale","version":2}""";

    [Test]
    public async Task Publish_drafts_the_file_as_it_is_and_publishes()
    {
        Ledger.Answer = asked =>
            asked.Line.StartsWith("PUT", StringComparison.Ordinal)
                ? (200, """{"program":"wholesale","version":2,"status":"draft","clock":"manual"}""")
                : (200, """{"program":"wholesale","version":2,"status":"published","clock":"manual"}""");

        var run = await RunAsync("program", "publish", CommandRun.FileOf("p.json", Version), "--clock", "manual");

        Assert.That(run, Is.EqualTo(new CommandRun(0, "Program wholesale, version 2: published.\n", "")));
        Assert.That(Ledger.Requests.Select(request => request.Line), Is.EqualTo(new[]
        {
            "PUT /v1/programs/wholesale/versions/2?clock=manual",
            "POST /v1/programs/wholesale/versions/2/publish",
        }));
        Assert.That(Ledger.Requests.First().Body, Is.EqualTo(Version));
    }

    [Test]
    public async Task Publish_prints_each_error_with_its_path()
    {
        Ledger.Answer = _ => (422, """{"code":"invalid_program","detail":"Two errors.","errors":[{"path":"$.tiers["""
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
        Assert.That(Ledger.Requests, Is.Empty);
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
        Ledger.Answer = _ => (200, """{"program":"wholesale","currency":"GBP"}""");

        Assert.That(
            (await RunAsync("program", "show", "wholesale")).Output,
            Is.EqualTo("{\n  \"program\": \"wholesale\",\n  \"currency\": \"GBP\"\n}\n"));
    }

    [Test]
    public async Task Budget_prints_what_the_service_says()
    {
        Ledger.Answer = asked => asked.Line == "GET /v1/programs/wholesale/budget" ? (200, """{"periods":[]}""") : null;

        Assert.That((await RunAsync("program", "budget", "wholesale")).Output, Is.EqualTo("{\n  \"periods\": []\n}\n"));
    }
}
