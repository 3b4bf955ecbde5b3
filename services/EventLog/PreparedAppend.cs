using Ledger.EventLog.Canonical;

namespace Ledger.EventLog;

/// <summary>An append with everything done that needs no database: checked, in canonical form, with the digest of each event. It can be
/// prepared while another append is being written.</summary>
public sealed class PreparedAppend
{
    private PreparedAppend(AppendStreams streams, AppendEvents events) => (Streams, Events) = (streams, events);

    internal AppendStreams Streams { get; }

    internal AppendEvents Events { get; }

    /// <summary>Prepares events in the order given.</summary>
    /// <exception cref="CanonicalJsonException">Data or headers cannot be stored.</exception>
    /// <exception cref="ArgumentException">There is nothing to append, or a stream occurs twice and the second append does not expect the
    /// version that the first one leaves.</exception>
    public static PreparedAppend Of(IReadOnlyList<StreamAppend> appends)
    {
        var streams = new AppendStreams();
        foreach (var append in appends) streams.Add(append);
        var events = new AppendEvents(appends.Sum(a => a.Events.Count));
        foreach (var append in appends) events.Add(append);
        return events.Count > 0
            ? new PreparedAppend(streams, events)
            : throw new ArgumentException("There is nothing to append.", nameof(appends));
    }
}
