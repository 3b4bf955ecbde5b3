using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>An activity. Its details, and what the rules gave for it, are read from the log at its positions.</summary>
/// <param name="Account">Number of the account that it was recorded for.</param>
/// <param name="Position">Position of the event that recorded it, which gives the order of recording.</param>
/// <param name="Month">Local month of completedAt: year × 12 + month − 1.</param>
/// <param name="Points">Points of all rules and owners, before a budget's cut.</param>
/// <param name="RevokedPosition">Position of the event that revoked it; null: not revoked.</param>
public sealed record ActivityRow(
    long Account, long Position, string Activity, DateTimeOffset CompletedAt, int Month, long Points, decimal? Score = null,
    long? RevokedPosition = null);

/// <summary>Changes the rows of activities, and computes what they add to an account's points of a month.</summary>
public static class ActivityView
{
    public static ActivityRow Open(ActivityData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new ActivityRow(account, position, seen.Activity, seen.CompletedAt, seen.Month, seen.Evaluation.Points, seen.Score);
    }

    public static ActivityRow Revoke(ActivityRow row, long position)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row with { RevokedPosition = position };
    }
}
