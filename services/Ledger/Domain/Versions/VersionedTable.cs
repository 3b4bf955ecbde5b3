namespace Ledger.Domain.Versions;

/// <summary>
/// Rows by key, as an immutable value: setting a row gives a new version, and the version it was set on still says what it said.
/// All versions share one dictionary (Baker's shallow binding). The version that was read last owns it; every other version holds only the
/// one row in which it differs from the version next to it, on the way to the owner. So the newest version costs what a dictionary costs,
/// and going back to an older one, as a refused decision does, costs what was changed since. Rows are enumerated in the order in which
/// their keys were first set. For one thread at a time; a version must not be read while another one is being enumerated.
/// </summary>
public sealed class VersionedTable<TKey, TRow>
    where TKey : notnull
    where TRow : class
{
    // Set while this version owns the rows.
    private Shared? shared;

    // Otherwise the next version on the way to the owner, and the row in which the two differ; null: this version has no such row.
    private VersionedTable<TKey, TRow>? next;
    private TKey key = default!;
    private TRow? row;

    /// <param name="index">Is told of every row that comes and goes, so that it always describes the version that was read last.</param>
    public VersionedTable(IRowIndex<TRow>? index = null) => shared = new Shared(index);

    private VersionedTable(Shared shared) => this.shared = shared;

    public int Count => Rows.Count;

    public IReadOnlyCollection<TRow> Values => Rows.Values;

    public IReadOnlyCollection<TKey> Keys => Rows.Keys;

    /// <summary>The row of a key that is there.</summary>
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

    /// <summary>Adds a row that a store kept, unless it is here: every version then has it, because none has changed it.</summary>
    /// <exception cref="InvalidOperationException">This is the table of all that have no rows.</exception>
    public void Load(TKey key, TRow row)
    {
        if (ReferenceEquals(this, VersionedTable.Empty<TKey, TRow>()))
        {
            throw new InvalidOperationException("Rows are loaded into a table of its own.");
        }
        var at = shared ?? Own();
        if (!at.Rows.ContainsKey(key)) at.Put(key, null, row);
    }

    /// <summary>Forgets rows that a store keeps. Only while nobody has an older version.</summary>
    public void Forget(IReadOnlyCollection<TKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var at = shared ?? Own();
        foreach (var forgotten in keys) at.Put(forgotten, at.Rows.GetValueOrDefault(forgotten), null);
    }

    /// <summary>Makes this the version that the index describes.</summary>
    public void Read() => _ = Rows;

    /// <summary>
    /// What was set since an older version, each key once with the row before; all rows where that is no older version of this table.
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

    private VersionedTable<TKey, TRow> Owner()
    {
        var version = this;
        while (version.next is { } nearer) version = nearer;
        return version;
    }

    // Takes the rows over from their owner: version by version towards this one, each gives its row and keeps the one it replaced.
    private Shared Own()
    {
        var way = new Stack<VersionedTable<TKey, TRow>>();
        var owner = this;
        for (; owner.shared is null; owner = owner.next!) way.Push(owner);
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

/// <summary>Tables without rows.</summary>
public static class VersionedTable
{
    /// <summary>The table of all that have no rows; what is set on it begins a table of its own.</summary>
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
/// <param name="Before">In the older version; null: it was not there.</param>
/// <param name="Row">In the newer one.</param>
public sealed record RowChange<TKey, TRow>(TKey Key, TRow? Before, TRow Row)
    where TRow : class
{
    /// <summary>Whether the older version did not have it.</summary>
    public bool IsNew => Before is null;
}

/// <summary>Keeps rows in another order, or by another key.</summary>
public interface IRowIndex<in TRow>
    where TRow : class
{
    /// <param name="before">The row that is there no more; null: there was none.</param>
    /// <param name="after">The row in its place; null: there is none.</param>
    public void Change(TRow? before, TRow? after);
}
