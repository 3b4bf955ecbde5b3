using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.States;

namespace Ledger.Projections.Domain.Views;

/// <summary>A reward that an account was given (mechanics.md §4).</summary>
/// <param name="Account">Number of the account that it was given to.</param>
/// <param name="Position">Position of the event that issued it, by which lists are ordered.</param>
/// <param name="DecidedAt">When it was fulfilled or cancelled by command; null otherwise.</param>
public sealed record GrantRow(
    long Account, long Position, string Rule, long Number, string Reward, GrantState State, int ProgramVersion, DateTimeOffset GrantedAt,
    string? Period = null, string? Voucher = null, DateTimeOffset? DecidedAt = null, string? DecidedBy = null, string? Reference = null,
    string? Reason = null);

/// <summary>Changes the rows of grants.</summary>
public static class GrantView
{
    public static GrantRow Open(GrantData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new GrantRow(
            account, position, seen.Rule, seen.Number, seen.Reward, GrantStateNames.Of(seen.State), seen.ProgramVersion,
            seen.EffectiveAt, seen.Period, seen.Voucher);
    }

    public static GrantRow Apply(GrantRow row, GrantDecisionData seen)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seen);
        var decided = row with { DecidedAt = seen.EffectiveAt, DecidedBy = seen.Principal };
        return seen switch
        {
            FulfilmentData fulfilment => decided with { State = GrantState.Fulfilled, Reference = fulfilment.Reference },
            GrantCancellationData cancellation => decided with { State = GrantState.Cancelled, Reason = cancellation.Reason },
            _ => throw new ArgumentException("It is no decision that views know.", nameof(seen)),
        };
    }
}
