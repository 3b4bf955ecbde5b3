using Npgsql;

namespace Ledger.EventLog;

/// <summary>Reads rows of <c>mt_events</c>.</summary>
internal static class EventRow
{
    public const string Columns =
        "seq_id, id, tenant_id, stream_id, version, type, mt_dotnet_type, data, timestamp, correlation_id, causation_id, headers";

    public static StoredEvent Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetGuid(1),
        row.GetString(2),
        row.GetString(3),
        row.GetInt64(4),
        row.GetString(5),
        row.IsDBNull(6) ? "" : row.GetString(6),
        row.GetFieldValue<byte[]>(7),
        new DateTimeOffset(row.GetDateTime(8)),
        row.IsDBNull(9) ? null : row.GetString(9),
        row.IsDBNull(10) ? null : row.GetString(10),
        row.IsDBNull(11) ? null : row.GetFieldValue<byte[]>(11));
}
