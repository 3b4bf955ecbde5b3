namespace Ledger.Projections.Host.Tables;

/// <summary>A row in memory; null while there is none.</summary>
internal sealed class Slot<TKey, TRow>(TKey key)
    where TRow : class
{
    public TKey Key => key;

    public TRow? Row { get; set; }

    /// <summary>The table has the row, as it is or as it was.</summary>
    public bool IsStored { get; set; }

    /// <summary>The row was changed since the last write.</summary>
    public bool IsDirty { get; set; }
}
