using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>A closed period of a challenge (mechanics.md §8). Its table of ranks is read from the log at the position.</summary>
public sealed record ChallengeRow(
    long Position, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, int ProgramVersion, DateTimeOffset ClosedAt);

/// <summary>A draw (mechanics.md §9).</summary>
/// <param name="HeldPosition">
/// Position of the event that held it, which has everything needed to repeat the draw; null: not held yet.
/// </param>
public sealed record DrawRow(DateTimeOffset At, string SaltHash, int ProgramVersion, long? HeldPosition = null);

/// <summary>Makes the rows of challenges and draws.</summary>
public static class ContestView
{
    public static ChallengeRow Of(ChallengeCloseData seen, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new ChallengeRow(position, seen.PeriodStart, seen.PeriodEnd, seen.ProgramVersion, seen.EffectiveAt);
    }

    /// <summary>
    /// The row of an announced draw. A later version of the program may announce the draw again, with another time and salt.
    /// </summary>
    public static DrawRow Of(AnnouncementData seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new DrawRow(seen.At, seen.SaltHash, seen.ProgramVersion);
    }

    public static DrawRow Hold(DrawRow row, DrawData seen, long position)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seen);
        return row with { ProgramVersion = seen.ProgramVersion, HeldPosition = position };
    }
}
