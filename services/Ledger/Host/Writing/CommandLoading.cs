using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Ledger.Domain;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>Loads what the commands of a batch need, with a few set-based queries: keys, what they refer to, and whose it is.</summary>
internal sealed class CommandLoading(StateCache cache)
{
    private readonly Dictionary<(string Program, string Kind, string Id), SpendingRow> rows = [];

    /// <summary>First: bound keys, and the account of each command. Orders that commands name must be in memory already.</summary>
    public async Task FindAccountsAsync(NpgsqlConnection connection, IReadOnlyList<CommandWork> commands, CancellationToken ct)
    {
        await cache.LoadCommandsAsync(connection, commands.Select(work => (work.Program, work.Command.Key)), ct);
        await LoadRowsAsync(connection, commands.Select(work => work.Subject).OfType<(string, string, string)>(), ct);

        // A voucher stands on its redemption.
        await LoadRowsAsync(connection, Vouchers().Select(pair => (pair.Row.Program, SpendingKinds.Redemption, pair.Voucher.Redemption)), ct);

        foreach (var work in commands)
        {
            work.Account = work.NamedAccount
                ?? (work.Subject is { } subject ? rows.GetValueOrDefault(subject)?.Account ?? cache.MakerOf(subject.Program, subject.Id) : null);
            work.Other = work.NamedOther;
            if (work.Account is { } account) cache.Make(work.Program, work.Command.Key, account);
        }
    }

    /// <summary>Then, with the accounts in memory: what commands refer to, the lots it came from, and the stock of rewards.</summary>
    public async Task LoadAsync(NpgsqlConnection connection, IReadOnlyList<CommandWork> commands, CancellationToken ct)
    {
        foreach (var row in rows.Values)
        {
            if (cache.Account(row.Program, row.Account)?.Account is not { } account) continue;
            if (account.MergedInto is null) SpendingTable.Restore(account, row);

            // Merged by another between two of our queries: what was read is what it was before.
            else if (!SpendingTable.Has(cache.Survivor(row.Program, row.Account)!.Account, row)) throw new StreamConflictException([(row.Program, Streams.Account(row.Account))]);
        }

        var lots = new List<(LoadedAccount Account, long Lot)>();
        foreach (var row in rows.Values.Where(row => row.Kind == SpendingKinds.Redemption))
        {
            if (cache.Survivor(row.Program, row.Account) is { } loaded) lots.AddRange(loaded.Account.Spending.Redemptions[row.Id].Lots.Select(part => (loaded, part.Lot)));
        }

        await LotTable.LoadByNumberAsync(connection, lots, ct);
        await LoadMergedAsync(connection, commands, ct);
        var bought = new Dictionary<(string Program, string Key), string>();
        foreach (var work in commands)
        {
            if (work.Command is RedeemPoints { For: "reward", Reward: { } reward } redeem) bought.TryAdd((work.Program, redeem.Key), reward);
        }

        foreach (var work in commands) work.Reward = RewardOf(work, bought);
        await cache.LoadStocksAsync(connection, commands.Where(work => work.Reward is not null).Select(work => (work.Program, work.Reward!)), ct);
    }

    // All that an account ever had goes to the other, so all of it is needed.
    private async Task LoadMergedAsync(NpgsqlConnection connection, IReadOnlyList<CommandWork> commands, CancellationToken ct)
    {
        var merged = commands.Where(work => work.Command is MergeAccounts).Select(work => cache.Account(work.Program, work.Account!)!)
            .Where(loaded => loaded is { RowVersion: > 0, Account.MergedInto: null }).Distinct().ToList();
        if (merged.Count == 0) return;
        await LotTable.LoadAllAsync(connection, merged, ct);
        await SpendingTable.LoadAllAsync(connection, merged, ct);
    }

    // A redemption that is reversed may be one that this batch is about to make.
    private string? RewardOf(CommandWork work, Dictionary<(string Program, string Key), string> bought) => work.Command switch
    {
        RedeemPoints { For: "reward" } redeem => redeem.Reward,
        ReverseRedemption reverse when work.Account is { } account =>
            cache.Survivor(work.Program, account)?.Account.Spending.Redemptions.GetValueOrDefault(reverse.RedemptionId)?.Reward
            ?? bought.GetValueOrDefault((work.Program, reverse.RedemptionId)),
        _ => null,
    };

    private List<(SpendingRow Row, Voucher Voucher)> Vouchers() =>
        [.. rows.Values.Where(row => row.Kind == SpendingKinds.Voucher).Select(row => (row, SpendingDocuments.Read<Voucher>(row.State)))];

    private async Task LoadRowsAsync(NpgsqlConnection connection, IEnumerable<(string Program, string Kind, string Id)> keys, CancellationToken ct)
    {
        var missing = keys.Where(key => !rows.ContainsKey(key)).Distinct().ToList();
        if (missing.Count == 0) return;
        foreach (var row in await SpendingTable.LoadAsync(connection, missing, ct)) rows[(row.Program, row.Kind, row.Id)] = row;
    }
}
