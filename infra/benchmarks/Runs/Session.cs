using System.Globalization;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;

namespace Ledger.Bench.Runs;

/// <summary>All runs, one after the other, and the table at the end.</summary>
internal sealed class Session(Options options)
{
    private readonly Servers servers = new();
    private readonly List<Row> rows = [];

    public async Task RunAsync()
    {
        var facts = Generator.Facts("shop", options.Orders);
        var bytes = facts.Average(fact => fact.Line.Length);
        Say(string.Create(CultureInfo.InvariantCulture, $"{options.Orders:N0} orders and {facts.Count - options.Orders:N0} returns of "
            + $"{facts.Select(fact => fact.AccountId).Distinct().Count():N0} accounts, {bytes:N0} bytes each; "
            + $"{Environment.ProcessorCount} cores"));

        // Runs before any service has declared its queue, so that no other consumer gets these messages.
        if (options.Does('a')) await AddAsync(new IdleBusRun(servers).RunAsync(facts));
        if (options.Does('d'))
        {
            await AddAsync(new HttpRun(servers).RunAsync(facts));
            if (options.Does('b')) await AddAsync(new CopyRun(servers).RunAsync());
            if (options.Does('k')) await AddAsync(new MartenAppendRun(servers).RunAsync());
        }

        if (options.Does('c')) await AddAsync(new RowLockRun(servers).RunAsync(facts));
        if (options.Does('e')) await AddAsync(new BusRun(servers).RunAsync(facts));
        if (options.Does('h') && options.HotOrders > 0) await AddAsync(new HotAccountRun(servers).RunAsync(options.HotOrders));
        if (options.Does('i') && options.Redemptions > 0) await AddAsync(new RedemptionRun(servers).RunAsync(options.Redemptions));
        if (options.Does('j') && options.Redemptions > 0) await AddAsync(new RowLockRedemptionRun(servers).RunAsync(options.Redemptions));
        if (options.Does('r') && options.Queries > 0)
        {
            await AddAsync(new BareSelectRun(servers).RunAsync(facts, options.Queries));
            await AddAsync(new QueryRun(servers).RunAsync(facts, options.Queries));
        }

        if (options.Does('t')) await AddAsync(new TelemetryRun(servers).RunAsync(options.Orders));
        if (options.Does('m') || options.Does('n'))
        {
            await AddAsync(new MonthBoundaryRun(servers).RunAsync(options));
        }

        string[] databases =
        [
            MonthBoundaryRun.Database,
            QueryRun.Database, BareSelectRun.Database, HttpRun.Database, BusRun.Database, HotAccountRun.Database, RedemptionRun.Database,
            .. TelemetryRun.Databases,
        ];
        foreach (var database in databases) await servers.DropDatabaseAsync(database);
        rows.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        Report.Write(Console.Out, rows);
    }

    private async Task AddAsync(Task<IReadOnlyList<Row>> run)
    {
        foreach (var row in await run)
        {
            rows.Add(row);
            Say(string.Create(CultureInfo.InvariantCulture, $"{row.Name}: {row.FactsPerSecond:N0} facts/s {row.Note}"));
        }

        await servers.SettleAsync();
    }

    private static void Say(string text) => Console.Error.WriteLine(text);
}
