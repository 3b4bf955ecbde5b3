namespace Ledger.Domain.Versions;

/// <summary>
/// Rows by key, as an immutable value: setting a row returns a new version and leaves the old one unchanged. All versions share one
/// dictionary (Baker's shallow binding). The version that was read last owns the dictionary; every other version holds only the one row in
/// which it differs from its neighbour on the way to the owner. So reading the newest version costs what a dictionary costs; going back to
/// an older one, as after a refused decision, costs as much as was changed since. Rows are enumerated in the order in which their keys were
/// first set. Not thread-safe; a version must not be read while another is being enumerated.
/// </summary>
public sealed class VersionedTable<TKey, TRow>
    where TKey : notnull
    where TRow : class
{
    // Set while this version owns the rows.
    private Shared? shared;

    // Otherwise: the next version on the way to the owner, and this version's value of the row in which the two differ (null: the row does
    // not exist here).
    private VersionedTable<TKey, TRow>? next;
    private TKey key = default!;
    private TRow? row;

    /// <param name="index">Gets every change of a row, so that it always describes the version that was read last.</param>
    public VersionedTable(IRowIndex<TRow>? index = null) => shared = new Shared(index);

    private VersionedTable(Shared shared) => this.shared = shared;

    public int Count => Rows.Count;

    public Dictionary<TKey, TRow>.ValueCollection Values => Rows.Values;

    public Dictionary<TKey, TRow>.KeyCollection Keys => Rows.Keys;

    /// <summary>The row of an existing key.</summary>
    public TRow this[TKey key] => Rows[key];

    private Dictionary<TKey, TRow> Rows => (shared ?? Own()).Rows;

    public bool Has(TKey key) => Rows.ContainsKey(key);

    /// <summary>The row, or null.</summary>
    public TRow? Find(TKey key) => Rows.GetValueOrDefault(key);

    /// <summary>The version with a row added or replaced.</summary>
    public VersionedTable<TKey, TRow> Set(TKey key, TRow row)
    {
        var at = ReferenceEquals(this, VersionedTable.Empty<TKey, TRow>()) ? new Shared(null) : shared ?? Own();
        var before = at.Rows.GetValueOrDefault(key);
        at.Put(key, before, row);
        var newer = new VersionedTable<TKey, TRow>(at);
        if (ReferenceEquals(this, VersionedTable.Empty<TKey, TRow>())) return newer;
        (shared, next, this.key, this.row) = (null, newer, key, before);
        return newer;
    }

    /// <summary>
    /// Adds a row that was read from the store to every version, unless the key exists already. No version can have changed it, because it
    /// was not in memory.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// This is <see cref="VersionedTable.Empty{TKey, TRow}"/>, which all tables without rows share.
    /// </exception>
    public void Load(TKey key, TRow row)
    {
        if (ReferenceEquals(this, VersionedTable.Empty<TKey, TRow>()))
        {
            throw new InvalidOperationException("Rows are loaded into a table of its own.");
        }
        var at = shared ?? Own();
        if (!at.Rows.ContainsKey(key)) at.Put(key, null, row);
    }

    /// <summary>Drops from memory rows that the store has. No older version may be in use.</summary>
    public void Forget(IReadOnlyCollection<TKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var at = shared ?? Own();
        foreach (var forgotten in keys) at.Put(forgotten, at.Rows.GetValueOrDefault(forgotten), null);
    }

    /// <summary>Makes this the version that the index describes.</summary>
    public void Read() => _ = Rows;

    /// <summary>
    /// The rows set since an older version, each key once, with the row before; all rows when <paramref name="older"/> is null or of
    /// another table.
    /// </summary>
    public IReadOnlyList<RowChange<TKey, TRow>> ChangesSince(VersionedTable<TKey, TRow>? older)
    {
        var rows = Rows;
        var changes = new List<RowChange<TKey, TRow>>();
        if (older is null || older.Owner() != this)
        {
            foreach (var (each, present) in rows) changes.Add(new RowChange<TKey, TRow>(each, null, present));
            return changes;
        }

        var seen = new HashSet<TKey>();
        for (var version = older; version != this; version = version.next!)
        {
            if (seen.Add(version.key)) changes.Add(new RowChange<TKey, TRow>(version.key, version.row, rows[version.key]));
        }

        return changes;
    }

    /// <summary>
    /// Ends the versions from an older one up to the one before this: they cannot be read any more. Without this, every version refers to
    /// the next newer one even when nobody uses it, and once the garbage collector has moved one to its oldest generation, all newer ones
    /// follow it there.
    /// </summary>
    public void EndOlder(VersionedTable<TKey, TRow> older)
    {
        ArgumentNullException.ThrowIfNull(older);
        Read();
        for (var version = older; version != this && version.next is { } newer; version = newer)
        {
            (version.next, version.key, version.row) = (null, default!, null);
        }
    }

    private VersionedTable<TKey, TRow> Owner()
    {
        var version = this;
        while (version.shared is null) version = version.next ?? throw Ended();
        return version;
    }

    private static InvalidOperationException Ended() => new("This version of the table was ended, so it cannot be read.");

    // Takes the dictionary over from its owner. Version by version towards this one, each writes its row into the dictionary and keeps the
    // row that it replaced.
    private Shared Own()
    {
        var way = new Stack<VersionedTable<TKey, TRow>>();
        var owner = this;
        for (; owner.shared is null; owner = owner.next ?? throw Ended()) way.Push(owner);
        while (way.TryPop(out var version))
        {
            var at = owner.shared!;
            var replaced = at.Rows.GetValueOrDefault(version.key);
            at.Put(version.key, replaced, version.row);
            (owner.shared, owner.next, owner.key, owner.row) = (null, version, version.key, replaced);
            (version.shared, version.next, version.row) = (at, null, null);
            owner = version;
        }

        return owner.shared!;
    }

    private sealed class Shared(IRowIndex<TRow>? index)
    {
        public Dictionary<TKey, TRow> Rows { get; } = [];

        public void Put(TKey key, TRow? before, TRow? after)
        {
            if (after is null) Rows.Remove(key);
            else Rows[key] = after;
            index?.Change(before, after);
        }
    }
}

/// <summary>Makes tables without rows.</summary>
public static class VersionedTable
{
    /// <summary>The one table that all owners without rows share. Setting a row on it returns a new table.</summary>
    public static VersionedTable<TKey, TRow> Empty<TKey, TRow>()
        where TKey : notnull
        where TRow : class =>
        OfType<TKey, TRow>.Empty;

    private static class OfType<TKey, TRow>
        where TKey : notnull
        where TRow : class
    {
        public static readonly VersionedTable<TKey, TRow> Empty = new();
    }
}

/// <summary>A row that differs between two versions.</summary>
/// <param name="Before">The row in the older version; null when it did not exist.</param>
/// <param name="Row">The row in the newer version.</param>
public sealed record RowChange<TKey, TRow>(TKey Key, TRow? Before, TRow Row)
    where TRow : class
{
    /// <summary>Whether the row did not exist in the older version.</summary>
    public bool IsNew => Before is null;
}

/// <summary>An index over the rows of a table: by another order or key.</summary>
public interface IRowIndex<in TRow>
    where TRow : class
{
    /// <param name="before">The row that is replaced or removed; null when a row is added.</param>
    /// <param name="after">The row that takes its place; null when a row is removed.</param>
    public void Change(TRow? before, TRow? after);
}
