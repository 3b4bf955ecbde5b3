namespace Ledger.Projections.Host.Tables;

/// <summary>A slot for a row in memory; its row is null while there is none.</summary>
internal sealed class Slot<TKey, TRow>(TKey key)
    where TRow : class
{
    public TKey Key => key;

    public TRow? Row { get; set; }

    /// <summary>Whether the table has the row, perhaps in an older state.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether the row was changed since the last write.</summary>
    public bool IsDirty { get; set; }
}
