using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Postings;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// Applies events to the tables in memory: first requests the rows that the events touch, loads them together, then folds the events.
/// </summary>
internal sealed class Fold(ViewTables tables, long firstAccount)
{
    private readonly MechanicsFold mechanics = new(tables);
    private readonly LocalMonths months = new(tables);
    private readonly long firstNumber = firstAccount;
    private readonly List<Slot<AccountKey, AccountRow>?> accounts = [];
    private readonly HashSet<AccountKey> touched = [];
    private bool isProgramTouched;
    private long nextNumber = firstAccount;

    /// <summary>The accounts of the events since the last <see cref="Written"/>.</summary>
    public IReadOnlyCollection<AccountKey> Touched => touched;

    /// <summary>Whether a program's versions or clock changed since the last <see cref="Written"/>.</summary>
    public bool IsProgramTouched => isProgramTouched;

    /// <summary>Notes that everything applied is written.</summary>
    public void Written()
    {
        touched.Clear();
        isProgramTouched = false;
    }

    public async Task ApplyAsync(IReadOnlyList<TailedEvent> events, NpgsqlConnection connection, CancellationToken ct)
    {
        accounts.Clear();
        foreach (var tailed in events)
        {
            accounts.Add(tailed.Seen is AccountEventData seen ? Touch(new AccountKey(tailed.Program, seen.AccountId)) : null);
            if (tailed.Seen is MergeData merge) tables.Accounts.Want(new AccountKey(tailed.Program, merge.MergedAccountId));
            if (tailed.Seen is RebateData { ClosedBy: { } closedBy }) tables.Accounts.Want(new AccountKey(tailed.Program, closedBy));
        }

        await tables.LoadAsync(connection, ct);
        for (var i = 0; i < events.Count; i++)
        {
            if (accounts[i] is { } account) WantOfAccount(events[i], AccountOf(account, events[i].Seen));
            else WantOfProgram(events[i]);
        }

        await tables.LoadAsync(connection, ct);
        for (var i = 0; i < events.Count; i++)
        {
            if (accounts[i] is { } account) ApplyToAccount(events[i], account);
            else ApplyToProgram(events[i]);
        }
    }

    private Slot<AccountKey, AccountRow> Touch(AccountKey key)
    {
        touched.Add(key);
        return tables.Accounts.Want(key);
    }

    /// <summary>The account's row; created with the account's first event.</summary>
    private AccountRow AccountOf(Slot<AccountKey, AccountRow> slot, EventData seen)
    {
        if (slot.Row is null) tables.Accounts.Put(slot, new AccountRow(nextNumber++, seen.EffectiveAt));
        return slot.Row!;
    }

    private void WantOfAccount(TailedEvent tailed, AccountRow row)
    {
        var account = row.Number;
        var isNew = account >= firstNumber;
        months.Want(tailed.Program);
        if (IsOfMonths(tailed.Seen)) tables.AccountMonths.Want(new AccountMonthsKey(account), isNew);
        switch (tailed.Seen)
        {
            case EntryData entry:
                tables.Wallets.Want(new WalletKey(account, entry.Owner, entry.Unit), isNew);
                if (entry.Opened is { } opened) tables.Lots.Begin(new LotKey(account, opened.Lot));
                foreach (var move in entry.Moves)
                {
                    if (move.Lot > 0) tables.Lots.Want(new LotKey(account, move.Lot), isNew);
                }

                mechanics.WantOfEntry(tailed.Program, entry);
                break;
            case ScheduleData schedule:
                tables.Lots.Want(new LotKey(account, schedule.Lot), isNew);
                break;
            case OrderData order:
                tables.Orders.Begin(new OrderKey(account, order.Source, order.OrderId));
                break;
            case EvaluationData evaluation:
                tables.Orders.Want(new OrderKey(account, evaluation.Source, evaluation.OrderId), isNew);
                foreach (var number in row.Absorbed ?? [])
                {
                    tables.Orders.Want(new OrderKey(number, evaluation.Source, evaluation.OrderId), number >= firstNumber);
                }
                foreach (var scope in evaluation.Evaluation.Measures.Scopes)
                {
                    tables.Measures.Want(new MeasureKey(account, scope.Scope, evaluation.Month), isNew);
                }
                if (evaluation.RebatePeriods is { } begun) tables.RebatePeriods.Want(account, begun, isNew);
                break;
            case ScopeData scope:
                foreach (var month in scope.Months) tables.Measures.Want(new MeasureKey(account, scope.Scope, month.Month), isNew);
                break;
            case RebateData rebate:
                var closer = CloserOf(tailed.Program, row, rebate);
                tables.Rebates.Want(new RebateKey(closer, rebate.Rebate, rebate.Period), closer >= firstNumber);
                tables.RebatePeriods.Want(new RebateKey(closer, rebate.Rebate, rebate.Period), closer >= firstNumber);
                break;
            case MergeData merge when merge.AccountId == merge.SurvivorId:
                var merged = Merged(tailed.Program, merge);
                tables.AccountMonths.Want(new AccountMonthsKey(merged.Number), merged.Number >= firstNumber);
                // Applied already here, because later events of the batch may be about orders that the merge brings.
                tables.Accounts.Put(
                    tables.Accounts[new AccountKey(tailed.Program, merge.AccountId)],
                    AccountView.Absorb(row, merged));
                break;
            case StandingMovedData moved:
                foreach (var change in MeasureView.Changes(moved))
                {
                    tables.Measures.Want(new MeasureKey(account, change.Scope, change.Month), isNew);
                }
                tables.RebatePeriods.Want(account, moved.OpenPeriods, isNew);
                break;
            case HoldingsData holdings:
                foreach (var lot in holdings.Lots)
                {
                    tables.Lots.Want(new LotKey(account, lot.Lot), isNew);
                    tables.Wallets.Want(new WalletKey(account, lot.Owner, lot.Unit), isNew);
                }

                break;
            default:
                mechanics.Want(tailed.Program, tailed.Seen, account, isNew);
                break;
        }
    }

