using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>
/// The values of one column for the rows of one statement. The buffer is reused for each execution, so that writes allocate no arrays.
/// </summary>
internal abstract class ColumnValues<TKey, TRow>
{
    public abstract NpgsqlParameter Parameter { get; }

    public abstract void Fill(List<Slot<TKey, TRow>> rows);
}

/// <inheritdoc cref="ColumnValues{TKey, TRow}"/>
internal sealed class ColumnValues<TKey, TRow, T>(Func<TKey, TRow, T> value) : ColumnValues<TKey, TRow>
{
    /// <summary>
    /// The largest buffer that is kept, in values: more than a write under load has. Larger buffers, which only a rebuild needs, are
    /// released.
    /// </summary>
    private const int KeptMax = 4_096;

    private readonly NpgsqlParameter<List<T>> parameter = Sql.Values<T>();
    private List<T> values = [];

    public override NpgsqlParameter Parameter => parameter;

    public override void Fill(List<Slot<TKey, TRow>> rows)
    {
        if (values.Capacity > KeptMax && rows.Count <= KeptMax) values = [];
        values.Clear();
        values.EnsureCapacity(rows.Count);
        foreach (var slot in rows) values.Add(value(slot.Key, slot.Row!));
        parameter.TypedValue = values;
    }
}
