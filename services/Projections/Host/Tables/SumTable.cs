using System.Numerics;
using System.Runtime.InteropServices;

namespace Ledger.Projections.Host.Tables;

/// <summary>
/// Sums that are kept exactly, and so are added to here and not in the database. What events add is gathered until the write: only then are
/// the rows loaded that memory does not have.
/// </summary>
internal abstract class SumTable<TKey, TRow>(string table, int rowsMax, IReadOnlyList<Column<TKey, TRow>> columns, TRow zero)
    : RowTable<TKey, TRow>(table, rowsMax, columns)
    where TKey : struct, IEquatable<TKey>
    where TRow : class, IEquatable<TRow>, IAdditionOperators<TRow, TRow, TRow>
{
    private readonly Dictionary<TKey, TRow> gathered = [];

    public void Add(TKey key, TRow added)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(gathered, key, out var isHere);
        sums = isHere ? sums! + added : added;
    }

    /// <summary>Wants the rows that something was added to.</summary>
    public void WantGathered()
    {
        foreach (var (key, added) in gathered)
        {
            if (!added.Equals(zero)) Want(key);
        }
    }

    /// <summary>Adds what was gathered to the rows, which must be loaded.</summary>
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
