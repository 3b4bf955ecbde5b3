using Ledger.Domain.Accounts;
using Ledger.EventLog.Verification;
using Ledger.Host.State;
using Ledger.Host.Writing;
using Ledger.Hosting.Outgoing;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>
/// Folds the log again and compares the result with the writer's state tables, all in one snapshot. Events and tables are read side by side
/// in the order of accounts, so only one account is in memory at a time. Tables that do not belong to accounts are compared first.
/// </summary>
internal sealed class StateCheck(NpgsqlDataSource dataSource, Programs programs, IEnumerable<IBookMonths> views)
{
    private const int ReportEvery = 4096;
    private readonly IStateTable[] tables =
    [
        new AccountsCompared(programs),
        new LotsCompared(),
        new SpendingCompared(),
        new CommandsCompared(),
    ];
    private readonly StateFindings findings = new();

    public IReadOnlyList<LogFinding> Findings => findings.All;

    /// <summary>How many accounts were compared.</summary>
    public long Accounts { get; private set; }

    /// <summary>How many rows of all tables were compared.</summary>
    public long Rows => findings.Rows;

    public async Task RunAsync(IProgress<(long Done, long Total)> progress, CancellationToken ct)
    {
        await using var snapshot = await SharedSnapshot.TakeAsync(dataSource, ct);
        var head = await snapshot.HeadAsync(ct);
        var session = await snapshot.SessionAsync(ct);
        await ProgramRowsCheck.RunAsync(session, findings, ct);
        var published = await PublishedPrograms.ReadAsync(session, findings, ct);
        await new BudgetCheck(session, published, findings).RunAsync(ct);
        await new ContestCheck(session, await snapshot.SessionAsync(ct), published, findings).RunAsync(ct);
        await new PeriodCheck(session, views, findings).RunAsync(head, ct);
        await using var events = await AccountEvents.OpenAsync(await snapshot.SessionAsync(ct), ct);
        var stored = new List<StateRows>(tables.Length);
        try
        {
            foreach (var table in tables)
            {
                stored.Add(await StateRows.OpenAsync(await snapshot.SessionAsync(ct), table.Columns, table.Table, ct));
            }
            await MergeAsync(events, stored, head, progress, ct);
        }
        finally
        {
            foreach (var rows in stored) await rows.DisposeAsync();
        }

        progress.Report((head, head));
    }

    private async Task MergeAsync(
        AccountEvents events, List<StateRows> stored, long head, IProgress<(long Done, long Total)> progress, CancellationToken ct)
    {
        var reported = 0L;
        while (stored.Aggregate(events.Key, (first, rows) => Earliest(first, rows.Key)) is { } key)
        {
            var rebuilt = await FoldAsync(key, events, ct);
            for (var i = 0; i < tables.Length; i++) await CompareAsync(key, rebuilt, tables[i], stored[i], ct);
            Accounts++;
            if (events.Count < reported + ReportEvery) continue;
            reported = events.Count;
            progress.Report((Math.Min(head, events.Count), head));
        }
    }

    private static AccountKey? Earliest(AccountKey? a, AccountKey? b) =>
        a is null ? b : b is null ? a : a.Value.CompareTo(b.Value) <= 0 ? a : b;

    // An event that was tampered with may fail to apply; the check then goes on with the next account.
    private async Task<RebuiltAccount> FoldAsync(AccountKey key, AccountEvents events, CancellationToken ct)
    {
        var rebuilt = new RebuiltAccount(new Account(key.Program, key.Account));
        while (events.Key == key)
        {
            if (!rebuilt.IsBroken)
            {
                try
                {
                    rebuilt.Apply(events.Read(), events.Position);
                }
                catch (Exception senseless) when (senseless is not (NpgsqlException or IOException or OperationCanceledException))
                {
                    rebuilt.IsBroken = true;
                    findings.AddSenseless(events.Position, $"account {key.Account} of program {key.Program}", senseless.Message);
                }
            }

            await events.NextAsync(ct);
        }

        return rebuilt;
    }

    private async Task CompareAsync(AccountKey key, RebuiltAccount rebuilt, IStateTable table, StateRows rows, CancellationToken ct)
    {
        var missing = rebuilt.IsBroken ? [] : table.Expected(rebuilt).ToHashSet(StringComparer.Ordinal);
        for (; rows.Key == key; await rows.NextAsync(ct))
        {
            findings.Rows++;
            if (rebuilt.IsBroken) continue;
            var row = table.KeyOf(rows.Row);
            if (!missing.Remove(row)) Differs($"The row of {row} in {table.Table} has no events");
            else if (table.Differences(rows.Row, rebuilt) is { Count: > 0 } differences)
            {
                Differs($"The row of {row} in {table.Table} is not what its events give ({string.Join(", ", differences)})");
            }
        }

        foreach (var row in missing.Order(StringComparer.Ordinal)) Differs($"The row of {row} in {table.Table} is missing");

        void Differs(string what) =>
            findings.Add(rebuilt.LastPosition, table.Code, $"{what}: account {key.Account} of program {key.Program}.");
    }
}
