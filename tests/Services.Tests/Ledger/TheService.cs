using System.Text.Json;
using Ledger.EventLog;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>The one service that these tests share; each test has a program of its own.</summary>
[SetUpFixture]
public sealed class TheService
{
    private const int FaultsMax = 20;
    private static readonly Dictionary<string, string> PublishingAll = new() { ["LEDGER_PUBLISH"] = "all" };

    private static TestDatabase? database;

    public static ServiceProcess Process { get; private set; } = null!;

    public static Broker Broker { get; private set; } = null!;

    public static LogReader Log { get; private set; } = null!;

    public static Bank Bank { get; private set; } = null!;

    /// <summary>A client with a new key.</summary>
    public static async Task<HttpClient> ClientOfAsync(string name, string? program = null, params string[] scopes) =>
        Process.ClientOf(await TestKeys.AddAsync(database!.DataSource, $"{name}-{Guid.NewGuid():N}", program, scopes));

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        Broker = await Broker.ConnectAsync();
        await Broker.DeleteQueueAsync();
        Process = await ServiceProcess.StartAsync(database.ConnectionString, TestServers.Rabbit, PublishingAll);
        Log = new LogReader(database.DataSource);
        Bank = new Bank(database.DataSource);
    }

    /// <summary>
    /// After all tests: the log verifies, every event in it is as the AsyncAPI document describes and was published so, and the service
    /// still runs.
    /// </summary>
    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        var report = await Log.VerifyAsync();
        var undescribed = await UndescribedAsync();
        var silent = await SilentAsync();
        var lives = Process.IsRunning;
        await Process.DisposeAsync();
        await Broker.DisposeAsync();
        await database!.DisposeAsync();
        Assert.That(report.Findings, Is.Empty);
        Assert.That(undescribed, Is.Empty);
        Assert.That(silent, Is.Empty, "These kinds of events did not leave as described.");
        Assert.That(lives, Is.True, "The service died.");
    }

    private static async Task<IReadOnlyList<string>> UndescribedAsync()
    {
        var faults = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var stored in Log.StoredAsync())
        {
            using var data = JsonDocument.Parse(stored.Data);
            faults.UnionWith(MessageSchemas.FaultsOfStored(stored.Type, data.RootElement));
            if (faults.Count > FaultsMax) break;
        }

        return [.. faults];
    }

    // The types of events in the log that were not received as valid messages. Publishing lags behind the log, so this waits.
    private static async Task<IReadOnlyList<string>> SilentAsync()
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in Log.StoredAsync()) events.Add(stored);
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(events.TrueForAll(HasLeft)), "every event to leave");
        }
        catch (TimeoutException)
        {
            // The result names the missing types.
        }

        return [.. events.Where(one => !HasLeft(one)).Select(one => one.Type).Distinct().Order(StringComparer.Ordinal)];

        static bool HasLeft(StoredEvent one) => MessagesOut.OfThisRun.Has(one.Id);
    }
}
