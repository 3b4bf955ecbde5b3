using System.Globalization;
using Ledger.Contracts.V1;

namespace Ledger.Services.Tests.Projections;

/// <summary>Starts the reports over a history.</summary>
public abstract class FinanceReportsFixture : ProjectionsFixture
{
    protected static decimal Money(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private protected async Task<ProjectionsApp> StartAsync(IEnumerable<ILedgerEvent> history)
    {
        await Log.AppendAsync(history);
        var app = await StartAsync();
        await app.GetAsync($"/v1/programs/acme/reports/trial-balance?minPosition={Log.Position}");
        return app;
    }
}
