namespace Ledger.Fuzz.Runs;

/// <summary>How much was sent.</summary>
public sealed class Tally
{
    private long requests;
    private long facts;
    private long messages;
    private long messageFacts;
    private long good;
    private readonly long[] byStatus = new long[600];

    /// <summary>Requests over HTTP.</summary>
    public long Requests => Volatile.Read(ref requests);

    /// <summary>Mutated facts in batches over HTTP.</summary>
    public long Facts => Volatile.Read(ref facts);

    /// <summary>Messages over the bus.</summary>
    public long Messages => Volatile.Read(ref messages);

    /// <summary>Mutated facts and commands in messages.</summary>
    public long MessageFacts => Volatile.Read(ref messageFacts);

    /// <summary>Facts that were sent as they should be.</summary>
    public long Good => Volatile.Read(ref good);

    /// <summary>Mutated requests that are no batches, mutated lines, mutated facts and commands in messages.</summary>
    public long Mutated => Volatile.Read(ref singles) + Facts + MessageFacts;

    private long singles;

    public IEnumerable<string> Statuses => byStatus.Select((count, status) => (count, status)).Where(one => one.count > 0).Select(one =>
        $"{one.status}: {one.count}");

    /// <summary>Counts a request, however often it is sent.</summary>
    public void Request(Inputs.Request request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Interlocked.Increment(ref requests);
        if (request.GoodLines is null) Interlocked.Increment(ref singles);
        Interlocked.Add(ref facts, request.Mutated);
        Interlocked.Add(ref good, request.GoodLines?.Count ?? 0);
    }

    /// <summary>Counts an answer: several for a request that is sent several times.</summary>
    public void Answer(int status) => Interlocked.Increment(ref byStatus[Math.Clamp(status, 0, byStatus.Length - 1)]);

    public void Message(Inputs.Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Interlocked.Increment(ref messages);
        Interlocked.Add(ref messageFacts, message.Mutated);
        Interlocked.Add(ref good, message.Good.Count);
    }
}
