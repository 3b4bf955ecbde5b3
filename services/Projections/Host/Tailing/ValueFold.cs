using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Host.Tailing;

/// <summary>The part of <see cref="Fold"/> that is about value: wallets, lots, books and entries.</summary>
internal sealed class ValueFold(ViewTables tables, LocalMonths months, MechanicsFold mechanics)
{
    /// <summary>Wants the rows that an entry is about.</summary>
    /// <param name="account">Number of its account.</param>
    /// <param name="isNew">The account began after these tables were opened.</param>
    public void Want(string program, EntryData entry, long account, bool isNew)
    {
        tables.Wallets.Want(new WalletRowKey(account, entry.Owner, entry.Unit), isNew);
        if (entry.Opened is { } opened) tables.Lots.Begin(new LotRowKey(account, opened.Lot));
        for (var i = 0; i < entry.Moves.Count; i++)
        {
            if (entry.Moves[i].Lot is > 0 and var lot) tables.Lots.Want(new LotRowKey(account, lot), isNew);
        }

        mechanics.WantOfEntry(program, entry);
    }

    /// <summary>Wants the lot that now has a date.</summary>
    public void Want(ScheduleData schedule, long account, bool isNew) => tables.Lots.Want(new LotRowKey(account, schedule.Lot), isNew);

    /// <summary>Wants the rows of what a merge brings.</summary>
    public void Want(HoldingsData holdings, long account, bool isNew)
    {
        foreach (var lot in holdings.Lots)
        {
            tables.Lots.Want(new LotRowKey(account, lot.Lot), isNew);
            tables.Wallets.Want(new WalletRowKey(account, lot.Owner, lot.Unit), isNew);
        }
    }

    /// <summary>Applies an entry; the account's row after it.</summary>
    public AccountRow Apply(TailedEvent tailed, AccountRow account, EntryData entry)
    {
        var next = AccountView.Apply(account, entry);
        var wallet = tables.Wallets[new WalletRowKey(account.Number, entry.Owner, entry.Unit)];
        tables.Wallets.Put(wallet, WalletView.Apply(wallet.Row, entry));
        if (entry.Opened is { } opened)
        {
            tables.Lots.Put(tables.Lots[new LotRowKey(account.Number, opened.Lot)], LotView.Open(entry, opened));
        }

        var month = entry.Moves.Count > 0 ? months.Of(tailed.Program, entry.EffectiveAt) : 0;
        for (var i = 0; i < entry.Moves.Count; i++)
        {
            var move = entry.Moves[i];
            if (move.Lot > 0)
            {
                var lot = tables.Lots[new LotRowKey(account.Number, move.Lot)];
                var row =
                    lot.Row
                    ?? throw new InvalidOperationException(
                        $"Entry {entry.Sequence} of account {entry.AccountId} moves lot {move.Lot}, which was never opened.");
                var moved = LotView.Apply(row, move, month);
                tables.Lots.Put(lot, moved);
                tables.LotSums.Add(tailed.Program, account.Number, account.Tier, row, moved);
            }

            var (from, to) = BookView.Changes(move);
            tables.Books.Add(tailed.Program, entry.Unit, from);
            tables.Books.Add(tailed.Program, entry.Unit, to);
            tables.BookMonths.Add(tailed.Program, entry.Unit, month, move, tailed.Position);
            if (entry.Unit == Units.Points) mechanics.Settle(tailed.Program, month, move);
        }

        mechanics.ApplyEntry(tailed, entry, account.Number);
        long? order = entry.Cause is { Source: { } source, OrderId: { } id } ? OrderRowKey.HashOf(tailed.Program, source, id) : null;
        tables.Entries.Add(
            account.Number, entry.Sequence, tailed.Position, tailed.Id, order, WalletRowKey.HashOf(entry.Owner, entry.Unit),
            entry.EffectiveAt);
        return next;
    }

    /// <summary>Gives a lot its date.</summary>
    public AccountRow Apply(AccountRow account, ScheduleData schedule)
    {
        var slot = tables.Lots[new LotRowKey(account.Number, schedule.Lot)];
        if (slot.Row is { } lot) tables.Lots.Put(slot, LotView.Apply(lot, schedule));
        return account;
    }

    /// <summary>Opens what a merge brings.</summary>
    public AccountRow Apply(AccountRow account, HoldingsData holdings)
    {
        foreach (var lot in holdings.Lots)
        {
            tables.Lots.Put(tables.Lots[new LotRowKey(account.Number, lot.Lot)], LotView.Open(holdings, lot));

            // A wallet credited in the merged account counts as credited in the survivor, even when nothing is left of the lot: it may
            // later owe arrears.
            var wallet = tables.Wallets[new WalletRowKey(account.Number, lot.Owner, lot.Unit)];
            tables.Wallets.Put(wallet, wallet.Row with { Credited = true });
        }

        return account;
    }
}
