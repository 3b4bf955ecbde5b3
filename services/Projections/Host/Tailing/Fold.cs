using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// Applies events to the tables in memory: first requests the rows that the events touch, loads them together, then folds the events.
/// </summary>
internal sealed class Fold
{
    private readonly ViewTables tables;
    private readonly LocalMonths months;
    private readonly ValueFold value;
    private readonly OrdersFold orders;
    private readonly MechanicsFold mechanics;
    private readonly ProgramFold programs;
    private readonly long firstNumber;
    private readonly List<Slot<AccountRowKey, AccountRow>?> accounts = [];
    private readonly HashSet<AccountRowKey> touched = [];
    private long nextNumber;

    /// <param name="tables">All of one generation.</param>
    /// <param name="firstAccount">The number of the next account that begins.</param>
    public Fold(ViewTables tables, long firstAccount)
    {
        this.tables = tables;
        (firstNumber, nextNumber) = (firstAccount, firstAccount);
        months = new LocalMonths(tables);
        mechanics = new MechanicsFold(tables);
        value = new ValueFold(tables, months, mechanics);
        orders = new OrdersFold(tables, months, firstAccount);
        programs = new ProgramFold(tables, mechanics);
    }

    /// <summary>The accounts of the events since the last <see cref="Written"/>.</summary>
    public IReadOnlyCollection<AccountRowKey> Touched => touched;

    /// <inheritdoc cref="ProgramFold.IsTouched"/>
    public bool IsProgramTouched => programs.IsTouched;

    /// <summary>Notes that everything applied is written.</summary>
    public void Written()
    {
        touched.Clear();
        programs.Written();
    }

    public async Task ApplyAsync(IReadOnlyList<TailedEvent> events, NpgsqlConnection connection, CancellationToken ct)
    {
        accounts.Clear();
        foreach (var tailed in events)
        {
            accounts.Add(tailed.Seen is AccountEventData seen ? Touch(new AccountRowKey(tailed.Program, seen.AccountId)) : null);
            if (tailed.Seen is MergeData merge) tables.Accounts.Want(new AccountRowKey(tailed.Program, merge.MergedAccountId));
            if (tailed.Seen is RebateData { ClosedBy: { } closedBy }) tables.Accounts.Want(new AccountRowKey(tailed.Program, closedBy));
        }

        await tables.LoadAsync(connection, ct);
        for (var i = 0; i < events.Count; i++)
        {
            if (accounts[i] is { } account) WantOfAccount(events[i], AccountOf(account, events[i].Seen));
            else programs.Want(events[i]);
        }

        await tables.LoadAsync(connection, ct);
        for (var i = 0; i < events.Count; i++)
        {
            if (accounts[i] is { } account) ApplyToAccount(events[i], account);
            else programs.Apply(events[i]);
        }
    }

    private Slot<AccountRowKey, AccountRow> Touch(AccountRowKey key)
    {
        touched.Add(key);
        return tables.Accounts.Want(key);
    }

    /// <summary>The account's row; created with the account's first event.</summary>
    private AccountRow AccountOf(Slot<AccountRowKey, AccountRow> slot, EventData seen)
    {
        if (slot.Row is null) tables.Accounts.Put(slot, new AccountRow(nextNumber++, seen.EffectiveAt));
        return slot.Row!;
    }

