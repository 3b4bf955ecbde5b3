using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>A reward that an account was given (mechanics.md §4).</summary>
/// <param name="Account">Number of the account that it was given to.</param>
/// <param name="Position">Position of the event that issued it, by which lists are ordered.</param>
/// <param name="State">granted, fulfilled or cancelled.</param>
/// <param name="DecidedAt">When it was fulfilled or cancelled by command; null otherwise.</param>
public sealed record GrantRow(
    long Account, long Position, string Rule, long Number, string Reward, string State, int ProgramVersion, DateTimeOffset GrantedAt,
    string? Period = null, string? Voucher = null, DateTimeOffset? DecidedAt = null, string? DecidedBy = null, string? Reference = null,
    string? Reason = null);

/// <summary>Changes the rows of grants.</summary>
public static class GrantView
{
    public const string Granted = "granted";
    public const string Fulfilled = "fulfilled";
    public const string Cancelled = "cancelled";

    public static IReadOnlyList<string> States { get; } = [Granted, Fulfilled, Cancelled];

    public static GrantRow Open(GrantData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new GrantRow(
            account, position, seen.Rule, seen.Number, seen.Reward, seen.State, seen.ProgramVersion, seen.EffectiveAt, seen.Period,
            seen.Voucher);
    }

    public static GrantRow Apply(GrantRow row, GrantDecisionData seen)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seen);
        var decided = row with { DecidedAt = seen.EffectiveAt, DecidedBy = seen.Principal };
        return seen switch
        {
            FulfilmentData fulfilment => decided with { State = Fulfilled, Reference = fulfilment.Reference },
            GrantCancellationData cancellation => decided with { State = Cancelled, Reason = cancellation.Reason },
            _ => throw new ArgumentException("It is no decision that views know.", nameof(seen)),
        };
    }
}
