using Ledger.EventLog.Canonical;
using Ledger.EventLog.Chain;
using Npgsql;

namespace Ledger.EventLog.Verification;

/// <summary>The stored events of a range in order, each as its position and the digest of its present content.</summary>
internal sealed class EventRows : IAsyncDisposable
{
    private readonly EventDigest digest = new();
    private readonly CanonicalJson canonical = new();
    private readonly byte[] current = new byte[HashChain.Size];
    private readonly CopyRows rows;

    private EventRows(CopyRows rows) => this.rows = rows;

    /// <summary>Whether there is a current event; false after the last.</summary>
    public bool Any { get; private set; }

    public long Position { get; private set; }

    public ReadOnlySpan<byte> Digest => current;

    /// <summary>Why the current event cannot be hashed, so that no append can have written it; null when it can.</summary>
    public string? Defect { get; private set; }

    public static async Task<EventRows> OpenAsync(NpgsqlConnection connection, long after, long upTo, CancellationToken ct)
    {
        FormattableString copy = $"""
            copy (select seq_id, tenant_id, stream_id, version, id, type, mt_dotnet_type, timestamp, correlation_id, causation_id,
                         headers::text, is_archived, bdata, data::text
                    from mt_events where seq_id > {after} and seq_id <= {upTo} order by seq_id) to stdout (format binary)
            """;
        var stream = await connection.BeginRawBinaryCopyAsync(FormattableString.Invariant(copy), ct);
        var rows = new EventRows(new CopyRows(stream));
        await rows.NextAsync(ct);
        return rows;
    }

    public async ValueTask NextAsync(CancellationToken ct)
    {
        Any = await rows.NextAsync(ct);
        if (Any) Read();
    }

    private void Read()
    {
        Position = rows.Int64(0);
        Defect = null;
        try
        {
            Hash();
        }
        catch (CanonicalJsonException refused)
        {
            Defect = refused.Message;
        }
    }

    private void Hash()
    {
        digest.Begin();
        for (var field = 1; field <= 13; field++)
        {
            if (rows.IsNull(field)) digest.Null();
            else if (field is 10 or 13) digest.Bytes(canonical.View(rows.Field(field)));
            else if (field == 7) digest.Int64(unchecked(rows.Int64(field) + Microseconds.PostgresEpoch));
            else digest.Bytes(rows.Field(field));
        }

        digest.End(current);
    }

    public ValueTask DisposeAsync() => rows.DisposeAsync();
}
