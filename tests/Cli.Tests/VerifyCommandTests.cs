using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The verification of the log: its request, output and exit code.</summary>
internal sealed class VerifyCommandTests : CommandFixture
{
    [Test]
    public async Task Verify_reports_an_intact_log()
    {
        Ledger.Answer = asked =>
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
        Ledger.Answer = _ => (200, """{"state":"done","ok":false,"findings":[{"position":42,"code":"digest","sentence":"Event 42 is """
            + """not as it was written."}]}""");

        var run = await RunAsync("verify");

        Assert.That(run, Is.EqualTo(new CommandRun(
                1, "Position 42: Event 42 is not as it was written. (digest)\n", "The log is not as it was written: 1 findings.\n")));
    }

    [Test]
    public async Task Verify_compares_chain_values_that_were_kept_elsewhere()
    {
        Ledger.Answer = asked => (asked.Line[0] == 'P' ? 202 : 200, """{"state":"done","ok":true,"findings":[]}""");
        var chain = new string('A', 64);

        var run = await RunAsync("verify", "--published", $"42:{chain}", "--published", $"7:{chain}");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var value = chain.ToLowerInvariant();
        Assert.That(
            Ledger.Requests.First().Body,
            Is.EqualTo($$"""{"published":[{"chain":"{{value}}","position":42},{"chain":"{{value}}","position":7}]}"""));
    }

    [TestCase("42")]
    [TestCase("0:aa")]
    [TestCase("x:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [TestCase("1:gaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_malformed_chain_value_is_not_sent(string published)
    {
        Assert.That((await RunAsync("verify", "--published", published)).ExitCode, Is.EqualTo(2));
        Assert.That(Ledger.Requests, Is.Empty);
    }

    [Test]
    public async Task A_running_verification_without_these_chain_values_is_not_followed()
    {
        Ledger.Answer = asked => asked.Line[0] == 'P'
            ? (409, """{"code":"already_running","detail":"A check is running."}""")
            : (200, """{"state":"done","ok":true,"findings":[]}""");

        var run = await RunAsync("verify", "--published", $"42:{new string('a', 64)}");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("already_running"));
    }
}
