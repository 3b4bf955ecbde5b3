namespace Ledger.Projections.Host.Tables;

/// <summary>What a table's statements do with a column.</summary>
internal enum ColumnRole
{
    /// <summary>Finds the row.</summary>
    Key,

    /// <summary>Is set with the row and never again.</summary>
    Fixed,

    /// <summary>May be another with each change of the row.</summary>
    Changing,
}

/// <summary>A column of a table of views, and what of a row goes into it.</summary>
/// <param name="Values">Makes a place to gather its values in, for one statement.</param>
internal sealed record Column<TKey, TRow>(string Name, ColumnRole Role, Func<ColumnValues<TKey, TRow>> Values)
    where TRow : class;
