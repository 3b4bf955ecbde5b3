using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>A closed period of a challenge (mechanics.md §8); the table of its ranks is in the log at its position.</summary>
public sealed record ChallengeRow(
    long Position, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, int ProgramVersion, DateTimeOffset ClosedAt);

/// <summary>A draw (mechanics.md §9).</summary>
/// <param name="HeldPosition">Of the event that held it, where what is needed to repeat it is; absent: not held yet.</param>
public sealed record DrawRow(DateTimeOffset At, string SaltHash, int ProgramVersion, long? HeldPosition = null);

/// <summary>Challenges and draws.</summary>
public static class ContestView
{
    public static ChallengeRow Of(ChallengeCloseData seen, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new ChallengeRow(position, seen.PeriodStart, seen.PeriodEnd, seen.ProgramVersion, seen.EffectiveAt);
    }

    /// <summary>A later version of the program may announce another time and salt.</summary>
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
