using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Services.Tests.Projections;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using Ledger.Webhooks.Domain;
using Ledger.Webhooks.Host;
using NUnit.Framework;

namespace Ledger.Services.Tests.Webhooks;

/// <summary>A log and a receiver of its own for each test; the log has the program acme.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class WebhooksFixture : IAsyncDisposable
{
    protected TestDatabase Database { get; private set; } = null!;

    private protected TestLog Log { get; private set; } = null!;

    private protected Receiver Receiver { get; private set; } = null!;

    [SetUp]
    public async Task CreateLog()
    {
        Database = await TestDatabase.CreateAsync();
        Log = new TestLog(new EventStore(Database.DataSource));
        await Log.AppendAsync(new Given("acme").Published("""{"program":"acme"}"""));
        Receiver = await Receiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Receiver is not null) await Receiver.DisposeAsync();
        if (Database is not null) await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<WebhooksApp> StartAsync(RetrySchedule? schedule = null, Action<WebhooksOptions>? configure = null) =>
        WebhooksApp.StartAsync(Database, schedule, configure);

    /// <summary>Appends upgrades of accounts, some at a time, as a writer does.</summary>
    protected async Task AppendAsync(int events, int atOnce = 50)
    {
        for (var n = 0; n < events; n += atOnce)
        {
            await Log.AppendAsync(Enumerable.Range(n, Math.Min(atOnce, events - n)).Select(number => Upgraded($"A{number % 97}", number)));
        }
    }

    /// <summary>The ids of a program's events in the order of the log.</summary>
    protected async Task<IReadOnlyList<string>> IdsAsync(long after, string like = "%") => await Database.TextsAsync(
        $"select id::text from mt_events where tenant_id = 'acme' and seq_id > {after} and type like '{like}' order by seq_id");

    private static TierUpgraded Upgraded(string account, int number) => new(
        "acme", account, "bronze", "silver", Exact.Ratio(number, 7), 1, new Cause("order", "shop", $"O{number}"), Given.Day(number % 300),
            Given.Day(number % 300));

    private protected static async Task<IEnumerable<string?>> ErrorsAsync(WebhooksApp app, string id) =>
        (await app.SendAsync(HttpMethod.Get, $"{id}/deliveries", null, 200)).GetProperty("deliveries").EnumerateArray()
            .Select(one => one.TryGetProperty("error", out var error) ? error.GetString() : null);

    private protected Task<IReadOnlyList<Received>> UntilCameAsync(string path, int count) =>
        Eventually.GetAsync(() => Task.FromResult(Receiver.At(path)), came => came.Count >= count, $"{count} requests to {path}");

    private protected Task UntilAcceptedAsync(string path, int count) =>
        Eventually.TrueAsync(() => Task.FromResult(Receiver.FirstAccepted(path).Count >= count),
            $"{count} events to be accepted at {path}");
}
