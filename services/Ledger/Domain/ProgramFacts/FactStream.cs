using System.Collections.Immutable;
using Ledger.Contracts.V1;

namespace Ledger.Domain.ProgramFacts;

/// <summary>
/// One activity with its revocation, or one purchase with its refund, folded from its stream (mechanics.md §1); an immutable value. Before
/// the activity or purchase is recorded, it may hold parked facts.
/// </summary>
/// <param name="Name">The stream's name, see <see cref="Streams.Activity"/> and <see cref="Streams.Purchase"/>.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "It is a stream of the log.")]
public sealed record FactStream(string Program, string Name)
{
    /// <summary>Version of the stream; 0 before its first event.</summary>
    public long StreamVersion { get; init; }

    /// <summary>The account it was recorded for, which may be merged by now.</summary>
    public string? AccountId { get; init; }

    /// <summary>Content hash of the activity or purchase; null before it is recorded.</summary>
    public string? Hash { get; init; }

    /// <summary>Content hash of the revocation or refund; null before it is recorded.</summary>
    public string? UndoneHash { get; init; }

    /// <summary>Parked facts in order of arrival: each waits for what it undoes, or for its time.</summary>
    public ImmutableList<ProgramFactParked> Parked { get; init; } = [];

    /// <summary>Whether the activity or purchase is recorded.</summary>
    public bool IsRecorded => Hash is not null;

    /// <summary>The stream's type.</summary>
    public string Type =>
        Name.StartsWith(Streams.ActivityType + "/", StringComparison.Ordinal) ? Streams.ActivityType : Streams.PurchaseType;

    /// <summary>Compared by reference: two versions of one stream are never equal.</summary>
    public bool Equals(FactStream? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>The stream that a fact belongs to; null for a fact that has none (a rate).</summary>
    public static string? NameOf(IProgramFact fact) => fact switch
    {
        ActivityCompleted completed => Streams.Activity(completed.ActivityId),
        ActivityRevoked revoked => Streams.Activity(revoked.ActivityId),
        MembershipPurchased purchased => Streams.Purchase(purchased.PurchaseId),
        MembershipRefunded refunded => Streams.Purchase(refunded.PurchaseId),
        _ => null,
    };

    /// <summary>The account that a fact names; null for a revocation or refund, which names the fact it undoes.</summary>
    public static string? AccountOf(IProgramFact fact) => fact switch
    {
        ActivityCompleted completed => completed.AccountId,
        MembershipPurchased purchased => purchased.AccountId,
        _ => null,
    };
}

/// <summary>How each event of such a stream changes it.</summary>
internal static class EvolveFactStream
{
    public static EventCases<FactStream> Cases { get; } = new(
    [
        On<ActivityRecorded>((stream, recorded) => Recorded(stream, recorded.AccountId, recorded.ContentHash)),
        On<MembershipRecorded>((stream, recorded) => Recorded(stream, recorded.AccountId, recorded.ContentHash)),
        On<RevocationRecorded>((stream, recorded) => Undone(stream, recorded.ContentHash)),
        On<RefundRecorded>((stream, recorded) => Undone(stream, recorded.ContentHash)),
        On<ProgramFactParked>((stream, parked) => stream with { Parked = stream.Parked.Add(parked) }),
        On<ProgramFactUnparked>((stream, unparked) => Unpark(stream, unparked.ContentHash)),
    ]);

    private static FactStream Recorded(FactStream stream, string account, string hash) =>
        Unpark(stream, hash) with { AccountId = account, Hash = hash };

    private static FactStream Undone(FactStream stream, string hash) => Unpark(stream, hash) with { UndoneHash = hash };

    private static FactStream Unpark(FactStream stream, string hash) =>
        stream.Parked.IsEmpty ? stream : stream with { Parked = stream.Parked.RemoveAll(parked => parked.ContentHash == hash) };

    private static EventCase<FactStream> On<TEvent>(Func<FactStream, TEvent, FactStream> apply)
        where TEvent : ILedgerEvent =>
        new(typeof(TEvent), (stream, happened) => apply(stream, (TEvent)happened));
}
