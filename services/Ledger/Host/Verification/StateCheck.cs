using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Ledger.Domain;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>
/// Compares the writer's state tables with what the log gives when it is folded anew. Events, accounts and lots are read side by side
/// in the order of the accounts, from one snapshot, so one account is in memory at a time.
/// </summary>
internal sealed class StateCheck(NpgsqlDataSource dataSource, Programs programs)
{
    private const int FindingsMax = 1000;
    private const int ReportEvery = 4096;
    private readonly List<Finding> findings = [];

    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>Accounts compared.</summary>
    public long Accounts { get; private set; }

    /// <summary>Lots compared.</summary>
    public long Lots { get; private set; }

    public async Task RunAsync(IProgress<(long Done, long Total)> progress, CancellationToken ct)
    {
        await using var snapshot = await Snapshot.TakeAsync(dataSource, ct);
        var head = await snapshot.HeadAsync(ct);
        await using var events = await AccountEvents.OpenAsync(await snapshot.SessionAsync(ct), ct);
        await using var accounts = await AccountRows.OpenAsync(await snapshot.SessionAsync(ct), ct);
        await using var lots = await LotRows.OpenAsync(await snapshot.SessionAsync(ct), ct);
        var reported = 0L;
        while (Earliest(events.Key, Earliest(accounts.Key, lots.Key)) is { } key)
        {
            var fold = await FoldAsync(key, events, ct);
            await CompareAsync(key, fold, accounts, ct);
            await CompareAsync(key, fold, lots, ct);
            Accounts++;
            if (events.Count < reported + ReportEvery) continue;
            reported = events.Count;
            progress.Report((Math.Min(head, events.Count), head));
        }

        progress.Report((head, head));
    }

    private static AccountKey? Earliest(AccountKey? a, AccountKey? b) =>
        a is null ? b : b is null ? a : a.Value.CompareTo(b.Value) <= 0 ? a : b;

    // An event that was tampered with may make no sense; the check goes on with the next account.
    private async Task<Fold> FoldAsync(AccountKey key, AccountEvents events, CancellationToken ct)
    {
        var fold = new Fold(new Account(key.Program, key.Account));
        while (events.Key == key)
        {
            if (!fold.IsBroken)
            {
                try
                {
                    fold.Apply(events.StreamId, events.Read(), events.Position);
                }
                catch (Exception senseless) when (senseless is not (NpgsqlException or IOException or OperationCanceledException))
                {
                    fold.IsBroken = true;
                    Add(events.Position, "state_cannot_be_rebuilt", $"The event at position {events.Position} makes no sense for account {key.Account} of program {key.Program}: {senseless.Message}");
                }
            }

            await events.NextAsync(ct);
        }

        return fold;
    }

    private async Task CompareAsync(AccountKey key, Fold fold, AccountRows rows, CancellationToken ct)
    {
        if (rows.Key != key)
        {
            if (fold.LastPosition > 0) Add(fold.LastPosition, "state_account_differs", $"Account {key.Account} of program {key.Program} has events but no row in ledger_accounts.");
            return;
        }

        if (fold.LastPosition == 0 && !fold.IsBroken) Add(0, "state_account_differs", $"Account {key.Account} of program {key.Program} has a row in ledger_accounts but no events.");
        else if (!fold.IsBroken && rows.Differences(fold.Account, programs.Find(key.Program)) is { Count: > 0 } differences)
        {
            Add(fold.LastPosition, "state_account_differs", $"The row of account {key.Account} of program {key.Program} in ledger_accounts is not what its events give: {string.Join(", ", differences)}.");
        }

        await rows.NextAsync(ct);
    }

    private async Task CompareAsync(AccountKey key, Fold fold, LotRows rows, CancellationToken ct)
    {
        var expected = fold.Account.Lots.All.ToDictionary(lot => lot.Number);
        while (rows.Key == key)
        {
            Lots++;
            var found = rows.Number;
            if (!fold.IsBroken)
            {
                if (!expected.Remove(found, out var lot)) Add(fold.LastPosition, "state_lot_differs", $"Lot {found} of account {key.Account} of program {key.Program} is in ledger_lots, but no event opened it.");
                else if (rows.Differences(lot) is { Count: > 0 } differences)
                {
                    Add(fold.LastPosition, "state_lot_differs", $"The row of lot {found} of account {key.Account} of program {key.Program} in ledger_lots is not what its events give: {string.Join(", ", differences)}.");
                }
            }

            await rows.NextAsync(ct);
        }

        if (fold.IsBroken) return;
        foreach (var missing in expected.Keys.Order()) Add(fold.LastPosition, "state_lot_differs", $"Lot {missing} of account {key.Account} of program {key.Program} has events but no row in ledger_lots.");
    }

    private void Add(long position, string code, string sentence)
    {
        if (findings.Count < FindingsMax) findings.Add(new Finding(position, code, sentence));
        else if (findings.Count == FindingsMax) findings.Add(new Finding(position, "more", $"There are more differences; the first {FindingsMax} are listed."));
    }

    /// <summary>An account as its events give it.</summary>
    private sealed class Fold(Account account)
    {
        public Account Account { get; } = account;

        public long LastPosition { get; private set; }

        public bool IsBroken { get; set; }

        public void Apply(string streamId, IAccountEvent happened, long position)
        {
            LastPosition = position;
            Evolve.Account(Account, happened);
            if (streamId == Streams.Account(Account.Id)) Account.StreamVersion++;
        }
    }
}
