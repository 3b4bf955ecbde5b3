namespace Ledger.Rules.Domain.Program;

/// <summary>
/// Calendar questions in a program's time zone (domain.md §1, §4). Instants in, instants out, always in UTC.
/// A local time in a DST gap moves forward by the gap; in an overlap it is the earlier of the two.
/// Results outside the years 1 to 9999 are clamped to the first or the last possible instant, so no method fails. Safe for use by several
/// threads.
/// </summary>
public sealed class Calendar(TimeZoneInfo zone)
{
    private const int CacheFirstMonth = 1970 * 12;
    private const int CacheMonths = 250 * 12;

    // More than the number of days in the calendar.
    private const int DaysMax = 4_000_000;
    private const int FirstMonth = 12;
    private const int LastMonth = (9999 * 12) + 11;

    /// <summary>The last possible instant, to the microsecond.</summary>
    public static readonly DateTimeOffset End =
        new(DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    // No zone is ever further from UTC than this, so looking this far to either side finds the offsets around any local time.
    private static readonly TimeSpan OffsetMax = TimeSpan.FromHours(15);

    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    // A cache of month starts in ticks; 0 means not computed yet. Safe without a lock, because all threads write the same value.
    private readonly long[] monthStarts = new long[CacheMonths];

    public TimeZoneInfo Zone { get; } = zone ?? throw new ArgumentNullException(nameof(zone));

    /// <summary>The local month of an instant: year × 12 + month − 1.</summary>
    public int MonthOf(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        var day = utc.Day;
        // In the middle of a month no offset leads to another month.
        var local = day is > 1 and < 28 ? utc : Local(at);
        return (local.Year * 12) + local.Month - 1;
    }

    /// <summary>The local day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(Local(at));

    /// <summary>The local year of an instant.</summary>
    public int YearOf(DateTimeOffset at) => MonthOf(at) / 12;

    /// <summary>The first instant of a local month.</summary>
    public DateTimeOffset StartOfMonth(int month)
    {
        if (month < FirstMonth) return DateTimeOffset.MinValue;
        if (month > LastMonth) return End;
        var slot = month - CacheFirstMonth;
        if (slot is < 0 or >= CacheMonths) return Instant(FirstDay(month));
        var ticks = Volatile.Read(ref monthStarts[slot]);
        if (ticks == 0)
        {
            ticks = Instant(FirstDay(month)).UtcTicks;
            Volatile.Write(ref monthStarts[slot], ticks);
        }

        return new DateTimeOffset(ticks, TimeSpan.Zero);

        static DateTime FirstDay(int month) => new(month / 12, (month % 12) + 1, 1);
    }

    /// <summary>The first instant of a local day.</summary>
    public DateTimeOffset StartOfDay(DateOnly day) => Instant(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>The first instant of a local year.</summary>
    public DateTimeOffset StartOfYear(int year) => StartOfMonth(Math.Clamp(year, 0, 10_000) * 12);

    /// <summary>The first instant of the next local month after an instant.</summary>
    public DateTimeOffset NextMonth(DateTimeOffset at) => StartOfMonth(MonthOf(at) + 1);

    /// <summary>The first instant of the next local year after an instant.</summary>
    public DateTimeOffset NextYear(DateTimeOffset at) => StartOfYear(YearOf(at) + 1);

    /// <summary>The same local day and time a number of months later, the day clamped to the month's length.</summary>
    public DateTimeOffset AddMonths(DateTimeOffset at, int months)
    {
        var local = Local(at);
        return ((local.Year * 12L) + local.Month - 1 + months) switch
        {
            < FirstMonth => DateTimeOffset.MinValue,
            > LastMonth => End,
            _ => Instant(local.AddMonths(months)),
        };
    }

    /// <summary>The instant a number of days of 24 hours later, or earlier if the number is negative.</summary>
    public static DateTimeOffset AddDays(DateTimeOffset at, int days) =>
        At(at.UtcTicks + (Math.Clamp(days, -DaysMax, DaysMax) * TimeSpan.TicksPerDay));

    /// <summary>The last instant of a local month, to the tick.</summary>
    public DateTimeOffset LastOfMonth(int month) => At(StartOfMonth(month + 1).UtcTicks - 1);

    /// <summary>When value earned at an instant expires; null: never.</summary>
    public DateTimeOffset? ExpiryOf(DateTimeOffset from, Expiry? policy) => policy switch
    {
        null => null,
        { At: ExpiryAt.Exact } => AddMonths(from, policy.AfterMonths),
        _ => NextMonth(AddMonths(from, policy.AfterMonths)),
    };

    /// <summary>The most whole local months that fit between two instants, at least 0.</summary>
    public int WholeMonths(DateTimeOffset from, DateTimeOffset to)
    {
        var months = MonthOf(to) - MonthOf(from);
        while (months > 0 && AddMonths(from, months) > to) months--;
        return Math.Max(months, 0);
    }

    /// <summary>The local weekday, mon to sun.</summary>
    public string WeekdayOf(DateTimeOffset at) => Weekdays[(int)Local(at).DayOfWeek];

    /// <summary>The local date and time of an instant.</summary>
    public DateTime Local(DateTimeOffset at) => new(Clamped(at.UtcTicks + Zone.GetUtcOffset(at).Ticks));

    // Uses the offsets before and after the only transition that can be near a local time. TimeZoneInfo's own checks for invalid and
    // ambiguous times do not cover days that were skipped at the date line.
    private DateTimeOffset Instant(DateTime local)
    {
        var before = Zone.GetUtcOffset(At(local.Ticks - OffsetMax.Ticks));
        var after = Zone.GetUtcOffset(At(local.Ticks + OffsetMax.Ticks));
        var first = At(local.Ticks - before.Ticks);
        if (before == after || Zone.GetUtcOffset(first) == before) return first;
        var second = At(local.Ticks - after.Ticks);
        return Zone.GetUtcOffset(second) == after ? second : first;
    }

    // Clamped, so that the first and last days of the calendar do not overflow.
    private static DateTimeOffset At(long ticks) => new(Clamped(ticks), TimeSpan.Zero);

    private static long Clamped(long ticks) => Math.Clamp(ticks, DateTime.MinValue.Ticks, End.Ticks);
}
