using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Budgets;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Orders;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain;

/// <summary>
/// How events change what the ledger knows: <c>(state, event) → state</c>. No other code changes it: a decision's <see cref="Recorder"/>
/// passes its events through here, and whoever reads the log folds it with the same functions.
/// </summary>
public static class Evolve
{
    /// <summary>The types of events that change an account.</summary>
    public static IReadOnlyCollection<Type> AccountEvents => AllMechanics.Events.Events;

    /// <summary>The types of events that change an order.</summary>
    public static IReadOnlyCollection<Type> OrderEvents => EvolveOrder.Cases.Events;

    /// <summary>The account after an event of its stream, or of the stream of one of its orders, activities or purchases.</summary>
    public static Account Account(Account account, IAccountEvent happened)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(happened);
        var next = AllMechanics.Events.Apply(happened is Movement movement ? Entries.Post(account, movement) : account, happened);
        return (ReferenceEquals(next, account) ? account with { } : next).Advance(happened);
    }

    /// <summary>The order after an event of its stream.</summary>
    public static Order Order(Order order, ILedgerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(order);
        var next = EvolveOrder.Cases.Apply(order, happened);
        return (ReferenceEquals(next, order) ? order with { } : next).Advance();
    }

    /// <summary>An activity's or purchase's stream after an event of it.</summary>
    public static FactStream Fact(FactStream stream, ILedgerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var next = EvolveFactStream.Cases.Apply(stream, happened);
        return next with { StreamVersion = stream.StreamVersion + 1 };
    }

    /// <summary>What a program's credits have cost, after an event of an account of it or of a budget's stream.</summary>
    /// <param name="catalog">The published versions when the event was recorded; one of them has a budget.</param>
    public static BudgetConsumption Budget(BudgetConsumption budget, ProgramCatalog catalog, ILedgerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(catalog);
        return budget.After(catalog, happened);
    }

    /// <summary>The stock of a reward after an event of its stream.</summary>
    public static RewardStock Reward(RewardStock stock, ILedgerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(stock);
        var change = happened switch
        {
            RewardTaken => 1,
            RewardReturned => -1,
            _ => throw new System.Diagnostics.UnreachableException($"No reward takes a {happened?.GetType().Name}."),
        };
        return stock with { Taken = stock.Taken + change, StreamVersion = stock.StreamVersion + 1 };
    }
}
