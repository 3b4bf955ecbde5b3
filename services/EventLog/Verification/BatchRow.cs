using Ledger.EventLog.Chain;
using Npgsql;

namespace Ledger.EventLog.Verification;

/// <summary>A row of <c>ledger_log_batches</c> as it is now.</summary>
internal sealed record BatchRow(long First, long Last, byte[] Digests, byte[] Digest, byte[] Chain)
{
    private const int AtOnce = 64;

    public int Count => Digests.Length / HashChain.Size;

    public bool IsConsistent => Count > 0 && Digests.Length % HashChain.Size == 0 && unchecked(Last - First + 1) == Count;

    public ReadOnlySpan<byte> DigestAt(int index) => Digests.AsSpan(index * HashChain.Size, HashChain.Size);

    public static async Task<List<BatchRow>> ReadAfterAsync(NpgsqlConnection connection, long lastPosition, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select first_position, last_position, event_digests, digest, chain from ledger_log_batches where last_position > $1 "
            + "order by last_position limit $2", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = lastPosition }, new NpgsqlParameter<int> { TypedValue = AtOnce } },
        };
        var batches = new List<BatchRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            batches.Add(new BatchRow(
                    reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.GetFieldValue<byte[]>(3),
                    reader.GetFieldValue<byte[]>(4)));
        }

        return batches;
    }
}
