namespace Ledger.Projections.Host.Tables;

/// <summary>A slot for a row in memory; while there is none, its row is null, or the default where rows are structs.</summary>
internal sealed class Slot<TKey, TRow>(TKey key)
{
    public TKey Key => key;

    public TRow? Row { get; set; }

    /// <summary>Whether the table has the row, perhaps in an older state.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether the row was changed since the last write.</summary>
    public bool IsDirty { get; set; }
}
