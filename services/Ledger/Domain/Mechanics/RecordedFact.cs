using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Mechanics;

/// <summary>The kind of fact that was recorded.</summary>
internal enum RecordedFactKind
{
    /// <summary>Its first snapshot.</summary>
    Placed,

    /// <summary>A higher revision.</summary>
    Amended,

    /// <summary>A return, or a cancellation.</summary>
    Returned,

    /// <summary>A payment, shipment or delivery.</summary>
    Progressed,

    /// <summary>An activity.</summary>
    ActivityCompleted,

    /// <summary>A revocation of an activity.</summary>
    ActivityRevoked,

    /// <summary>A purchase of a membership.</summary>
    MembershipPurchased,

    /// <summary>A refund of a membership.</summary>
    MembershipRefunded,
}

/// <summary>
/// A fact that was just recorded, and its order evaluated if the fact calls for it: the input of everything that follows. The order as it
/// stands now is the recorder's.
/// </summary>
/// <param name="AccountBefore">The account before the fact, with what was due by then carried out.</param>
/// <param name="OrderBefore">The order before the fact; null for a fact that is not about an order.</param>
/// <param name="Now">Effective time: the later of the fact's time and the clock.</param>
internal sealed record RecordedFact(RecordedFactKind Kind, Account AccountBefore, Order? OrderBefore, DateTimeOffset Now, Cause Cause)
{
    /// <summary>The order before the fact.</summary>
    /// <exception cref="InvalidOperationException">The fact is not about an order.</exception>
    public Order Before => OrderBefore ?? throw new InvalidOperationException("The fact is about no order.");

    /// <summary>Whether an order was evaluated, for the first time or again.</summary>
    public bool ChangesOrder => Kind is RecordedFactKind.Placed or RecordedFactKind.Amended or RecordedFactKind.Returned;

    /// <summary>The cause, version and effective time that all entries of this fact have in common.</summary>
    public PostingContext Posting(ProgramVersion version) => new(Cause, version.Version, Now);

    /// <summary>Records all that follows from the fact: each mechanic's consequences in their order, then what is due at once.</summary>
    public void Follow(Recorder recorder)
    {
        foreach (var mechanic in AllMechanics.InOrder) mechanic.Follow(recorder, this);
        AllMechanics.Conclude(recorder);
    }
}
