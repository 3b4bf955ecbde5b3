using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace Ledger.EventLog.Tests;

/// <summary>CHAIN.md is enough to recompute the chain: a script written from that page alone gives the same value.</summary>
[TestFixture]
public sealed class RecomputeTests
{
    [Test]
    public async Task A_script_without_our_code_comes_to_the_same_chain()
    {
        RequireTool("python3");
        RequireTool("psql");
        await using var log = await TestLog.CreateAsync();
        var random = new RandomJson(20260102);
        for (var batch = 0; batch < 20; batch++)
        {
            var events = Enumerable.Range(0, batch + 1).Select(n => TestLog.Event(n, random.Object())).ToList();
            // One event without its optional members.
            events[0] = events[0] with { CorrelationId = null, CausationId = "", Headers = default };
            await log.AppendAsync(new StreamAppend("programm-ä", $"account/{batch}", "account", 0, events));
        }

        var head = await log.Store.ReadHeadAsync(CancellationToken.None);
        Assert.That(await RecomputeAsync(log), Is.EqualTo($"{head.Position} {Convert.ToHexStringLower(head.Chain)}"));

        var report = await log.VerifyAsync();
        Assert.That(report.Ok, string.Join('\n', report.Findings));
        Assert.That(report.ChainHex, Is.EqualTo(Convert.ToHexStringLower(head.Chain)));
    }

    private static async Task<string> RecomputeAsync(TestLog log)
    {
        var to = new NpgsqlConnectionStringBuilder(log.ConnectionString);
        var start = new ProcessStartInfo("python3", [Path.Combine(TestContext.CurrentContext.TestDirectory, "recompute_chain.py")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = to.Host,
                ["PGPORT"] = $"{to.Port}",
                ["PGUSER"] = to.Username,
                ["PGPASSWORD"] = to.Password,
                ["PGDATABASE"] = to.Database,
                ["PGCLIENTENCODING"] = "UTF8",
            },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await errors);
        return output.Trim();
    }

    private static void RequireTool(string tool)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
        }
        catch (Win32Exception)
        {
            Assert.Ignore($"{tool} is not installed here, so the chain was not recomputed independently.");
        }
    }
}
