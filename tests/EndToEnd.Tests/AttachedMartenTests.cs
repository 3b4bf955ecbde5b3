using System.Diagnostics;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>
/// The sample program, which uses only Marten and the contracts, runs on the database of a service whose appends are killed meanwhile.
/// </summary>
[NonParallelizable]
public sealed class AttachedMartenTests
{
    private const int Kills = 20;
    private readonly Shop shop = new("attached");

    [Test]
    public async Task It_follows_every_event_once_and_in_order_and_reads_streams_and_documents()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var instance = await Instance.StartAsync(database.ConnectionString);
        await instance.Service.Api.PublishAsync(shop.Document(FactFile.Members));
        var facts = FactFile.Facts(shop, 1500, 40, seed: 11);
        var order = facts.OfType<Contracts.V1.OrderPlaced>().First();
        using var sample = Start(database.ConnectionString, shop.Program, Shop.Source, order.OrderId, order.AccountId);
        var errors = sample.StandardError.ReadToEndAsync();
        Assert.That(await sample.StandardOutput.ReadLineAsync(), Is.EqualTo("schema: as Marten wants it"));
        Assert.That(await sample.StandardOutput.ReadLineAsync(), Is.EqualTo("daemon: follows"));

        var folder = Directory.CreateTempSubdirectory("ledger-attached-").FullName;
        var kills = 0;
        foreach (var part in facts.Chunk(facts.Count / 6))
        {
            var import = instance.ImportAsync(await FactFile.WriteAsync(folder, "part.ndjson", part), shop.Program);
            while (!import.IsCompleted) kills += kills < Kills && await KillAsync(database) ? 1 : 0;
            Assert.That((await import).ExitCode, Is.Zero, (await import).Error);
        }

        Directory.Delete(folder, recursive: true);
        Assert.That(kills, Is.EqualTo(Kills), "appends were killed");
        await instance.Service.RestartAsync();
        await instance.Service.Api.AdvanceAsync(shop.Program, Shop.At("2012-01-01T00:00:00Z"));
        var events = await instance.Log.CountAsync();
        await sample.StandardInput.WriteLineAsync($"{events}");
        var output = await sample.StandardOutput.ReadToEndAsync();
        await sample.WaitForExitAsync();
        TestContext.Out.WriteLine(output);
        Assert.That(sample.ExitCode, Is.Zero, output + await errors);
        Assert.That(output, Does.Contain($"daemon: {events} events, 1 to {events}, each once and in order: True"));
        Assert.That(output, Does.Contain("stream: order_recorded ").And.Match("aggregate: [1-9][0-9]* points accrued"));
        Assert.That((await instance.Log.VerifyAsync()).Findings, Is.Empty);
    }

    /// <summary>Terminates the session of an append, if one is active.</summary>
    private static async Task<bool> KillAsync(TestDatabase database)
    {
        await using var command = database.DataSource.CreateCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'active' and query "
            + "like 'select ledger\\_%' limit 1");
        return await command.ExecuteScalarAsync() is true;
    }

    private static Process Start(string postgres, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [BuiltFiles.Find("attached-marten", "attached-marten.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LEDGER_POSTGRES"] = postgres },
        };
        return Process.Start(start)!;
    }
}