    // Whether an event may change the account's months, its tier or its segments.
    private static bool IsOfMonths(EventData seen) => seen
        is EvaluationData or ScopeData or RebateData or MergeData or StandingMovedData or TierChangeData or SegmentEnteredData
        or SegmentLeftData;

    private AccountRow Merged(string program, MergeData merge) => tables.Accounts[new AccountKey(program, merge.MergedAccountId)].Row!;

    private long CloserOf(string program, AccountRow account, RebateData rebate) =>
        rebate.ClosedBy is { } closedBy ? tables.Accounts[new AccountKey(program, closedBy)].Row!.Number : account.Number;

    private void WantOfProgram(TailedEvent tailed)
    {
        tables.Programs.Want(new ProgramKey(tailed.Program));
        if (tailed.Seen is VersionData version) tables.Versions.Want(new VersionKey(tailed.Program, version.Version));
        if (tailed.Seen is RetirementData retirement) tables.Versions.Want(new VersionKey(tailed.Program, retirement.Version));
        if (tailed.Seen is RejectionData rejection) tables.Rejections.Want(new RejectionKey(tailed.Program, rejection.RejectedId));
        if (tailed.Seen is RedriveData redrive) tables.Rejections.Want(new RejectionKey(tailed.Program, redrive.RejectedId));
        mechanics.WantOfProgram(tailed.Program, tailed.Seen);
    }

    private void ApplyToAccount(TailedEvent tailed, Slot<AccountKey, AccountRow> slot)
    {
        var seen = (AccountEventData)tailed.Seen;
        var before = slot.Row!;
        var account = AccountView.Tick(before, seen);
        account = seen switch
        {
            EntryData entry => Entry(tailed, account, entry),
            ScheduleData schedule => Schedule(account, schedule),
            OrderData order => Order(tailed, account, order),
            EvaluationData evaluation => Evaluation(tailed, account, evaluation),
            ScopeData scope => Scope(tailed.Program, account, scope),
            RebateData rebate => Rebate(tailed.Program, account, rebate),
            MergeData merge when merge.AccountId == merge.MergedAccountId => AccountView.Leave(Tier(tailed, account, merge), merge),
            MergeData merge => Absorb(tailed.Program, account, merge),
            StandingMovedData moved => Standing(tailed, account, moved),
            HoldingsData holdings => Holdings(account, holdings),
            TierChangeData change => AccountView.Apply(Tier(tailed, account, change), change),
            ReviewData review => AccountView.Apply(account, review),
            _ => mechanics.Apply(tailed, account),
        };
        if (account.Tier != before.Tier) Come(tailed, account, before.Tier);
        if (!ReferenceEquals(account, before)) tables.Accounts.Put(slot, account);
    }

