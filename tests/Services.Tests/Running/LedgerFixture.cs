using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Running;

/// <summary>Tests that share one running ledger with a history.</summary>
public abstract class LedgerFixture
{
    protected TestDatabase Database { get; private set; } = null!;

    private protected RunningLedger Service { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Service = await RunningLedger.StartAsync(Database);
        await FillAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await Service.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Writes the history.</summary>
    protected abstract Task FillAsync();
}
