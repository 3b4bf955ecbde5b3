using Npgsql;

namespace Ledger.Projections.Host;

/// <summary>A table of views as the batch loop sees it.</summary>
internal interface IRowTable
{
    /// <summary>Rows changed since the last write.</summary>
    public int DirtyCount { get; }

    /// <summary>The query for rows that are wanted and not in memory, or null.</summary>
    public NpgsqlBatchCommand? Load();

    /// <summary>Takes what the query of <see cref="Load"/> found.</summary>
    public Task ReadAsync(NpgsqlDataReader reader, CancellationToken ct);

    /// <summary>The statement that writes all changed rows, or null.</summary>
    public NpgsqlBatchCommand? Write();

    /// <summary>The write was committed: memory is bounded again.</summary>
    public void Written();
}

/// <summary>
/// Rows of one table, kept in memory between batches: valid because there is one writer (the lease), and thrown away with any fault.
/// Bounded by two halves: when the newer one is full the older one is forgotten; what is used moves to the newer.
/// </summary>
/// <param name="rowsMax">Rows in one half.</param>
internal abstract class RowTable<TKey, TRow>(int rowsMax) : IRowTable
    where TKey : struct, IEquatable<TKey>
    where TRow : class
{
    private readonly HashSet<TKey> wanted = [];
    private readonly HashSet<TKey> dirty = [];
    private Dictionary<TKey, TRow?> newer = [];
    private Dictionary<TKey, TRow?> older = [];

    public int DirtyCount => dirty.Count;

    /// <summary>True once rows that this process wrote may be in the table only.</summary>
    public bool HasForgotten { get; private set; }

    /// <summary>Sees to it that the row is in memory after the next load.</summary>
    /// <param name="isNew">The row is known not to be in the table, unless memory has forgotten some.</param>
    public void Want(TKey key, bool isNew = false)
    {
        if (newer.ContainsKey(key)) return;
        if (older.Remove(key, out var row) || (isNew && !HasForgotten)) newer.Add(key, row);
        else wanted.Add(key);
    }

    /// <summary>The row, or null if there is none. It must be wanted first, or put.</summary>
    public TRow? Get(TKey key) => newer[key];

    public void Put(TKey key, TRow row)
    {
        newer[key] = row;
        dirty.Add(key);
    }

    public NpgsqlBatchCommand? Load()
    {
        if (wanted.Count == 0) return null;
        TKey[] keys = [.. wanted];
        wanted.Clear();
        foreach (var key in keys) newer.Add(key, null);
        return Select(keys);
    }

    public async Task ReadAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            var (key, row) = Read(reader);
            newer[key] = row;
        }
    }

    public NpgsqlBatchCommand? Write()
    {
        if (dirty.Count == 0) return null;
        var rows = new KeyValuePair<TKey, TRow>[dirty.Count];
        var next = 0;
        foreach (var key in dirty) rows[next++] = new(key, newer[key]!);
        return Upsert(new Columns<TKey, TRow>(rows));
    }

    public void Written()
    {
        dirty.Clear();
        if (newer.Count <= rowsMax) return;
        HasForgotten |= older.Count > 0;
        older = newer;
        newer = [];
    }

    protected abstract NpgsqlBatchCommand Select(TKey[] keys);

    protected abstract (TKey Key, TRow Row) Read(NpgsqlDataReader row);

    protected abstract NpgsqlBatchCommand Upsert(Columns<TKey, TRow> rows);
}
