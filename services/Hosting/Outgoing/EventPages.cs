using Ledger.Contracts.V1;
using Ledger.EventLog;

namespace Ledger.Hosting.Outgoing;

/// <summary>
/// Reads the log for the feed, streams and webhooks, with a cache of pages. Readers that ask for the same page share one query and its
/// bytes, so fifty readers at the end of the log cost as much as one. Cached pages never become wrong, because the log only grows; the
/// cache is bounded. A database session is held only during a query.
/// </summary>
public sealed class EventPages(EventStore store) : IDisposable
{
    private const long BytesMax = 16L << 20;
    private const int QueriesMax = 8;

    /// <summary>Approximate size of a page without events, in bytes.</summary>
    private const long PageOverhead = 512;

    private readonly SemaphoreSlim queries = new(QueriesMax);
    private readonly Lock gate = new();
    private readonly Dictionary<(string Choice, long After, int Limit), Reading> readings = [];
    private readonly Queue<((string Choice, long After, int Limit) Key, long Bytes)> kept = [];
    private long bytes;
    private long clock;

    /// <summary>The events after a position, at most <paramref name="limit"/>. A page may be empty before the end of the log when the
    /// chosen events are rare.</summary>
    public async Task<EventPage> ReadAsync(EventChoice choice, long after, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var asked = Interlocked.Increment(ref clock);
        while (true)
        {
            var reading = Find(choice, after, limit);
            var page = await reading.Page.WaitAsync(ct);
            if (reading.Begun > asked) return page;
            // The shared query may have run before newer events were appended: its events are right, but it cannot tell where the log ends
            // now.
            if (page.Position > after) return page with { IsAtEnd = false };
        }
    }

    /// <summary>Returns when the log may have events after a position, or after the timeout.</summary>
    public Task WaitAsync(long position, TimeSpan timeout, CancellationToken ct) => store.WaitForAppendAsync(position, timeout, ct);

    /// <inheritdoc/>
    public void Dispose() => queries.Dispose();

    private Reading Find(EventChoice choice, long after, int limit)
    {
        var key = (choice.Key, after, limit);
        lock (gate)
        {
            if (readings.TryGetValue(key, out var there)) return there;
            var reading = new Reading(Interlocked.Increment(ref clock));
            readings.Add(key, reading);
            // Not cancelled with the caller's token, because other callers may be waiting for the same query.
            reading.Page = Task.Run(() => ReadAsync(key, choice, after, limit), CancellationToken.None);
            return reading;
        }
    }

    private async Task<EventPage> ReadAsync((string, long, int) key, EventChoice choice, long after, int limit)
    {
        EventPage? page = null;
        try
        {
            await queries.WaitAsync();
            try
            {
                var read = await store.ReadFilteredAsync(after, choice.Filter, limit, CancellationToken.None);
                page = new EventPage([.. read.Events.Select(Shown)], read.Position, read.IsAtEnd, read.Head);
            }
            finally
            {
                queries.Release();
            }

            return page;
        }
        finally
        {
            Cache(key, page, after);
        }
    }

    private static OutgoingEvent Shown(StoredEvent stored) => new(
        stored.Position, stored.Id, stored.Type,
        CloudEventText.Write(stored.Tenant, stored.Id, stored.Type, stored.StreamId, stored.Timestamp, stored.Position, stored.Data));

    private void Cache((string, long, int) key, EventPage? page, long after)
    {
        lock (gate)
        {
            if (page is null || page.Position <= after)
            {
                readings.Remove(key);
                return;
            }

            var size = page.Events.Sum(one => (long)one.Json.Length) + PageOverhead;
            kept.Enqueue((key, size));
            bytes += size;
            while (bytes > BytesMax)
            {
                var (oldest, freed) = kept.Dequeue();
                readings.Remove(oldest);
                bytes -= freed;
            }
        }
    }

    private sealed class Reading(long begun)
    {
        /// <summary>Time stamp taken before the query.</summary>
        public long Begun => begun;

        public Task<EventPage> Page { get; set; } = null!;
    }
}
