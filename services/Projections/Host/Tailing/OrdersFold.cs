using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// The part of <see cref="Fold"/> that is about orders and what is counted of them: measures, rebates, and what an account did in its
/// months.
/// </summary>
/// <param name="tables">All of one generation.</param>
/// <param name="months">Finds the local months of orders.</param>
/// <param name="firstNumber">Number of the first account that began after these tables were opened.</param>
internal sealed class OrdersFold(ViewTables tables, LocalMonths months, long firstNumber)
{
    // Reused by each evaluation.
    private readonly List<MeasureChange> measured = [];

    /// <summary>Wants the row of an order that begins.</summary>
    public void Want(AccountRow account, OrderData order) =>
        tables.Orders.Begin(new OrderRowKey(account.Number, order.Source, order.OrderId));

    /// <summary>Wants the order, which may have come with a merged account, and what it adds to.</summary>
    public void Want(AccountRow account, EvaluationData evaluation)
    {
        var isNew = IsNew(account.Number);
        tables.Orders.Want(new OrderRowKey(account.Number, evaluation.Source, evaluation.OrderId), isNew);
        foreach (var number in account.Absorbed ?? [])
        {
            tables.Orders.Want(new OrderRowKey(number, evaluation.Source, evaluation.OrderId), IsNew(number));
        }

        var scopes = evaluation.Evaluation.Measures.Scopes;
        for (var i = 0; i < scopes.Count; i++)
        {
            tables.Measures.Want(new MeasureRowKey(account.Number, scopes[i].Scope, evaluation.Month), isNew);
        }

        if (evaluation.RebatePeriods is { } begun) tables.RebatePeriods.Want(account.Number, begun, isNew);
    }

    /// <summary>Wants the months of a scope that is measured anew.</summary>
    public void Want(AccountRow account, ScopeData scope)
    {
        foreach (var month in scope.Months)
        {
            tables.Measures.Want(new MeasureRowKey(account.Number, scope.Scope, month.Month), IsNew(account.Number));
        }
    }

    /// <summary>Wants a rebate and its period, of whoever closed it.</summary>
    public void Want(string program, AccountRow account, RebateData rebate)
    {
        var closer = CloserOf(program, account, rebate);
        tables.Rebates.Want(new RebateRowKey(closer, rebate.Rebate, rebate.Period), IsNew(closer));
        tables.RebatePeriods.Want(new RebateRowKey(closer, rebate.Rebate, rebate.Period), IsNew(closer));
    }

    /// <summary>Wants what a merge adds to.</summary>
    public void Want(AccountRow account, StandingMovedData moved)
    {
        var isNew = IsNew(account.Number);
        foreach (var change in MeasureView.Changes(moved))
        {
            tables.Measures.Want(new MeasureRowKey(account.Number, change.Scope, change.Month), isNew);
        }
        tables.RebatePeriods.Want(account.Number, moved.OpenPeriods, isNew);
    }

    /// <summary>Applies the beginning of an order; the account's row after it.</summary>
    public AccountRow Apply(TailedEvent tailed, AccountRow account, OrderData order)
    {
        var slot = tables.Orders[new OrderRowKey(account.Number, order.Source, order.OrderId)];
        tables.Orders.Put(slot, OrderView.Open(order, tailed.Program, tailed.Position));
        return AccountView.Apply(account, order);
    }

    /// <summary>Applies an evaluation; the account's row after it.</summary>
    public AccountRow Apply(TailedEvent tailed, AccountRow account, EvaluationData evaluation)
    {
        // An order's row stays with the account it was recorded for, also after merges.
        var slot = tables.Orders[new OrderRowKey(account.Number, evaluation.Source, evaluation.OrderId)];
        foreach (var number in account.Absorbed ?? [])
        {
            if (slot.Row is null) slot = tables.Orders[new OrderRowKey(number, evaluation.Source, evaluation.OrderId)];
        }

        var order =
            slot.Row
            ?? throw new InvalidOperationException($"Order {evaluation.Source}/{evaluation.OrderId} was evaluated and never recorded.");
        var evaluated = OrderView.Apply(order, evaluation);
        tables.Orders.Put(slot, evaluated);
        tables.Variance.Add(tailed.Program, months.Of(tailed.Program, order.PlacedAt), order, evaluated);
        measured.Clear();
        MeasureView.AddChanges(evaluation, measured);
        foreach (var change in measured) Measure(account.Number, change);
        var added = AccountMonths.Of(
            evaluation.Month, measured, MeasureView.Points(evaluation), OrderView.StatedOf(evaluated) - OrderView.StatedOf(order));
        tables.AccountMonths.Change(tailed.Program, account.Number, added, AccountMonths.Add);
        if (evaluation.RebatePeriods is { } opened) tables.RebatePeriods.Add(account.Number, opened);

        if (account.Tier is null) tables.TierChanges.Add(account, evaluation, tailed.Position);
        return AccountView.Apply(account, evaluation, order.PlacedAt);
    }

    /// <summary>Applies the measures of a scope.</summary>
    public AccountRow Apply(string program, AccountRow account, ScopeData scope)
    {
        MeasureChange[] changes = [.. MeasureView.Changes(scope)];
        foreach (var change in changes) Measure(account.Number, change);
        tables.AccountMonths.Change(program, account.Number, changes, AccountMonths.Add);
        return account;
    }

    /// <summary>Applies what a merge adds; the account's row after it.</summary>
    public AccountRow Apply(TailedEvent tailed, AccountRow account, StandingMovedData moved)
    {
        MeasureChange[] changes = [.. MeasureView.Changes(moved)];
        foreach (var change in changes) Measure(account.Number, change);
        tables.AccountMonths.Change(tailed.Program, account.Number, changes, AccountMonths.Add);
        tables.AccountMonths.Change(tailed.Program, account.Number, moved.Points, AccountMonths.Add);
        tables.RebatePeriods.Add(account.Number, moved.OpenPeriods);
        tables.TierChanges.Add(account, moved, tailed.Position);
        return AccountView.Apply(account, moved);
    }

    /// <summary>Applies what a period's rebate came to.</summary>
    public AccountRow Apply(string program, AccountRow account, RebateData rebate)
    {
        var key = new RebateRowKey(CloserOf(program, account, rebate), rebate.Rebate, rebate.Period);
        var slot = tables.Rebates[key];
        if (tables.RebatePeriods[key].Row is { } period)
        {
            var month = period.FirstMonth + period.MonthCount - 1;
            var added = new AccountMonth(month, Rebates: rebate.Amount - (slot.Row?.Amount ?? 0));
            tables.AccountMonths.Change(program, account.Number, added, AccountMonths.Add);
        }

        tables.Rebates.Put(slot, RebateView.Of(rebate));
        return account;
    }

    private void Measure(long account, MeasureChange change)
    {
        var month = tables.Measures[new MeasureRowKey(account, change.Scope, change.Month)];
        tables.Measures.Put(month, MeasureView.Apply(month.Row, change));
    }

    private long CloserOf(string program, AccountRow account, RebateData rebate) =>
        rebate.ClosedBy is { } closedBy ? tables.Accounts[new AccountRowKey(program, closedBy)].Row!.Number : account.Number;

    private bool IsNew(long account) => account >= firstNumber;
}
