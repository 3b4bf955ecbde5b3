using System.Collections.Frozen;
using System.Diagnostics;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;

namespace Ledger.Domain;

/// <summary>How one type of event changes a state.</summary>
/// <param name="Event">The type.</param>
/// <param name="Apply">The state after such an event.</param>
internal sealed record EventCase<TState>(Type Event, Func<TState, ILedgerEvent, TState> Apply);

/// <summary>Makes the cases of an account.</summary>
internal static class AccountCase
{
    public static EventCase<Account> On<TEvent>(Func<Account, TEvent, Account> apply)
        where TEvent : IAccountEvent =>
        new(typeof(TEvent), (account, happened) => apply(account, (TEvent)happened));

    /// <summary>
    /// For an event whose only effects are the account's clock and, for a movement, what every movement of value changes.
    /// </summary>
    public static EventCase<Account> Ignore<TEvent>()
        where TEvent : IAccountEvent =>
        new(typeof(TEvent), (account, _) => account);
}

/// <summary>Makes the cases of an order.</summary>
internal static class OrderCase
{
    public static EventCase<Order> On<TEvent>(Func<Order, TEvent, Order> apply)
        where TEvent : ILedgerEvent =>
        new(typeof(TEvent), (order, happened) => apply(order, (TEvent)happened));
}

/// <summary>
/// All cases of one state. Each type of event has one case: two cases for a type fail at the start of the process, and a test finds a type
/// without one.
/// </summary>
/// <exception cref="ArgumentException">A type has two cases.</exception>
internal sealed class EventCases<TState>(IEnumerable<EventCase<TState>> cases)
{
    private readonly FrozenDictionary<Type, Func<TState, ILedgerEvent, TState>> byType = cases
        .ToDictionary(one => one.Event, one => one.Apply)
        .ToFrozenDictionary();

    /// <summary>The types that have a case.</summary>
    public IReadOnlyCollection<Type> Events => byType.Keys;

    /// <summary>The state after an event.</summary>
    public TState Apply(TState state, ILedgerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return byType.TryGetValue(happened.GetType(), out var apply)
            ? apply(state, happened)
            : throw new UnreachableException($"{typeof(TState).Name} has no case for {happened.GetType().Name}.");
    }
}
