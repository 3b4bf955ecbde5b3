using System.Runtime.CompilerServices;
using Ledger.Domain.Versions;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Tables whose versions share one dictionary.</summary>
[TestFixture]
public sealed class VersionedTableTests
{
    [Test]
    public void Every_version_keeps_its_rows_until_it_is_ended([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var versions = new List<(VersionedTable<int, string> Table, Dictionary<int, string> Plain)> { (new(), []) };
        for (var i = 0; i < 2_000; i++)
        {
            var (table, plain) = versions[random.Next(versions.Count)];
            Assert.That(
                table.Keys.Order().Select(key => (key, table[key])),
                Is.EqualTo(plain.OrderBy(row => row.Key).Select(row => (row.Key, row.Value))), $"seed {seed}, round {i}");
            var (key, row) = (random.Next(8), $"{i}");
            versions.Add((table.Set(key, row), new Dictionary<int, string>(plain) { [key] = row }));
            if (random.Next(20) != 0) continue;
            var newest = versions[^1];
            newest.Table.EndOlder(versions[0].Table);
            versions = [newest];
        }
    }

    [Test]
    public void An_ended_version_cannot_be_read()
    {
        var first = new VersionedTable<int, string>().Set(1, "a");
        var second = first.Set(1, "b");
        var third = second.Set(2, "c");
        third.EndOlder(first);
        Assert.That((third[1], third[2]), Is.EqualTo(("b", "c")));
        foreach (var ended in new[] { first, second })
        {
            Assert.That(() => ended.Find(1), Throws.InvalidOperationException);
            Assert.That(() => ended.Set(1, "d"), Throws.InvalidOperationException);
            Assert.That(() => third.ChangesSince(ended), Throws.InvalidOperationException);
        }
    }

    [Test]
    public void Ending_a_version_of_another_table_or_the_version_itself_changes_nothing()
    {
        var (one, other) = (new VersionedTable<int, string>().Set(1, "a"), new VersionedTable<int, string>().Set(1, "b"));
        one.EndOlder(other);
        one.EndOlder(one);
        one.EndOlder(VersionedTable.Empty<int, string>());
        Assert.That((one[1], other[1], VersionedTable.Empty<int, string>().Count), Is.EqualTo(("a", "b", 0)));
    }

    // The garbage collector keeps what its oldest generation refers to. A version there that still referred to the next one kept every
    // later version alive until the next full collection: with many facts on one account, all of them.
    [Test]
    public void An_ended_version_keeps_no_row_of_a_newer_one_in_memory()
    {
        var old = new VersionedTable<int, object>();
        var row = NewerRow(old);
        GC.Collect();
        Assert.That(row.IsAlive, Is.False);
        GC.KeepAlive(old);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference NewerRow(VersionedTable<int, object> old)
    {
        var row = new object();
        old.Set(1, new object()).Set(1, row).EndOlder(old);
        return new WeakReference(row);
    }
}