    // Records that the account has another tier from this event on.
    private void Come(TailedEvent tailed, AccountRow account, string? before)
    {
        var since = new TierSince(months.Of(tailed.Program, tailed.Seen.EffectiveAt), account.Tier);
        tables.AccountMonths.Change(tailed.Program, account.Number, row => AccountMonths.WithTier(row, since));
        if (account.Entries > 0) tables.LotSums.Move(tailed.Program, account.Number, before, account.Tier);
    }

    // Moves the merged account's months to the survivor, because its orders now count for the survivor.
    private AccountRow Absorb(string program, AccountRow survivor, MergeData merge)
    {
        var number = Merged(program, merge).Number;
        var merged = tables.AccountMonths.Of(number);
        tables.AccountMonths.Change(program, survivor.Number, row => AccountMonths.Absorb(row, merged));
        tables.AccountMonths.Change(program, number, _ => AccountMonthsRow.Empty);
        return survivor;
    }

    private AccountRow Entry(TailedEvent tailed, AccountRow account, EntryData entry)
    {
        var next = AccountView.Apply(account, entry);
        var wallet = tables.Wallets[new WalletKey(account.Number, entry.Owner, entry.Unit)];
        tables.Wallets.Put(wallet, WalletView.Apply(wallet.Row ?? WalletRow.Empty, entry));
        if (entry.Opened is { } opened) tables.Lots.Put(tables.Lots[new LotKey(account.Number, opened.Lot)], LotView.Open(entry, opened));
        var month = entry.Moves.Count > 0 ? months.Of(tailed.Program, entry.EffectiveAt) : 0;
        foreach (var move in entry.Moves)
        {
            if (move.Lot > 0)
            {
                var lot = tables.Lots[new LotKey(account.Number, move.Lot)];
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
        long? order = entry.Cause is { Source: { } source, OrderId: { } id } ? OrderKey.HashOf(tailed.Program, source, id) : null;
        tables.Entries.Add(
            account.Number, entry.Sequence, tailed.Position, tailed.Id, order, WalletKey.HashOf(entry.Owner, entry.Unit),
            entry.EffectiveAt);
        return next;
    }

    private AccountRow Schedule(AccountRow account, ScheduleData schedule)
    {
        var slot = tables.Lots[new LotKey(account.Number, schedule.Lot)];
        if (slot.Row is { } lot) tables.Lots.Put(slot, LotView.Apply(lot, schedule));
        return account;
    }

    private AccountRow Order(TailedEvent tailed, AccountRow account, OrderData order)
    {
        var slot = tables.Orders[new OrderKey(account.Number, order.Source, order.OrderId)];
        tables.Orders.Put(slot, OrderView.Open(order, tailed.Program, tailed.Position));
        return AccountView.Apply(account, order);
    }

    // Records the changes of tier by an event. Returns the account as it was before the event.
    private AccountRow Tier(TailedEvent tailed, AccountRow before, AccountEventData seen)
    {
        tables.TierChanges.Add(before.Number, tailed.Position, seen.EffectiveAt, TierChangeView.Of(before, seen));
        return before;
    }

    private AccountRow Evaluation(TailedEvent tailed, AccountRow account, EvaluationData evaluation)
    {
        // An order's row stays with the account it was recorded for, also after merges.
        var slot = tables.Orders[new OrderKey(account.Number, evaluation.Source, evaluation.OrderId)];
        foreach (var number in account.Absorbed ?? [])
        {
            if (slot.Row is null) slot = tables.Orders[new OrderKey(number, evaluation.Source, evaluation.OrderId)];
        }

        var order =
            slot.Row
            ?? throw new InvalidOperationException($"Order {evaluation.Source}/{evaluation.OrderId} was evaluated and never recorded.");
        var evaluated = OrderView.Apply(order, evaluation);
        tables.Orders.Put(slot, evaluated);
        MeasureChange[] changes = [.. MeasureView.Changes(evaluation)];
        foreach (var change in changes) Measure(account.Number, change);
        var added = AccountMonths.Of(
            evaluation.Month, changes, MeasureView.Points(evaluation), OrderView.StatedOf(evaluated) - OrderView.StatedOf(order));
        tables.AccountMonths.Change(tailed.Program, account.Number, row => AccountMonths.Add(row, added));
        if (evaluation.RebatePeriods is { } opened) tables.RebatePeriods.Add(account.Number, opened);

        return AccountView.Apply(account.Tier is null ? Tier(tailed, account, evaluation) : account, evaluation, order.PlacedAt);
    }

    private AccountRow Scope(string program, AccountRow account, ScopeData scope)
    {
        MeasureChange[] changes = [.. MeasureView.Changes(scope)];
        foreach (var change in changes) Measure(account.Number, change);
        tables.AccountMonths.Change(program, account.Number, row => AccountMonths.Add(row, changes));
        return account;
    }

    private AccountRow Standing(TailedEvent tailed, AccountRow account, StandingMovedData moved)
    {
        MeasureChange[] changes = [.. MeasureView.Changes(moved)];
        foreach (var change in changes) Measure(account.Number, change);
        tables.AccountMonths.Change(
            tailed.Program, account.Number,
            row => moved.Points.Aggregate(
                AccountMonths.Add(row, changes), (sum, one) => AccountMonths.Add(sum, new AccountMonth(one.Month, Points: one.Points))));
        tables.RebatePeriods.Add(account.Number, moved.OpenPeriods);
        return AccountView.Apply(Tier(tailed, account, moved), moved);
    }

    private AccountRow Holdings(AccountRow account, HoldingsData holdings)
    {
        foreach (var lot in holdings.Lots)
        {
            tables.Lots.Put(tables.Lots[new LotKey(account.Number, lot.Lot)], LotView.Open(holdings, lot));

            // A wallet credited in the merged account counts as credited in the survivor, even when nothing is left of the lot: it may
            // later owe arrears.
            var wallet = tables.Wallets[new WalletKey(account.Number, lot.Owner, lot.Unit)];
            tables.Wallets.Put(wallet, (wallet.Row ?? WalletRow.Empty) with { Credited = true });
        }

        return account;
    }

    private void Measure(long account, MeasureChange change)
    {
        var month = tables.Measures[new MeasureKey(account, change.Scope, change.Month)];
        tables.Measures.Put(month, MeasureView.Apply(month.Row ?? MeasureRow.Empty, change));
    }

    private AccountRow Rebate(string program, AccountRow account, RebateData rebate)
    {
        var key = new RebateKey(CloserOf(program, account, rebate), rebate.Rebate, rebate.Period);
        var slot = tables.Rebates[key];
        if (tables.RebatePeriods[key].Row is { } period)
        {
            var month = period.FirstMonth + period.MonthCount - 1;
            var added = new AccountMonth(month, Rebates: rebate.Amount - (slot.Row?.Amount ?? 0));
            tables.AccountMonths.Change(program, account.Number, row => AccountMonths.Add(row, added));
        }

        tables.Rebates.Put(slot, RebateView.Of(rebate));
        return account;
    }

    private void ApplyToProgram(TailedEvent tailed)
    {
        var slot = tables.Programs[new ProgramKey(tailed.Program)];
        var program = slot.Row;
        isProgramTouched |= tailed.Seen is VersionData or RetirementData or ClockData or PeriodClosedData;
        switch (tailed.Seen)
        {
            case VersionData seen:
                var version = tables.Versions[new VersionKey(tailed.Program, seen.Version)];
                tables.Versions.Put(version, ProgramView.Apply(version.Row, seen, tailed.Position));
                tables.Programs.Put(slot, ProgramView.Apply(program, seen));
                break;
            case RetirementData seen:
                var retired = tables.Versions[new VersionKey(tailed.Program, seen.Version)];
                tables.Versions.Put(retired, ProgramView.Retire(retired.Row!));
                tables.Programs.Put(slot, ProgramView.Apply(program!, seen));
                break;
            case ClockData seen:
                tables.Programs.Put(slot, ProgramView.Apply(program, seen));
                break;
            case PeriodClosedData seen:
                tables.Programs.Put(slot, ProgramView.Apply(program!, seen));
                break;
            case RejectionData seen:
                var rejection = tables.Rejections[new RejectionKey(tailed.Program, seen.RejectedId)];
                tables.Rejections.Put(rejection, RejectionView.Apply(rejection.Row, seen, tailed.Position));
                break;
            case RedriveData seen:
                var redriven = tables.Rejections[new RejectionKey(tailed.Program, seen.RejectedId)];
                if (redriven.Row is { } row) tables.Rejections.Put(redriven, RejectionView.Apply(row, seen));
                break;
            default:
                mechanics.ApplyToProgram(tailed);
                break;
        }
    }
}