    private void WantOfAccount(TailedEvent tailed, AccountRow row)
    {
        var account = row.Number;
        var isNew = account >= firstNumber;
        months.Want(tailed.Program);
        if (IsOfMonths(tailed.Seen)) tables.AccountMonths.Want(new AccountMonthsRowKey(account), isNew);
        switch (tailed.Seen)
        {
            case EntryData entry: value.Want(tailed.Program, entry, account, isNew); break;
            case ScheduleData schedule: value.Want(schedule, account, isNew); break;
            case HoldingsData holdings: value.Want(holdings, account, isNew); break;
            case OrderData order: orders.Want(row, order); break;
            case EvaluationData evaluation: orders.Want(row, evaluation); break;
            case ScopeData scope: orders.Want(row, scope); break;
            case RebateData rebate: orders.Want(tailed.Program, row, rebate); break;
            case StandingMovedData moved: orders.Want(row, moved); break;
            case MergeData merge when merge.AccountId == merge.SurvivorId:
                var merged = Merged(tailed.Program, merge);
                tables.AccountMonths.Want(new AccountMonthsRowKey(merged.Number), merged.Number >= firstNumber);
                // Applied already here, because later events of the batch may be about orders that the merge brings.
                tables.Accounts.Put(
                    tables.Accounts[new AccountRowKey(tailed.Program, merge.AccountId)],
                    AccountView.Absorb(row, merged));
                break;
            default: mechanics.Want(tailed.Program, tailed.Seen, account, isNew); break;
        }
    }

    // Whether an event may change the account's months, its tier or its segments.
    private static bool IsOfMonths(EventData seen) => seen
        is EvaluationData or ScopeData or RebateData or MergeData or StandingMovedData or TierChangeData or SegmentEnteredData
        or SegmentLeftData;

    private AccountRow Merged(string program, MergeData merge) => tables.Accounts[new AccountRowKey(program, merge.MergedAccountId)].Row!;

    private void ApplyToAccount(TailedEvent tailed, Slot<AccountRowKey, AccountRow> slot)
    {
        var seen = (AccountEventData)tailed.Seen;
        var before = slot.Row!;
        var account = AccountView.Tick(before, seen);
        account = seen switch
        {
            EntryData entry => value.Apply(tailed, account, entry),
            ScheduleData schedule => value.Apply(account, schedule),
            HoldingsData holdings => value.Apply(account, holdings),
            OrderData order => orders.Apply(tailed, account, order),
            EvaluationData evaluation => orders.Apply(tailed, account, evaluation),
            ScopeData scope => orders.Apply(tailed.Program, account, scope),
            RebateData rebate => orders.Apply(tailed.Program, account, rebate),
            StandingMovedData moved => orders.Apply(tailed, account, moved),
            MergeData merge when merge.AccountId == merge.MergedAccountId => MergeAway(tailed, account, merge),
            MergeData merge => Absorb(tailed.Program, account, merge),
            TierChangeData change => Tier(tailed, account, change),
            ReviewData review => AccountView.Apply(account, review),
            _ => mechanics.Apply(tailed, account),
        };
        if (account.Tier != before.Tier) Come(tailed, account, before.Tier);
        if (!ReferenceEquals(account, before)) tables.Accounts.Put(slot, account);
    }

    private AccountRow Tier(TailedEvent tailed, AccountRow account, TierChangeData change)
    {
        tables.TierChanges.Add(account, change, tailed.Position);
        return AccountView.Apply(account, change);
    }

    private AccountRow MergeAway(TailedEvent tailed, AccountRow account, MergeData merge)
    {
        tables.TierChanges.Add(account, merge, tailed.Position);
        return AccountView.MergedAway(account, merge);
    }

    // Records that the account has another tier from this event on.
    private void Come(TailedEvent tailed, AccountRow account, string? before)
    {
        var since = new TierSince(months.Of(tailed.Program, tailed.Seen.EffectiveAt), account.Tier);
        tables.AccountMonths.Change(tailed.Program, account.Number, since, AccountMonths.WithTier);
        if (account.Entries > 0) tables.LotSums.Move(tailed.Program, account.Number, before, account.Tier);
    }

    // Moves the merged account's months to the survivor, because its orders now count for the survivor.
    private AccountRow Absorb(string program, AccountRow survivor, MergeData merge)
    {
        var number = Merged(program, merge).Number;
        tables.AccountMonths.Change(program, survivor.Number, tables.AccountMonths.Of(number), AccountMonths.Absorb);
        tables.AccountMonths.Change(program, number, AccountMonthsRow.Empty, static (_, empty) => empty);
        return survivor;
    }
}
