using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>With <c>--json</c> the output of every command is JSON, one value a line, and nothing else.</summary>
internal sealed class JsonAnswerTests
{
    private FakeLedger ledger = null!;

    [SetUp]
    public async Task Start() => ledger = await FakeLedger.StartAsync();

    [TearDown]
    public async Task Stop() => await ledger.DisposeAsync();

    [Test]
    public async Task Publish() => Assert.That(
        await JsonAsync(
            """{"program":"w","version":2,"status":"published","clock":"wall"}""", "program", "publish",
            File("""{"program":"w","version":2}""")),
        Is.EqualTo("""{"clock":"wall","program":"w","status":"published","version":2}"""));

    [Test]
    public async Task Id() => Assert.That(
        await JsonAsync("{}", "program", "id", File("""{"program":"w","version":2}""")), Is.EqualTo("""{"program":"w","version":2}"""));

    [TestCase("show")]
    [TestCase("budget")]
    public async Task Show(string what) =>
        Assert.That(await JsonAsync("""{"program":"w", "x":"é"}""", "program", what, "w"), Is.EqualTo("""{"program":"w","x":"é"}"""));

    [Test]
    public async Task Advance() => Assert.That(
        await JsonAsync(
            """{"program":"w","mode":"manual","at":"2012-01-01T00:00:00Z","due":0}""",
            "advance", "--program", "w", "--as-of", "2012-01-01T00:00:00Z"),
        Is.EqualTo("""{"at":"2012-01-01T00:00:00Z","due":0,"mode":"manual","program":"w"}"""));

    [Test]
    public async Task Wait() => Assert.That(
        await JsonAsync(FakeLedger.Integrity(9, 9).Body, "wait"), Is.EqualTo("""{"position":9}"""));

    [Test]
    public async Task Verify_with_its_findings()
    {
        var line = await JsonAsync(
            """{"state":"done","ok":false,"events":5,"findings":[{"position":42,"code":"digest","sentence":"Not as written."}]}""",
            1, "verify");

        Assert.That(((bool)line["ok"]!, (int)line["findings"]![0]!["position"]!), Is.EqualTo((false, 42)));
    }

    [Test]
    public async Task Rebuild() => Assert.That(
        (int)(await JsonAsync("""{"state":"done","done":9,"total":9,"eventsPerSecond":3}""", 0, "rebuild"))["done"]!, Is.EqualTo(9));

    [Test]
    public async Task Export()
    {
        ledger.Answer = asked => asked.Line == "GET /v1/integrity" ? FakeLedger.Integrity(9) : (200, "a,b\n");
        var folder = CommandRun.Folder();

        var lines = (await RunAsync("export", "--program", "w", "--out", folder)).Output.TrimEnd('\n').Split('\n');

        Assert.That(
            lines.Select(line => (string?)JsonNode.Parse(line)!["export"]),
            Is.EqualTo(new[] { "balances", "standings", "rebates", "entitlements" }));
        Assert.That((string?)JsonNode.Parse(lines[0])!["path"], Is.EqualTo(Path.Combine(folder, "balances.csv")));
    }

    [Test]
    public async Task Import()
    {
        ledger.Answer = asked => FakeLedger.Recorded(asked);
        var file = CommandRun.FileOf("facts.ndjson", "{\"source\":\"erp\",\"orderId\":\"1\",\"accountId\":\"a\"}\nnonsense\n");

        var run = await RunAsync("import", file, "--program", "w", "--profile", "ndjson");

        var report = JsonNode.Parse(run.Output)!;
        Assert.That((run.ExitCode, (int)report["recorded"]!, (int)report["rejected"]!), Is.EqualTo((1, 1, 1)));
        Assert.That(run.Output.TrimEnd('\n'), Does.Not.Contain("\n"));
    }

    [Test]
    public async Task Redrive_tells_each_outcome_and_each_refusal()
    {
        ledger.Answer = asked =>
            asked.Line.EndsWith("/a/redrive", StringComparison.Ordinal)
                ? (200, """{"outcome":"recorded","position":7,"rejectedId":"a"}""")
                : (422, """{"code":"unknown_line","detail":"There is no line L9."}""");

        var run = await RunAsync("rejected", "redrive", "a", "b", "--program", "w");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output, Is.EqualTo("{\"answer\":{\"outcome\":\"recorded\",\"position\":7,\"rejectedId\":\"a\"},\"id\":\"a\"}\n"));
        Assert.That((string?)JsonNode.Parse(run.Error.Split('\n')[0])!["code"], Is.EqualTo("unknown_line"));
    }

    [Test]
    public async Task Completion() =>
        Assert.That((string?)(await JsonAsync("{}", 0, "completion", "bash"))["script"], Does.Contain("complete "));

    private static string File(string text) => CommandRun.FileOf("p.json", text);

    private async Task<string> JsonAsync(string answer, params string[] arguments) =>
        (await JsonAsync(answer, 0, arguments)).ToJsonString(Contracts.V1.Wire.Options);

    private async Task<JsonNode> JsonAsync(string answer, int exitCode, params string[] arguments)
    {
        ledger.Answer = _ => (200, answer);
        var run = await RunAsync(arguments);
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
        Assert.That(run.Output, Does.EndWith("\n"));
        return JsonNode.Parse(run.Output)!;
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--json", "--url", ledger.Url]);
}
