using Npgsql;
using NpgsqlTypes;

namespace Ledger.Projections.Host.Tables;

/// <summary>
/// Entries: only inserted, never changed. A row only has the entry's log position and keys, so rows are small and never loaded.
/// </summary>
internal sealed class EntryTable(string schema)
{
    private readonly List<Row> added = [];

    private readonly record struct Row(
        long Account, long Sequence, long Position, Guid Id, long? OrderHash, long WalletHash, DateTimeOffset EffectiveAt);

    public int DirtyCount => added.Count;

    public void Add(long account, long sequence, long position, Guid id, long? orderHash, long walletHash, DateTimeOffset effectiveAt) =>
        added.Add(new Row(account, sequence, position, id, orderHash, walletHash, effectiveAt));

    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (added.Count == 0) return;
        // Sorted by account, inserts touch fewer pages of the indexes.
        added.Sort(static (a, b) => a.Account != b.Account ? a.Account.CompareTo(b.Account) : a.Sequence.CompareTo(b.Sequence));
        await using var import = await connection.BeginBinaryImportAsync(
            $"copy {schema}.entries (account, sequence, position, id, order_hash, wallet_hash, effective_at) from stdin (format binary)",
            ct);
        foreach (var row in added)
        {
            await import.StartRowAsync(ct);
            await import.WriteAsync(row.Account, NpgsqlDbType.Bigint, ct);
            await import.WriteAsync(row.Sequence, NpgsqlDbType.Bigint, ct);
            await import.WriteAsync(row.Position, NpgsqlDbType.Bigint, ct);
            await import.WriteAsync(row.Id, NpgsqlDbType.Uuid, ct);
            if (row.OrderHash is { } hash) await import.WriteAsync(hash, NpgsqlDbType.Bigint, ct);
            else await import.WriteNullAsync(ct);
            await import.WriteAsync(row.WalletHash, NpgsqlDbType.Bigint, ct);
            await import.WriteAsync(row.EffectiveAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        }

        await import.CompleteAsync(ct);
    }

    public void Written() => added.Clear();
}
