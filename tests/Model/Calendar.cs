namespace Ledger.Model;

/// <summary>Local calendar questions of one time zone. A month is counted as year * 12 + (month - 1).</summary>
public sealed class Calendar(TimeZoneInfo zone)
{
    private readonly Dictionary<int, DateTimeOffset> monthStarts = [];

    public DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    /// <summary>In a gap the time moves forward by the gap, in an overlap the earlier instant is meant.</summary>
    public DateTimeOffset Instant(DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var asUtc = new DateTimeOffset(local, TimeSpan.Zero);
        var before = zone.GetUtcOffset(asUtc.AddHours(-36));
        var after = zone.GetUtcOffset(asUtc.AddHours(36));
        var withBefore = asUtc - before;
        var withAfter = asUtc - after;
        bool beforeHolds = zone.GetUtcOffset(withBefore) == before;
        bool afterHolds = zone.GetUtcOffset(withAfter) == after;
        if (beforeHolds && afterHolds)
        {
            return withBefore < withAfter ? withBefore : withAfter;
        }
        if (afterHolds)
        {
            return withAfter;
        }
        return withBefore;
    }

    public int Month(DateTimeOffset instant)
    {
        var local = Local(instant);
        return (local.Year * 12) + local.Month - 1;
    }

    public DateTimeOffset MonthStart(int month)
    {
        if (!monthStarts.TryGetValue(month, out var start))
        {
            start = Instant(new DateTime(month / 12, (month % 12) + 1, 1));
            monthStarts[month] = start;
        }
        return start;
    }

    public DateTimeOffset AddMonths(DateTimeOffset instant, int months) => Instant(Local(instant).AddMonths(months));

    /// <summary>
    /// Whole local months between two instants, never negative. A local time that was skipped is reached when the clocks have moved past
    /// the gap.
    /// </summary>
    public int WholeMonths(DateTimeOffset from, DateTimeOffset to)
    {
        int months = Month(to) - Month(from);
        while (months > 0 && AddMonths(from, months) > to)
        {
            months--;
        }
        return Math.Max(0, months);
    }
}
