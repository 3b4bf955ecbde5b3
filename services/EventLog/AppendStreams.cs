using Npgsql;

namespace Ledger.EventLog;

/// <summary>The streams of one append, each once, with its expected version and its new version.</summary>
internal sealed class AppendStreams
{
    private readonly Dictionary<(string Tenant, string Id), Move> moves = [];

    private sealed class Move(string type, long before, DateTime first)
    {
        public string Type { get; } = type;
        public long Before { get; } = before;
        public DateTime First { get; } = first;
        public long After { get; set; } = before;
        public DateTime Last { get; set; } = first;
    }

    /// <summary>Adds the events of <paramref name="append"/> to its stream's move. A stream may be appended to again if the second append
    /// expects the version that the first one leaves.</summary>
    public void Add(StreamAppend append)
    {
        if (append.Events.Count == 0) throw new ArgumentException($"There is no event to append to stream {append.StreamId}.");
        ArgumentOutOfRangeException.ThrowIfNegative(append.ExpectedVersion);
        var last = Microseconds.Truncate(append.Events[^1].Timestamp);
        if (!moves.TryGetValue((append.Tenant, append.StreamId), out var move))
        {
            move = new Move(append.StreamType, append.ExpectedVersion, Microseconds.Truncate(append.Events[0].Timestamp));
            moves.Add((append.Tenant, append.StreamId), move);
        }

        if (move.After != append.ExpectedVersion)
        {
            throw new ArgumentException(
                $"Stream {append.StreamId} is left at version {move.After} and expected at {append.ExpectedVersion} in the same append.");
        }
        move.After += append.Events.Count;
        move.Last = last;
    }

    /// <summary>The command for the compare-and-set of all streams' versions. It locks them in the same order in every writer, so that
    /// writers cannot deadlock.</summary>
    public NpgsqlBatchCommand Touch()
    {
        var sorted = moves.ToArray();
        Array.Sort(sorted, static (a, b) =>
                string.CompareOrdinal(a.Key.Tenant, b.Key.Tenant) is var order && order != 0
                    ? order
                    : string.CompareOrdinal(a.Key.Id, b.Key.Id));
        return new NpgsqlBatchCommand("select ledger_log_touch_streams($1, $2, $3, $4, $5, $6, $7)")
        {
            Parameters =
            {
                Column(sorted, s => s.Key.Tenant),
                Column(sorted, s => s.Key.Id),
                Column(sorted, s => s.Value.Type),
                Column(sorted, s => s.Value.Before),
                Column(sorted, s => s.Value.After),
                Column(sorted, s => s.Value.First),
                Column(sorted, s => s.Value.Last),
            },
        };
    }

    private static NpgsqlParameter<T[]> Column<T>(
        KeyValuePair<(string Tenant, string Id), Move>[] sorted, Func<KeyValuePair<(string Tenant, string Id), Move>, T> of) =>
        new() { TypedValue = Array.ConvertAll(sorted, s => of(s)) };
}
