using System.Numerics;
using System.Runtime.InteropServices;

namespace Ledger.Projections.Host.Tables;

/// <summary>A table of sums, whatever its rows are.</summary>
internal interface ISumTable
{
    /// <summary>Requests the rows that something was added to.</summary>
    public void WantGathered();

    /// <summary>Adds the collected sums to the rows, which must be loaded.</summary>
    public void PutGathered();
}

/// <summary>
/// Sums that are added here, because some are exact rationals, which the database cannot add. Additions are collected until the write; only
/// then are the rows loaded that are not cached. Sums are structs whose default is zero, so an addition allocates nothing.
/// </summary>
internal abstract class SumTable<TKey, TRow>(string table, int rowsMax, IReadOnlyList<Column<TKey, TRow>> columns)
    : RowTable<TKey, TRow>(table, rowsMax, columns), ISumTable
    where TKey : struct, IEquatable<TKey>
    where TRow : struct, IEquatable<TRow>, IAdditionOperators<TRow, TRow, TRow>
{
    private readonly Dictionary<TKey, TRow> gathered = [];

    public void Add(TKey key, TRow added)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(gathered, key, out _);
        sums += added;
    }

    /// <inheritdoc/>
    public void WantGathered()
    {
        foreach (var (key, added) in gathered)
        {
            if (!added.Equals(default)) Want(key);
        }
    }

    /// <inheritdoc/>
    public void PutGathered()
    {
        foreach (var (key, added) in gathered)
        {
            if (added.Equals(default)) continue;
            var slot = this[key];
            Put(slot, slot.Row + added);
        }

        gathered.Clear();
    }
}
