using Ledger.EventLog.Canonical;
using Ledger.EventLog.Chain;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.EventLog;

/// <summary>The events of one append as one array per column of mt_events, with each event's digest: everything that can be computed before
/// a lock is taken.</summary>
internal sealed class AppendEvents(int count)
{
    private readonly Guid[] ids = new Guid[count];
    private readonly string[] tenants = new string[count];
    private readonly string[] streams = new string[count];
    private readonly long[] versions = new long[count];
    private readonly string[] types = new string[count];
    private readonly string[] dotNetTypes = new string[count];
    private readonly ReadOnlyMemory<byte>[] datas = new ReadOnlyMemory<byte>[count];
    private readonly DateTime[] timestamps = new DateTime[count];
    private readonly byte[] digests = new byte[count * HashChain.Size];
    private readonly EventDigest digest = new();
    private string?[]? correlations;
    private string?[]? causations;
    private byte[]?[]? headers;
    private int next;

    public int Count => count;

    /// <summary>Size of all event data together, in bytes.</summary>
    public long Bytes { get; private set; }

    public void Add(StreamAppend append)
    {
        var version = append.ExpectedVersion;
        foreach (var added in append.Events) Add(append, added, ++version);
    }

    private void Add(StreamAppend append, NewEvent added, long version)
    {
        ids[next] = EventId.Of(append.Tenant, append.StreamId, version);
        tenants[next] = append.Tenant;
        streams[next] = append.StreamId;
        versions[next] = version;
        types[next] = added.Type;
        dotNetTypes[next] = added.DotNetType;
        datas[next] = CanonicalObject(added.Data);
        Bytes += datas[next].Length;
        timestamps[next] = Microseconds.Truncate(added.Timestamp);
        // The array exists only if an event has a value; otherwise one null is sent for the whole column.
        if (added.CorrelationId is not null) (correlations ??= new string?[count])[next] = added.CorrelationId;
        if (added.CausationId is not null) (causations ??= new string?[count])[next] = added.CausationId;
        var header = added.Headers.IsEmpty ? null : CanonicalObject(added.Headers).ToArray();
        if (header is not null) (headers ??= new byte[]?[count])[next] = header;
        Digest(added, header);
        next++;
    }

    private void Digest(NewEvent added, byte[]? header)
    {
        digest.Begin();
        digest.Text(tenants[next]);
        digest.Text(streams[next]);
        digest.Int64(versions[next]);
        digest.Uuid(ids[next]);
        digest.Text(added.Type);
        digest.Text(added.DotNetType);
        digest.Int64(Microseconds.SinceUnixEpoch(timestamps[next]));
        digest.Text(added.CorrelationId);
        digest.Text(added.CausationId);
        if (header is null) digest.Null();
        else digest.Bytes(header);
        digest.Boolean(false);
        digest.Null();
        digest.Bytes(datas[next].Span);
        digest.End(digests.AsSpan(next * HashChain.Size, HashChain.Size));
    }

    private static ReadOnlyMemory<byte> CanonicalObject(ReadOnlyMemory<byte> json)
    {
        var canonical = CanonicalJson.Of(json);
        return canonical.Span[0] == '{' ? canonical : throw new CanonicalJsonException("Data and headers must be JSON objects.");
    }

    /// <summary>The command that assigns positions, writes the events and moves the head; its result is the first position. It must be the
    /// last command of the transaction, because it holds the lock on the head until the commit.</summary>
    public NpgsqlBatchCommand Append() => new($"select {Function}($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
    {
        Parameters =
        {
            new NpgsqlParameter<Guid[]> { TypedValue = ids },
            new NpgsqlParameter<string[]> { TypedValue = tenants },
            new NpgsqlParameter<string[]> { TypedValue = streams },
            new NpgsqlParameter<long[]> { TypedValue = versions },
            new NpgsqlParameter<string[]> { TypedValue = types },
            new NpgsqlParameter<string[]> { TypedValue = dotNetTypes },
            new NpgsqlParameter<ReadOnlyMemory<byte>[]> { TypedValue = datas, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
            new NpgsqlParameter<DateTime[]> { TypedValue = timestamps },
            OrNull(correlations, NpgsqlDbType.Text),
            OrNull(causations, NpgsqlDbType.Text),
            OrNull(headers, NpgsqlDbType.Jsonb),
            new NpgsqlParameter<byte[]> { TypedValue = digests },
        },
    };

    public const string Function = "ledger_log_append";

    /// <summary>An event as <see cref="RecentEvent"/>, once its position is known.</summary>
    public RecentEvent Recent(int index, long position) => new(position, ids[index], tenants[index], types[index], datas[index]);

    private static NpgsqlParameter OrNull(object? column, NpgsqlDbType type) =>
        new() { Value = column ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | type };
}
