namespace Ledger.EventLog;

/// <summary>An event that this process appended a moment ago.</summary>
/// <param name="Position">Its position in the log.</param>
/// <param name="Id">Its id.</param>
/// <param name="Tenant">The program.</param>
/// <param name="Type">The stored alias.</param>
/// <param name="Data">Its data as canonical JSON.</param>
public readonly record struct RecentEvent(long Position, Guid Id, string Tenant, string Type, ReadOnlyMemory<byte> Data);

/// <summary>A cache of the newest committed appends of this process, so that a reader close to the end of the log need not query them.
/// Thread-safe.</summary>
internal sealed class RecentEvents
{
    /// <summary>Bound of the cache in bytes: several appends at full load. A reader further behind reads the log.</summary>
    private const long BytesMax = 12L << 20;

    private readonly Lock gate = new();
    private readonly Queue<(long First, AppendEvents Events)> appends = [];
    private long bytes;

    public void Add(long first, AppendEvents events)
    {
        lock (gate)
        {
            appends.Enqueue((first, events));
            bytes += events.Bytes;
            while (bytes > BytesMax) bytes -= appends.Dequeue().Events.Bytes;
        }
    }

    /// <summary>
    /// The events that follow a position without a gap, up to a limit; empty when the first of them is not in the cache. Events up to the
    /// position are evicted: the caller has them, and a slower reader reads the log.
    /// </summary>
    public List<RecentEvent> After(long position, int limit)
    {
        lock (gate)
        {
            while (appends.TryPeek(out var oldest) && oldest.First + oldest.Events.Count <= position + 1)
            {
                bytes -= appends.Dequeue().Events.Bytes;
            }
            var found = new List<RecentEvent>(Math.Min(limit, appends.Sum(append => append.Events.Count)));
            foreach (var (first, events) in appends)
            {
                // Appends of other processes may be in between, and two appends of this process may have been added in either order.
                for (var i = position + found.Count + 1 - first; i >= 0 && i < events.Count && found.Count < limit; i++)
                {
                    found.Add(events.Recent((int)i, first + i));
                }
            }

            return found;
        }
    }
}
