using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>A person's first hour: every command of infra/docs/first-hour.md is run as it stands there.</summary>
[NonParallelizable]
public sealed partial class FirstHourTests
{
    private const int CommandsMax = 10;

    [Test]
    [Category("Slow")]
    public async Task Its_commands_lead_to_a_reward_that_the_sample_shop_has_redeemed()
    {
        TestServers.SkipUnlessSlow();
        var commands = Commands(await File.ReadAllTextAsync(Path.Combine(BuiltFiles.Root, "infra/docs/first-hour.md")));
        Assert.That(commands, Has.Count.InRange(5, CommandsMax));
        Assert.That(commands[0], Is.EqualTo("infra/run"));
        var folder = Directory.CreateTempSubdirectory("ledger-first-hour-").FullName;
        // infra/run checks that the servers' users can enter the folder.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        await using var database = await TestDatabase.CreateAsync();
        using var run = StartRun(folder, database.ConnectionString);
        try
        {
            var url = Path.Combine(folder, "data", "url");
            await Eventually.TrueAsync(
                () => Task.FromResult(File.Exists(url) || run.HasExited), "infra/run to be ready", TimeSpan.FromMinutes(8));
            Assert.That(run.HasExited, Is.False, "infra/run has ended");
            var (exitCode, output, error) = await TypeAsync(folder, commands[1..]);

            Assert.That(exitCode, Is.Zero, output + error);
            Assert.That(output, Does.Contain("A mug for 800 points.").And.Contain("A mug for 800 points, as before."));
            var books = JsonNode.Parse(output[output.LastIndexOf("{\"books\"", StringComparison.Ordinal)..])!;
            var sums = books["sums"]!.AsArray().Select(sum => (decimal)sum!["amount"]!).ToList();
            Assert.That(sums, Is.Not.Empty);
            Assert.That(sums, Is.All.Zero);
        }
        finally
        {
            using var stop = Process.Start("kill", ["-TERM", run.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();
            await run.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The commands of a page, one a line.</summary>
    private static List<string> Commands(string page) =>
        [.. Block().Matches(page).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    // Uses the servers that are running, and a data folder of its own, so that another infra/run of this checkout is not disturbed.
    private static Process StartRun(string folder, string postgres)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(BuiltFiles.Root, "infra/run")]) { RedirectStandardOutput = true };
        start.Environment["LEDGER_DATA"] = Path.Combine(folder, "data");
        start.Environment["LEDGER_POSTGRES"] = postgres;
        start.Environment["LEDGER_RABBITMQ"] = TestServers.Rabbit;
        start.Environment["LEDGER_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        var run = Process.Start(start)!;
        run.OutputDataReceived += (_, line) => TestContext.Out.WriteLine(line.Data);
        run.BeginOutputReadLine();
        return run;
    }

    private static Task<Command> TypeAsync(string folder, IEnumerable<string> commands)
    {
        var typed = string.Join('\n', commands)
            .Replace(".data/", $"{folder}/data/", StringComparison.Ordinal).Replace("~/", $"{folder}/", StringComparison.Ordinal);
        return Command.RunAsync("bash", ["-euo", "pipefail", "-c", $"cd '{BuiltFiles.Root}'\n{typed}"]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("^```sh\\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
