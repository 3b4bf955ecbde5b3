using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Program;

/// <summary>Which lines a scope holds (domain.md §3).</summary>
[TestFixture]
public sealed class ScopeTests
{
    [TestCase("{}", "A", null, "merchandise", true)]
    [TestCase("{}", "A", null, "shipping", false)]
    [TestCase("{ \"kinds\": [] }", "A", null, "shipping", false)]
    [TestCase("{ \"kinds\": [ \"shipping\" ] }", "A", null, "shipping", true)]
    [TestCase("{ \"kinds\": [ \"shipping\" ] }", "A", null, "merchandise", false)]
    [TestCase("{ \"kinds\": [ \"fee\", \"merchandise\" ] }", "A", null, "merchandise", true)]
    [TestCase("{ \"skus\": [ \"A\" ] }", "A", null, "merchandise", true)]
    [TestCase("{ \"skus\": [ \"A\" ] }", "a", null, "merchandise", false)]
    [TestCase("{ \"skus\": [ \"A \" ] }", "A", null, "merchandise", false)]
    [TestCase("{ \"skus\": [ \"A\" ], \"excludeSkus\": [ \"A\" ] }", "A", null, "merchandise", false)]
    [TestCase("{ \"excludeSkus\": [ \"B\" ] }", "A", null, "merchandise", true)]
    [TestCase("{ \"categories\": [ \"bags\" ] }", "A", null, "merchandise", false)]
    [TestCase("{ \"categories\": [ \"bags\" ] }", "A", "bags", "merchandise", true)]
    [TestCase("{ \"categories\": [ \"bags\" ] }", "A", "Bags", "merchandise", false)]
    [TestCase("{ \"categories\": [ \"bags\" ], \"skus\": [ \"B\" ] }", "A", "bags", "merchandise", false)]
    [TestCase("{ \"categories\": [ \"bags\" ], \"excludeCategories\": [ \"bags\" ] }", "A", "bags", "merchandise", false)]
    [TestCase("{ \"excludeCategories\": [ \"bags\" ] }", "A", null, "merchandise", true)]
    [TestCase("{ \"excludeCategories\": [ \"bags\" ] }", "A", "toys", "merchandise", true)]
    public void All_given_lists_must_hold_and_exclusions_win(string scope, string sku, string? category, string kind, bool expected) =>
        Assert.That(
            Programs.Version($"\"scopes\": {{ \"s\": {scope} }}").Scopes["s"].Contains(sku, category, LineKindNames.Of(kind)),
            Is.EqualTo(expected));

    [Test]
    public void An_order_counts_in_a_scope_with_a_line_in_it_and_always_among_all()
    {
        var shipping = new ScopeDefinition("s@1", new Scope(kinds: [LineKind.Shipping]));
        var all = ProgramCatalog.Empty("acme").Scopes[0];
        var line = Orders.Line("POST", 5, 2, 1, remaining: 1, kind: "shipping");
        Assert.That((shipping.Counts([line]), all.Counts([line])), Is.EqualTo((true, true)));
        Assert.That((shipping.Net([line]).ToString(), all.Net([line]).ToString()), Is.EqualTo(("4.5", "0")));
        Assert.That(shipping.Counts([Orders.Line("A", 1)]), Is.False);
    }
}
