using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>A notice that a lot is about to expire.</summary>
/// <param name="At">When the notice falls due: <paramref name="Days"/> days of 24 hours before the expiry.</param>
public sealed record ExpiryNotice(DateTimeOffset At, int Days);

/// <summary>Decides when notices of expiring points are due (mechanics.md §11).</summary>
public static class NoticeRules
{
    /// <summary>
    /// The notices of a lot in the order of their due times, without those due before the lot became active. A notice reports only what is
    /// left at its due time.
    /// </summary>
    /// <param name="days">The program's notice days.</param>
    /// <param name="activatesAt">
    /// When the lot becomes or became active; null: it waits for its trigger, and no notice can be due yet.
    /// </param>
    /// <param name="expiresAt">Null: never.</param>
    public static IEnumerable<ExpiryNotice> Of(IReadOnlyList<int> days, DateTimeOffset? activatesAt, DateTimeOffset? expiresAt)
    {
        ArgumentNullException.ThrowIfNull(days);
        if (activatesAt is not { } active || expiresAt is not { } end) return [];
        var all = days.Select(count => new ExpiryNotice(Calendar.AddDays(end, -count), count));
        return all.Where(notice => notice.At >= active).OrderBy(notice => notice.At);
    }
}
