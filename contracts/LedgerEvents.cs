namespace Ledger.Contracts.V1;

/// <summary>An event that the ledger recorded: stored in the log under its name in <see cref="EventNames"/>, published under its
/// type.</summary>
public interface ILedgerEvent
{
    public string Program { get; }

    /// <summary>When it happened in business; for due work, its due time.</summary>
    public DateTimeOffset EffectiveAt { get; }

    /// <summary>When the ledger learnt of it.</summary>
    public DateTimeOffset RecordedAt { get; }
}

/// <summary>An event of one account.</summary>
public interface IAccountEvent : ILedgerEvent
{
    public string AccountId { get; }
}

/// <summary>
/// An event about a fact that has a stream of its own: an order, an activity or a purchase. The account's state changes with it too, and
/// each such event names its account, so a reader needs no join.
/// </summary>
public interface IFactEvent : IAccountEvent;

/// <summary>An event about one order.</summary>
public interface IOrderEvent : IFactEvent
{
    public string Source { get; }

    public string OrderId { get; }
}
