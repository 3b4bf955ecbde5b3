using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Program;

/// <summary>Which version judges what, and under which key a scope is measured (domain.md §3, several versions).</summary>
[TestFixture]
public sealed class ProgramCatalogTests
{
    private const string First = "\"version\": 1, \"effectiveFrom\": \"2009-01-01T00:00:00Z\"";
    private const string Second = "\"version\": 2, \"effectiveFrom\": \"2010-01-01T00:00:00Z\"";
    private const string SecondAgain = "\"version\": 3, \"effectiveFrom\": \"2010-01-01T00:00:00Z\"";

    [TestCase("2008-12-31T23:59:59Z", null)]
    [TestCase("2009-01-01T00:00:00Z", 1)]
    [TestCase("2009-12-31T23:59:59.9999999Z", 1)]
    [TestCase("2010-01-01T00:00:00Z", 3)]
    public void An_order_is_judged_by_the_latest_version_in_force_of_equals_the_highest(string placedAt, int? expected) =>
        Assert.That(Programs.Catalog(SecondAgain, First, Second).VersionForOrder(Orders.Time(placedAt))?.Version, Is.EqualTo(expected));

    [Test]
    public void A_retired_version_takes_no_more_orders()
    {
        var catalog = Programs.Catalog(First, Second).Retire(2);
        Assert.That(catalog.VersionForOrder(Orders.Time("2010-06-01T00:00:00Z"))!.Version, Is.EqualTo(1));
        Assert.That(catalog.Retire(2).Retire(1).VersionForOrder(Orders.Time("2010-06-01T00:00:00Z")), Is.Null);
        Assert.That(catalog.Version(2).Version, Is.EqualTo(2), "What it judged stays judged.");
        Assert.That(catalog.Versions.Select(version => version.Version), Is.EqualTo(new[] { 1, 2 }));
    }

    [TestCase("2008-01-01T00:00:00Z", 1, Description = "A rebate year may begin before any version does.")]
    [TestCase("2009-06-01T00:00:00Z", 1)]
    [TestCase("2011-06-01T00:00:00Z", 2)]
    public void Due_work_always_has_a_version(string at, int expected) =>
        Assert.That(Programs.Catalog(Second, First).VersionForDueWork(Orders.Time(at)).Version, Is.EqualTo(expected));

    [Test]
    public void Due_work_falls_back_to_retired_versions()
    {
        var catalog = Programs.Catalog(First, Second).Retire(1);
        Assert.That(catalog.VersionForDueWork(Orders.Time("2009-06-01T00:00:00Z")).Version, Is.EqualTo(1));
        Assert.That(catalog.Retire(2).VersionForDueWork(Orders.Time("2011-06-01T00:00:00Z")).Version, Is.EqualTo(2));
        Assert.That(
            Programs.Catalog(Second, SecondAgain).Retire(3).VersionForDueWork(Orders.Time("2008-01-01T00:00:00Z")).Version, Is.EqualTo(2));
        Assert.Throws<InvalidOperationException>(() => ProgramCatalog.Empty("acme").VersionForDueWork(Orders.Time("2011-06-01T00:00:00Z")));
    }

    [Test]
    public void Scopes_that_are_defined_alike_share_a_key()
    {
        var catalog = Programs.Catalog(
            First + ", \"scopes\": { \"goods\": { \"excludeSkus\": [ \"POST\", \"DOT\" ] }, \"all\": {} }",
            Second + ", \"scopes\": { \"goods\": { \"excludeSkus\": [ \"POST\" ] }, \"more\": {} }",
            SecondAgain + ", \"scopes\": { \"goods\": { \"excludeSkus\": [ \"DOT\", \"POST\", \"DOT\" ], \"skus\": [] }, \"all\": { "
                + "\"kinds\": [ \"merchandise\" ] } }");
        Assert.That(catalog.Scopes.Select(scope => scope.Key), Is.EqualTo(new[] { "*", "all@1", "goods@1", "goods@2", "more@2" }));
        Assert.That(catalog.KeyOf(catalog.Version(1), "goods"), Is.EqualTo("goods@1"));
        Assert.That(catalog.KeyOf(catalog.Version(2), "goods"), Is.EqualTo("goods@2"));
        Assert.That(catalog.KeyOf(catalog.Version(3), "goods"), Is.EqualTo("goods@1"));
        Assert.That(catalog.KeyOf(catalog.Version(3), "all"), Is.EqualTo("all@1"));
        Assert.That(catalog.KeyOf(catalog.Version(3), null), Is.EqualTo("*"));
    }

    [Test]
    public void Names_with_an_at_sign_are_not_mixed_up()
    {
        var catalog = Programs.Catalog(First + ", \"scopes\": { \"a\": {}, \"a@1\": {} }", Second + ", \"scopes\": { \"a@1\": {} }");
        Assert.That(catalog.Scopes.Select(scope => scope.Key), Is.EqualTo(new[] { "*", "a@1", "a@1@1" }));
        Assert.That(catalog.KeyOf(catalog.Version(2), "a@1"), Is.EqualTo("a@1@1"));
    }

    [Test]
    public void A_catalog_refuses_what_it_cannot_hold()
    {
        var catalog = Programs.Catalog(First);
        Assert.Throws<ArgumentException>(() => catalog.With(Programs.Version(First)));
        Assert.Throws<ArgumentException>(() => catalog.With(Programs.Version(Second + ", \"program\": \"other\"")));
        Assert.Throws<KeyNotFoundException>(() => catalog.Version(2));
        Assert.Throws<KeyNotFoundException>(() => catalog.Retire(2));
        Assert.That((catalog.IsPublished(1), catalog.IsPublished(2)), Is.EqualTo((true, false)));
    }
}
