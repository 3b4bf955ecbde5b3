using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>Exit codes of commands, and how failures are reported to programs.</summary>
internal sealed partial class ExitCodeTests : CommandFixture
{
    [Test]
    public void The_page_has_the_exit_codes_of_the_code_and_no_other()
    {
        var page = Row().Matches(Repository.Read("infra/docs/command-line.md"))
            .Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}");
        var code = Enum.GetValues<ExitCode>().Select(one => $"{(int)one} {DescriptionOf(one)}");

        Assert.That(page, Is.EqualTo(code));
    }

    [TestCase(400, ExitCode.Failed)]
    [TestCase(401, ExitCode.NotAllowed)]
    [TestCase(403, ExitCode.NotAllowed)]
    [TestCase(404, ExitCode.NotFound)]
    [TestCase(409, ExitCode.Failed)]
    [TestCase(422, ExitCode.Failed)]
    [TestCase(429, ExitCode.Unavailable)]
    [TestCase(503, ExitCode.Unavailable)]
    public async Task A_refusal_has_the_exit_code_of_its_status(int status, ExitCode expected)
    {
        Ledger.Answer = _ => (status, """{"code":"some_code","detail":"Why."}""");

        var run = await RunAsync("program", "show", "acme", "--patience", "0");

        Assert.That(((ExitCode)run.ExitCode, run.Output), Is.EqualTo((expected, "")));
        Assert.That(run.Error, Does.Contain("Why. (some_code)"));
    }

    [Test]
    public async Task With_json_a_refusal_is_the_services_own_problem()
    {
        Ledger.Answer = _ => (404, """
            {"type":"urn:ledger:problem:unknown_program","title":"t","status":404,"detail":"None.","code":"unknown_program"}
            """);

        var run = await RunAsync("program", "show", "acme", "--json");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((3, "")));
        var problem = JsonNode.Parse(run.Error)!;
        Assert.That(
            ((string?)problem["type"], (string?)problem["code"], (int)problem["status"]!, (int)problem["exitCode"]!),
            Is.EqualTo(("urn:ledger:problem:unknown_program", "unknown_program", 404, 3)));
    }

    [TestCase("usage", 2, "nonsense")]
    [TestCase("usage", 2, "advance", "--program", "w")]
    [TestCase("usage", 2, "verify", "--url", "ftp://x")]
    [TestCase("unavailable", 75, "verify", "--url", "http://127.0.0.1:1", "--patience", "0")]
    [TestCase("failed", 1, "program", "id", "FILE")]
    public async Task With_json_a_failure_of_this_tool_is_a_problem_too(string code, int exitCode, params string[] arguments)
    {
        var file = CommandRun.FileOf("p.json", "{");

        var run = await CommandRun.OfAsync([.. arguments.Select(argument => argument == "FILE" ? file : argument), "--json"]);

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((exitCode, "")));
        var problem = JsonNode.Parse(run.Error)!;
        Assert.That(
            ((string?)problem["type"], (string?)problem["code"], (int)problem["exitCode"]!),
            Is.EqualTo(($"urn:ledger:problem:{code}", code, exitCode)));
        Assert.That((string?)problem["detail"], Is.Not.Empty);
    }

    private static string DescriptionOf(ExitCode one) =>
        typeof(ExitCode).GetField(one.ToString())!.GetCustomAttribute<System.ComponentModel.DescriptionAttribute>()!.Description;

    [GeneratedRegex(@"^\| `(\d+)` \| (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
