using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>
/// kill -9 of the service and the servers during an import: what was acknowledged is recorded once, and resuming ends with the same exports
/// as an undisturbed run.
/// </summary>
[NonParallelizable]
public sealed class KilledTests
{
    private const int Orders = 3000;
    private const int Accounts = 120;
    private const int Parts = 4;
    private static readonly DateTimeOffset AsOf = Shop.At("2012-06-01T00:00:00Z");
    private readonly Shop shop = new("storm");
    private string folder = "";
    private TestDatabase? database;
    private List<string> parts = [];
    private string whole = "";
    private IReadOnlyDictionary<string, string> expected = new Dictionary<string, string>();
    private IReadOnlyList<string> events = [];

    /// <summary>The undisturbed run. It imports the facts twice; the second time must change nothing.</summary>
    [OneTimeSetUp]
    public async Task RunUndisturbedAsync()
    {
        folder = Directory.CreateTempSubdirectory("ledger-facts-").FullName;
        var facts = FactFile.Facts(shop, Orders, Accounts, seed: 7);
        parts = [];
        foreach (var part in facts.Chunk((facts.Count / Parts) + 1))
        {
            parts.Add(await FactFile.WriteAsync(folder, $"part{parts.Count}.ndjson", part));
        }
        whole = await FactFile.WriteAsync(folder, "whole.ndjson", facts);

        database = await TestDatabase.CreateAsync();
        await using var instance = await Instance.StartAsync(database.ConnectionString);
        await instance.Service.Api.PublishAsync(shop.Document(FactFile.Members));
        await SucceedAsync(instance, whole);
        events = await instance.Log.CountsAsync(shop.Program);
        await SucceedAsync(instance, whole);
        Assert.That(await instance.Log.CountsAsync(shop.Program), Is.EquivalentTo(events), "importing again changes nothing");

        await instance.Service.Api.AdvanceAsync(shop.Program, AsOf);
        events = await instance.Log.CountsAsync(shop.Program);
        expected = await instance.ExportsAsync(shop.Program);
        Assert.That(expected["rebates"].Split('\n'), Has.Length.GreaterThan(Accounts));
        Assert.That((await instance.Log.VerifyAsync()).Findings, Is.Empty);
    }

    [OneTimeTearDown]
    public async Task CleanUpAsync()
    {
        if (database is not null) await database.DisposeAsync();
        if (folder.Length > 0) Directory.Delete(folder, recursive: true);
    }

    [TestCase("http"), TestCase("bus", Category = "Slow")]
    public async Task An_import_survives_the_death_of_the_service_the_database_and_the_broker(string via)
    {
        if (via == "bus") TestServers.SkipUnlessSlow();
        TestServers.SkipOnContainers();
        await using var servers = await OwnServers.StartAsync();
        await using var instance = await Instance.StartAsync(servers.Postgres, servers.Rabbit);
        await instance.Service.Api.PublishAsync(shop.Document(FactFile.Members));

        // Each kill comes during the import of a part: some of it is recorded, and the import has not ended.
        Func<Task>[] deaths = [instance.Service.RestartAsync, () => servers.KillAsync("postgres"), () => servers.KillAsync("rabbitmq")];
        for (var n = 0; n < Parts; n++)
        {
            var before = await instance.Log.CountAsync();
            var import = instance.ImportAsync(parts[n], shop.Program, via);
            if (n < deaths.Length)
            {
                await Eventually.TrueAsync(
                    async () => import.IsCompleted || await instance.Log.CountAsync() > before, "the import to begin");
                await deaths[n]();
            }

            await import;
            await ResumeAsync(instance, via, parts[n]);
        }

        Assert.That(await ImportedAsync(instance, whole, via), Is.Zero, "importing all of it again");
        await instance.Service.Api.AdvanceAsync(shop.Program, AsOf);
        Assert.That(await instance.Log.CountsAsync(shop.Program), Is.EquivalentTo(events));
        var exports = await instance.ExportsAsync(shop.Program);
        foreach (var (name, text) in expected) Assert.That(exports[name], Is.EqualTo(text), name);
        Assert.That((await instance.Log.VerifyAsync()).Findings, Is.Empty);
        await instance.SucceedAsync("verify");
    }

    [Test]
    [Category("Slow")]
    public async Task Killing_the_service_again_and_again_loses_nothing()
    {
        TestServers.SkipUnlessSlow();
        await using var own = await TestDatabase.CreateAsync();
        await using var instance = await Instance.StartAsync(own.ConnectionString);
        await instance.Service.Api.PublishAsync(shop.Document(FactFile.Members));

        // The import continues by itself: it retries until the service is back.
        var import = instance.ImportAsync(whole, shop.Program);
        for (var kills = 0; kills < 5 && !import.IsCompleted; kills++)
        {
            var before = await instance.Log.CountAsync();
            await Eventually.TrueAsync(async () => import.IsCompleted || await instance.Log.CountAsync() > before, "the import to go on");
            await instance.Service.RestartAsync();
        }

        var ended = await import;
        Assert.That(ended.ExitCode, Is.Zero, ended.Output + ended.Error);
        await instance.Service.Api.AdvanceAsync(shop.Program, AsOf);
        Assert.That(await instance.Log.CountsAsync(shop.Program), Is.EquivalentTo(events));
        var exports = await instance.ExportsAsync(shop.Program);
        foreach (var (name, text) in expected) Assert.That(exports[name], Is.EqualTo(text), name);
    }

    [Test]
    public async Task Projections_dropped_and_rebuilt_give_the_same_exports()
    {
        await using var instance = await Instance.StartAsync(database!.ConnectionString);

        await instance.SucceedAsync("rebuild");

        var exports = await instance.ExportsAsync(shop.Program);
        foreach (var (name, text) in expected) Assert.That(exports[name], Is.EqualTo(text), name);
    }

    // Over the bus, an interrupted import cannot tell how its messages ended; importing again can.
    private async Task ResumeAsync(Instance instance, string via, string part) => await Eventually.TrueAsync(
            async () => await ImportedAsync(instance, part, via) == 0, $"the import of {Path.GetFileName(part)} to be resumed",
            TimeSpan.FromMinutes(4));

    private async Task<int> ImportedAsync(Instance instance, string file, string via) =>
        (await instance.ImportAsync(file, shop.Program, via)).ExitCode;

    private async Task SucceedAsync(Instance instance, string file)
    {
        var run = await instance.ImportAsync(file, shop.Program);
        Assert.That(run.ExitCode, Is.Zero, $"{run.Output}\n{run.Error}\nThe service wrote:\n{instance.Service.Log}");
    }
}
