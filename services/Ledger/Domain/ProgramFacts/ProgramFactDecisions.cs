using System.Diagnostics;
using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;

namespace Ledger.Domain.ProgramFacts;

/// <summary>
/// Decides facts about activities and memberships (mechanics.md §1): chooses the decision for the fact's type, and parks a fact when what
/// it undoes is not recorded yet.
/// </summary>
internal static class ProgramFactDecisions
{
    public static Outcome Decide(Recorder recorder, RecordProgramFact command)
    {
        var hash = command.ContentHash;
        if (Known(recorder.Fact, command.Fact, hash) is { } known) return known;
        if (AheadOfTime.Is(TimeOf(command.Fact), recorder.RecordedAt)) return Park(recorder, command);
        return command.Fact switch
        {
            ActivityCompleted completed => RecordActivity.Decide(recorder, completed, hash),
            MembershipPurchased purchased => RecordMembership.Decide(recorder, purchased, hash),
            ActivityRevoked or MembershipRefunded when !recorder.Fact.IsRecorded => Park(recorder, command),
            ActivityRevoked revoked => RecordRevocation.Decide(recorder, revoked, hash),
            MembershipRefunded refunded => RecordRefund.Decide(recorder, refunded, hash),
            _ => throw new UnreachableException($"{command.Fact.GetType().Name} is no fact of an account."),
        };
    }

    private static Outcome? Known(FactStream stream, IProgramFact fact, string hash) => fact switch
    {
        ActivityCompleted => Known(stream.Hash, hash, "The activity"),
        MembershipPurchased => Known(stream.Hash, hash, "The purchase"),
        ActivityRevoked => Known(stream.UndoneHash, hash, "The activity's revocation"),
        MembershipRefunded => Known(stream.UndoneHash, hash, "The purchase's refund"),
        _ => null,
    };

    /// <summary>When the fact says it happened.</summary>
    public static DateTimeOffset TimeOf(IProgramFact fact) => fact switch
    {
        ActivityCompleted completed => completed.CompletedAt,
        ActivityRevoked revoked => revoked.RevokedAt,
        MembershipPurchased purchased => purchased.PurchasedAt,
        MembershipRefunded refunded => refunded.RefundedAt,
        RateSet rate => rate.From,
        _ => throw new UnreachableException($"{fact.GetType().Name} has no time."),
    };

    private static Outcome? Known(string? known, string hash, string what) =>
        known is null ? null : known == hash ? Outcome.Repeated : Outcome.Conflict($"{what} was recorded with other content.");

    private static Outcome Park(Recorder recorder, RecordProgramFact command)
    {
        var stream = recorder.Fact;
        if (stream.Parked.Exists(parked => parked.ContentHash == command.ContentHash)) return Outcome.Parked;
        recorder.EmitForFactAlone(new ProgramFactParked(
                stream.Program, stream.Name, command.Fact.GetType().Name, command.ContentHash, command.Payload(), TimeOf(command.Fact),
                recorder.RecordedAt));
        return Outcome.Parked;
    }
}
