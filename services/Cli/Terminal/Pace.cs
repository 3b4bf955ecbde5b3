using System.Globalization;

namespace Ledger.Cli.Terminal;

/// <summary>The progress of some work.</summary>
/// <param name="Total">0 while it is not known.</param>
/// <param name="Note">A remark, for example the number of rejected facts.</param>
internal readonly record struct Progress(long Done, long Total, string? Note = null);

/// <summary>Computes rate and time left from the last seconds instead of the whole time, because work has fast and slow phases.</summary>
internal sealed class Pace(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(long At, long Done)> seen = new();

    /// <summary>One line about the work: done of total, rate, time left and the note.</summary>
    public string Describe(Progress progress)
    {
        var rate = RateAt(progress.Done);
        var parts = new List<string>
        {
            progress.Total > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{progress.Done:N0}/{progress.Total:N0}")
                : progress.Done.ToString("N0", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{rate:N0}/s"),
        };
        if (progress.Total > progress.Done)
        {
            parts.Add(rate > 0 ? $"{Short((progress.Total - progress.Done) / rate)} left" : "time left unknown");
        }
        if (progress.Note is not null) parts.Add(progress.Note);
        return string.Join(" · ", parts);
    }

    private double RateAt(long done)
    {
        var now = time.GetTimestamp();
        while (seen.Count > 1 && time.GetElapsedTime(seen.Peek().At, now) > Window) seen.Dequeue();
        if (seen.Count > 0 && done < seen.Peek().Done) seen.Clear();
        seen.Enqueue((now, done));
        var (at, before) = seen.Peek();
        var seconds = time.GetElapsedTime(at, now).TotalSeconds;
        return seconds > 0 ? (done - before) / seconds : 0;
    }

    private static string Short(double seconds) => seconds switch
    {
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60}:{(int)seconds % 60:00}"),
        < 360_000 => string.Create(
            CultureInfo.InvariantCulture, $"{(int)seconds / 3600}:{(int)seconds / 60 % 60:00}:{(int)seconds % 60:00}"),
        _ => "days",
    };
}
