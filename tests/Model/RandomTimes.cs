namespace Ledger.Model;

/// <summary>The time of a history: it runs in small and large steps, and seeks the places where calendars go wrong.</summary>
internal sealed class RandomTimes(Random r, string zone, DateTimeOffset start)
{
    private readonly TimeZoneInfo info = TimeZoneInfo.FindSystemTimeZoneById(zone);
    private readonly Calendar calendar = new(TimeZoneInfo.FindSystemTimeZoneById(zone));

    public DateTimeOffset Now { get; private set; } = start;

    public void Pass()
    {
        Now = Now.AddMinutes(r.Next(10) == 0 ? r.Next(15_000) : r.Next(300));
        if (r.Next(30) == 0)
        {
            Seek(Beside(calendar.MonthStart(calendar.Month(Now) + 1)));
        }
        if (r.Next(25) == 0)
        {
            Seek(LateInMonth());
        }
        if (r.Next(80) == 0 && NextChange() is { } change)
        {
            Seek(Beside(change));
        }
    }

    /// <summary>Now, or some time ago.</summary>
    public DateTimeOffset Time() => r.Next(5) == 0 ? Now.AddHours(-r.Next(1500)) : Now;

    /// <summary>The same, written with another offset.</summary>
    public DateTimeOffset Elsewhere(DateTimeOffset at) => at.ToOffset(TimeSpan.FromMinutes(15 * r.Next(-40, 41)));

    private void Seek(DateTimeOffset to) => Now = to > Now ? to : Now;

    private DateTimeOffset Beside(DateTimeOffset at) => r.Next(4) switch
    {
        0 => at.AddSeconds(-1),
        1 => at.AddSeconds(1),
        2 => at.AddMinutes(r.Next(-90, 90)),
        _ => at,
    };

    /// <summary>A time on the 28th to 31st, or the last day there is.</summary>
    private DateTimeOffset LateInMonth()
    {
        var local = calendar.Local(Now);
        int day = Math.Min(r.Next(28, 32), DateTime.DaysInMonth(local.Year, local.Month));
        return calendar.Instant(new DateTime(local.Year, local.Month, day, r.Next(24), r.Next(60), 0));
    }

    /// <summary>The next change of the zone's offset within two months, to the minute.</summary>
    private DateTimeOffset? NextChange()
    {
        var at = new DateTimeOffset(Now.UtcTicks - (Now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        var offset = info.GetUtcOffset(at);
        for (int hours = 1; hours < 60 * 24; hours++)
        {
            if (info.GetUtcOffset(at.AddHours(hours)) == offset)
            {
                continue;
            }
            var before = at.AddHours(hours - 1);
            while (info.GetUtcOffset(before.AddMinutes(1)) == offset)
            {
                before = before.AddMinutes(1);
            }
            return before.AddMinutes(1);
        }
        return null;
    }
}
