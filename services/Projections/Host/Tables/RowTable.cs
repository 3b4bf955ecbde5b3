using System.Runtime.InteropServices;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>A view's table as the tailer uses it.</summary>
internal interface IRowTable
{
    /// <summary>The number of rows changed since the last write.</summary>
    public int DirtyCount { get; }

    /// <summary>Whether rows are requested that are not in memory.</summary>
    public bool IsWanted { get; }

    /// <summary>The query for the requested rows that are not in memory.</summary>
    public NpgsqlBatchCommand Load();

    /// <summary>Reads the result of the query of <see cref="Load"/>.</summary>
    public Task ReadAsync(NpgsqlDataReader reader, CancellationToken ct);

    /// <summary>Adds the statements that write all changed rows.</summary>
    public void Write(NpgsqlBatch batch);

    /// <summary>Checks that the write found every row that it updated.</summary>
    /// <exception cref="InvalidOperationException">A row that is cached as stored is not in the table.</exception>
    public void Check();

    /// <summary>Notes that the write was committed, and evicts rows beyond the cache's limit.</summary>
    public void Written();
}

/// <summary>
/// A cache of one table's rows between writes. It is valid because only one process writes (the lease), and is discarded after any fault.
/// It approximates LRU with two halves: a row that is used moves to the newer half; when that is full, the older half is dropped and the
/// newer takes its place. Tables whose rows are rarely used again have small halves.
/// </summary>
/// <param name="table">The table's name with its schema.</param>
/// <param name="rowsMax">The most rows in one half.</param>
/// <param name="columns">The columns that are written.</param>
internal abstract class RowTable<TKey, TRow>(string table, int rowsMax, IReadOnlyList<Column<TKey, TRow>> columns) : IRowTable
    where TKey : struct, IEquatable<TKey>
{
    private readonly List<TKey> wanted = [];
    private readonly List<Slot<TKey, TRow>> added = [];
    private readonly List<Slot<TKey, TRow>> changed = [];
    private readonly RowStatement<TKey, TRow> insert = RowStatement<TKey, TRow>.Insert(table, columns);
    private readonly RowStatement<TKey, TRow> update = RowStatement<TKey, TRow>.Update(table, columns);
    private Dictionary<TKey, Slot<TKey, TRow>> newer = [];
    private Dictionary<TKey, Slot<TKey, TRow>> older = [];
    private bool hasForgotten;

    public int DirtyCount => added.Count + changed.Count;

    public bool IsWanted => wanted.Count > 0;

    /// <summary>Requests a row, so that it is in memory after the next load.</summary>
    /// <param name="isNew">Whether the row cannot be in the table, so that it need not be loaded. Ignored once rows were evicted.</param>
    public Slot<TKey, TRow> Want(TKey key, bool isNew = false)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(newer, key, out var isHere);
        if (isHere || older.Remove(key, out slot)) return slot!;
        slot = new Slot<TKey, TRow>(key);
        if (!isNew || hasForgotten) wanted.Add(key);
        return slot;
    }

    /// <summary>Adds a slot for a row that the event being applied creates: it cannot be in the table, even if rows were evicted.</summary>
    public void Begin(TKey key) => newer.TryAdd(key, new Slot<TKey, TRow>(key));

    /// <summary>The row's slot. The row must have been requested with <see cref="Want"/> or <see cref="Begin"/>.</summary>
    public Slot<TKey, TRow> this[TKey key] => newer[key];

    public void Put(Slot<TKey, TRow> slot, TRow row)
    {
        slot.Row = row;
        if (slot.IsDirty) return;
        slot.IsDirty = true;
        (slot.IsStored ? changed : added).Add(slot);
    }

    public NpgsqlBatchCommand Load()
    {
        TKey[] keys = [.. wanted];
        wanted.Clear();
        return Select(keys);
    }

    public async Task ReadAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            var (key, row) = Read(reader);
            var slot = newer[key];
            slot.Row = row;
            slot.IsStored = true;
        }
    }

    public void Write(NpgsqlBatch batch)
    {
        if (added.Count > 0) batch.BatchCommands.Add(insert.Of(added));
        if (changed.Count > 0) batch.BatchCommands.Add(update.Of(changed));
    }

    public void Check()
    {
        if (changed.Count > 0 && update.Written != changed.Count)
        {
            throw new InvalidOperationException($"{table} has {update.Written} of {changed.Count} rows that were changed.");
        }
    }

    public void Written()
    {
        foreach (var slot in added) (slot.IsDirty, slot.IsStored) = (false, true);
        foreach (var slot in changed) slot.IsDirty = false;
        added.Clear();
        changed.Clear();
        if (newer.Count <= rowsMax) return;
        hasForgotten |= older.Count > 0;
        (older, newer) = (newer, older);
        newer.Clear();
    }

    protected abstract NpgsqlBatchCommand Select(TKey[] keys);

    protected abstract (TKey Key, TRow Row) Read(NpgsqlDataReader row);

    protected static Column<TKey, TRow> Key<T>(string name, Func<TKey, TRow, T> value) => Of(name, ColumnRole.Key, value);

    protected static Column<TKey, TRow> Fixed<T>(string name, Func<TKey, TRow, T> value) => Of(name, ColumnRole.Fixed, value);

    protected static Column<TKey, TRow> Changing<T>(string name, Func<TKey, TRow, T> value) => Of(name, ColumnRole.Changing, value);

    private static Column<TKey, TRow> Of<T>(string name, ColumnRole role, Func<TKey, TRow, T> value) =>
        new(name, role, () => new ColumnValues<TKey, TRow, T>(value));
}
