using System.Runtime.InteropServices;
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

/// <summary>A row in memory; null while there is none.</summary>
internal sealed class Slot<TKey, TRow>(TKey key, TRow? row)
    where TRow : class
{
    public TKey Key => key;

    public TRow? Row { get; set; } = row;

    public bool IsDirty { get; set; }
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
    private readonly List<TKey> wanted = [];
    private readonly List<Slot<TKey, TRow>> dirty = [];
    private Dictionary<TKey, Slot<TKey, TRow>> newer = [];
    private Dictionary<TKey, Slot<TKey, TRow>> older = [];
    private bool hasForgotten;

    public int DirtyCount => dirty.Count;

    /// <summary>Sees to it that the row is in memory after the next load.</summary>
    /// <param name="isNew">The row is known not to be in the table, unless memory has forgotten some.</param>
    public void Want(TKey key, bool isNew = false)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(newer, key, out var isHere);
        if (isHere) return;
        if (older.Remove(key, out slot)) return;
        slot = new Slot<TKey, TRow>(key, null);
        if (!isNew || hasForgotten) wanted.Add(key);
    }

    /// <summary>The row's place. It must be wanted first.</summary>
    public Slot<TKey, TRow> this[TKey key] => newer[key];

    public void Put(Slot<TKey, TRow> slot, TRow row)
    {
        slot.Row = row;
        if (slot.IsDirty) return;
        slot.IsDirty = true;
        dirty.Add(slot);
    }

    public NpgsqlBatchCommand? Load()
    {
        if (wanted.Count == 0) return null;
        TKey[] keys = [.. wanted];
        wanted.Clear();
        return Select(keys);
    }

    public async Task ReadAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            var (key, row) = Read(reader);
            newer[key].Row = row;
        }
    }

    public NpgsqlBatchCommand? Write() => dirty.Count == 0 ? null : Upsert(new Columns<TKey, TRow>(dirty));

    public void Written()
    {
        foreach (var slot in dirty) slot.IsDirty = false;
        dirty.Clear();
        if (newer.Count <= rowsMax) return;
        hasForgotten |= older.Count > 0;
        older = newer;
        newer = [];
    }

    protected abstract NpgsqlBatchCommand Select(TKey[] keys);

    protected abstract (TKey Key, TRow Row) Read(NpgsqlDataReader row);

    protected abstract NpgsqlBatchCommand Upsert(Columns<TKey, TRow> rows);
}
