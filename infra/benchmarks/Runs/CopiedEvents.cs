using Npgsql;

namespace Ledger.Bench.Runs;

/// <summary>An event to be copied.</summary>
internal sealed record CopiedEvent(
    long Position, Guid Id, string Stream, long Version, byte[] Data, string Type, DateTime Timestamp, string Tenant, string? DotNetType)
{
    /// <summary>Whether the event records a fact that was sent, so that facts can be counted.</summary>
    public bool IsFact => Type is "order_recorded" or "return_recorded";
}

/// <summary>Reads a log's events in the batches they were appended in.</summary>
internal static class CopiedEvents
{
    private const string Select = """
        select b.last_position, e.seq_id, e.id, e.stream_id, e.version, e.data, e.type, e.timestamp, e.tenant_id, e.mt_dotnet_type
          from ledger_log_batches b
          join mt_events e on e.seq_id between b.first_position and b.last_position
         order by e.seq_id
        """;

    /// <summary>Reads from the log's beginning, up to about <paramref name="bytesMax"/> bytes of data.</summary>
    public static async Task<List<List<CopiedEvent>>> ReadAsync(NpgsqlDataSource source, long bytesMax)
    {
        var batches = new List<List<CopiedEvent>>();
        var bytes = 0L;
        var batch = 0L;
        await using var command = source.CreateCommand(Select);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (reader.GetInt64(0) != batch)
            {
                if (bytes > bytesMax) break;
                batch = reader.GetInt64(0);
                batches.Add([]);
            }

            var data = reader.GetFieldValue<byte[]>(5);
            bytes += data.Length;
            batches[^1].Add(new CopiedEvent(
                    reader.GetInt64(1), reader.GetGuid(2), reader.GetString(3), reader.GetInt64(4), data, reader.GetString(6),
                    reader.GetDateTime(7), reader.GetString(8), reader.IsDBNull(9) ? null : reader.GetString(9)));
        }

        return batches;
    }
}
