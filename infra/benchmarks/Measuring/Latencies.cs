using System.Diagnostics;

namespace Ledger.Bench.Measuring;

/// <summary>How long requests took; safe for use by many at once.</summary>
internal sealed class Latencies
{
    private readonly Lock gate = new();
    private readonly List<double> milliseconds = [];

    public void Add(TimeSpan took)
    {
        lock (gate) milliseconds.Add(took.TotalMilliseconds);
    }

    /// <summary>Adds the time from a <see cref="Stopwatch"/> timestamp until now.</summary>
    public void AddSince(long timestamp) => Add(Stopwatch.GetElapsedTime(timestamp));

    public double P50 => Quantile(0.5);

    public double P99 => Quantile(0.99);

    private double Quantile(double part)
    {
        lock (gate)
        {
            if (milliseconds.Count == 0) return double.NaN;
            milliseconds.Sort();
            return milliseconds[Math.Min(milliseconds.Count - 1, (int)(milliseconds.Count * part))];
        }
    }
}
