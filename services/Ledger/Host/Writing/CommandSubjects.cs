using Ledger.Contracts.V1;
using Ledger.Domain.Spending;
using Ledger.EventLog;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// Finds the accounts of what a batch's commands refer to by id (holds, redemptions, vouchers …), and loads those rows with the lots that
/// their value came from.
/// </summary>
internal sealed class CommandSubjects(StateCache cache)
{
    private readonly Dictionary<SpendingKey, SpendingRow> rows = [];

    /// <summary>The first step: finds the account of each command. Orders that commands name must be in memory already.</summary>
    public async Task FindAccountsAsync(NpgsqlConnection connection, IReadOnlyList<CommandWork> commands, CancellationToken ct)
    {
        await LoadRowsAsync(connection, commands.Select(work => work.Subject).OfType<SpendingKey>(), ct);

        // A command about a voucher also needs the redemption that paid for it.
        await LoadRowsAsync(connection, rows.Values.Where(row => row.Key.Kind == SpendingKinds.Voucher)
                .Select(row => new SpendingKey(
                    row.Key.Program, SpendingKinds.Redemption, SpendingKind.Voucher.Read(row).Redemption))
                .ToList(), ct);

        foreach (var work in commands)
        {
            work.Account = work.NamedAccount
                ?? (
                    work.Subject is { } subject
                        ? rows.GetValueOrDefault(subject)?.Account ?? cache.Commands.MakerOf(new CommandKey(subject.Program, subject.Id))
                        : null
                );
            work.Other = work.NamedOther;
            if (work.Account is { } account) cache.Commands.Make(work.Key, account);
        }
    }

    /// <summary>
    /// The second step, once the accounts are in memory: loads what commands refer to, the lots it came from, and the stocks of rewards.
    /// </summary>
    public async Task LoadAsync(NpgsqlConnection connection, IReadOnlyList<CommandWork> commands, CancellationToken ct)
    {
        foreach (var row in rows.Values)
        {
            if (cache.Account(row.Key.Program, row.Account)?.Account is not { } account) continue;
            if (account.MergedInto is null) SpendingTable.Load(account, row);

            // Another process merged the account between two of our queries, so the rows read before are stale.
            else if (!SpendingTable.Has(cache.Survivor(row.Key.Program, row.Account)!.Account, row))
            {
                throw new StreamConflictException([(row.Key.Program, Streams.Account(row.Account))]);
            }
        }

        var lots = new List<NeededLot>();
        foreach (var row in rows.Values.Where(row => row.Key.Kind == SpendingKinds.Redemption))
        {
            if (cache.Survivor(row.Key.Program, row.Account) is { } loaded)
            {
                lots.AddRange(loaded.Account.Spending.Redemptions[row.Key.Id].Lots.Select(part => new NeededLot(loaded, part.Lot)));
            }
        }

        await LotStateTable.LoadByNumberAsync(connection, lots, ct);
        await cache.LoadOrdersAsync(connection, commands.Select(OrderOf).OfType<OrderKey>(), ct);
        await LoadMergedAsync(connection, commands, ct);
        var bought = new Dictionary<CommandKey, string>();
        foreach (var work in commands)
        {
            if (work.Command is RedeemPoints { Reward: { } reward } redeem && redeem.Purpose() == RedemptionPurpose.Reward)
            {
                bought.TryAdd(work.Key, reward);
            }
        }

        foreach (var work in commands) work.Reward = RewardOf(work, bought);
        await cache.LoadStocksAsync(
            connection, commands.Where(work => work.Reward is not null).Select(work => new RewardKey(work.Program, work.Reward!)), ct);
    }

    // The order of a hold is known once the hold is in memory. The order of a hold that this batch makes is loaded anyway, because the
    // command that makes it names the order.
    private OrderKey? OrderOf(CommandWork work)
    {
        var account = work.Account is { } id ? cache.Survivor(work.Program, id)?.Account : null;
        return SpendingCommands.OrderOf(work.Command, account) is { } paid ? new OrderKey(work.Program, paid.Source, paid.OrderId) : null;
    }

    // A merge moves everything that the account ever had, so all of it must be loaded.
    private async Task LoadMergedAsync(NpgsqlConnection connection, IReadOnlyList<CommandWork> commands, CancellationToken ct)
    {
        var merged = commands.Where(work => work.Command is MergeAccounts).Select(work => cache.Account(work.Program, work.Account!)!)
            .Where(loaded => loaded is { RowVersion: > 0, Account.MergedInto: null }).Distinct().ToList();
        if (merged.Count == 0) return;
        await LotStateTable.LoadAllAsync(connection, merged, ct);
        await SpendingTable.LoadAllAsync(connection, merged, ct);
    }

    // A redemption that is reversed may be made by this same batch.
    private string? RewardOf(CommandWork work, Dictionary<CommandKey, string> bought) => work.Command switch
    {
        RedeemPoints redeem when redeem.Purpose() == RedemptionPurpose.Reward => redeem.Reward,
        ReverseRedemption reverse when work.Account is { } account =>
            cache.Survivor(work.Program, account)?.Account.Spending.Redemptions.Find(reverse.RedemptionId)?.Reward
            ?? bought.GetValueOrDefault(new CommandKey(work.Program, reverse.RedemptionId)),
        _ => null,
    };

    private async Task LoadRowsAsync(NpgsqlConnection connection, IEnumerable<SpendingKey> keys, CancellationToken ct)
    {
        var missing = keys.Where(key => !rows.ContainsKey(key)).Distinct().ToList();
        if (missing.Count == 0) return;
        foreach (var row in await SpendingTable.LoadAsync(connection, missing, ct)) rows[row.Key] = row;
    }
}
