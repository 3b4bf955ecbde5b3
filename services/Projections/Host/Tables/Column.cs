namespace Ledger.Projections.Host.Tables;

/// <summary>How a table's statements use a column.</summary>
internal enum ColumnRole
{
    /// <summary>Part of the key.</summary>
    Key,

    /// <summary>Set by the insert and never updated.</summary>
    Fixed,

    /// <summary>Set by every insert and update.</summary>
    Changing,
}

/// <summary>A column of a view's table, and how its values are taken from rows.</summary>
/// <param name="Values">Creates the buffer of its values for one statement.</param>
internal sealed record Column<TKey, TRow>(string Name, ColumnRole Role, Func<ColumnValues<TKey, TRow>> Values);
