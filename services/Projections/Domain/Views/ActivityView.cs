using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>An activity. What it was and what the rules gave for it is in the log at its positions.</summary>
/// <param name="Account">Number of the account that it was recorded for.</param>
/// <param name="Position">Of the event that recorded it: of two the later recorded has the higher.</param>
/// <param name="Month">Local month of completedAt: year × 12 + month − 1.</param>
/// <param name="Points">Of all rules and owners, before a budget.</param>
/// <param name="RevokedPosition">Of the event that revoked it.</param>
public sealed record ActivityRow(
    long Account, long Position, string Activity, DateTimeOffset CompletedAt, int Month, long Points, decimal? Score = null,
    long? RevokedPosition = null);

/// <summary>Activities, and what they add to an account's points of a month.</summary>
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
