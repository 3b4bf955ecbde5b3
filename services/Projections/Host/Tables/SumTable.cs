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
/// then are the rows loaded that are not cached.
/// </summary>
internal abstract class SumTable<TKey, TRow>(string table, int rowsMax, IReadOnlyList<Column<TKey, TRow>> columns, TRow zero)
    : RowTable<TKey, TRow>(table, rowsMax, columns), ISumTable
    where TKey : struct, IEquatable<TKey>
    where TRow : class, IEquatable<TRow>, IAdditionOperators<TRow, TRow, TRow>
{
    private readonly Dictionary<TKey, TRow> gathered = [];

    public void Add(TKey key, TRow added)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(gathered, key, out var isHere);
        sums = isHere ? sums! + added : added;
    }

    /// <inheritdoc/>
    public void WantGathered()
    {
        foreach (var (key, added) in gathered)
        {
            if (!added.Equals(zero)) Want(key);
        }
    }

    /// <inheritdoc/>
    public void PutGathered()
    {
        foreach (var (key, added) in gathered)
        {
            if (added.Equals(zero)) continue;
            var slot = this[key];
            Put(slot, (slot.Row ?? zero) + added);
        }

        gathered.Clear();
    }
}
