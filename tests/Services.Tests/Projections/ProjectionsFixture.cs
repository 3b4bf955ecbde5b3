using Ledger.EventLog;
using Ledger.Projections.Host;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>A log of its own for each test.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class ProjectionsFixture : IAsyncDisposable
{
    protected TestDatabase Database { get; private set; } = null!;

    protected EventStore Store { get; private set; } = null!;

    internal TestLog Log { get; private set; } = null!;

    [SetUp]
    public async Task CreateLog()
    {
        Database = await TestDatabase.CreateAsync();
        Store = new EventStore(Database.DataSource);
        Log = new TestLog(Store);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal Task<ProjectionsApp> StartAsync(Action<ProjectionsOptions>? configure = null) =>
        ProjectionsApp.StartAsync(Database, Store, configure);
}
