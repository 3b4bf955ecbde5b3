using System.Globalization;
using Ledger.Fuzz.Runs;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>
/// A short run of infra/fuzz: mutated requests and messages over HTTP and RabbitMQ, on several connections at once. Nothing answers 5xx or
/// hangs, no batch is taken in part, every refusal is documented and names the caller's input only, nothing is lost, and the books and the
/// log verify.
/// </summary>
[NonParallelizable]
public sealed class FuzzTests
{
    private const int Seconds = 12;

    [Test]
    public async Task Mutated_requests_and_messages_find_nothing()
    {
        await using var servers = await OwnServers.StartAsync();
        await using var service = await ServiceProcess.StartAsync(servers.Postgres, servers.Rabbit);
        // The test always uses the same seed; infra/fuzz draws a new one.
        var given = Environment.GetEnvironmentVariable("LEDGER_FUZZ_SEED");
        var seed = given is { Length: > 0 } ? ulong.Parse(given, CultureInfo.InvariantCulture) : 1;
        var options = new Fuzz.Options(
            service.Url, service.Key, new Uri(servers.Rabbit), BuiltFiles.Root, Path.Combine(BuiltFiles.Root, "artifacts", "fuzz"), seed,
                TimeSpan.FromSeconds(Seconds), HttpLanes: 4, BusLanes: 2);
        var run = new FuzzRun(options, TestContext.Out);

        await run.RunAsync();

        Assert.That(run.Findings.Told, Is.Empty,
            $"seed {seed}; LEDGER_FUZZ_SEED={seed} sends the same again\nThe service wrote:\n{service.Log}");
        Assert.That(run.Tally.Mutated, Is.GreaterThan(1000), "it was busy with it");
        await using var database = Npgsql.NpgsqlDataSource.Create(servers.Postgres);
        foreach (var program in run.Scenario.All)
        {
            var bank = await new Bank(database).CheckAsync(program);
            Assert.That(bank.Findings, Is.Empty, $"{program}: {bank}");
        }
    }
}
