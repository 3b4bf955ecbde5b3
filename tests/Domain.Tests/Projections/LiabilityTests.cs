using Ledger.DomainTests.Rules;
using Ledger.Projections.Domain.Reports;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class LiabilityTests
{
    private const int July = (2011 * 12) + 6;

    [Test]
    public void Lines_are_in_order_and_have_an_amount()
    {
        var (catalog, version) = Published("0.01");

        var lines = Liability.Of(
            catalog, version,
            [
                new OpenLots("points", "silver", July, 5, 0, 0), new OpenLots("points", null, July + 1, 0, 7, 1),
                new OpenLots("points", "bronze", July, 0, 200, 0), new OpenLots("cashback", "silver", July, 0, 2.5m, 0),
            ]);

        Assert.That(lines.Select(line => string.Join(',', Liability.Table.Fields(line))), Is.EqualTo(new[]
        {
            "cashback,silver,2011-07,available,2.50,2.50", "points,bronze,2011-07,available,200,2.00",
            "points,bronze,2011-08,available,7,0.07", "points,bronze,2011-08,held,1,0.01", "points,silver,2011-07,pending,5,0.05",
        }));
    }

    /// <summary>Three lines of 0.333… and one cent between them.</summary>
    [Test]
    public void A_unit_is_rounded_once_and_its_lines_sum_to_that()
    {
        var (catalog, version) = Published("0.0033");

        var lines = Liability.Of(
            catalog, version, [.. Enumerable.Range(0, 3).Select(n => new OpenLots("points", null, July + n, 0, 1, 0))]);

        Assert.That(lines.Select(line => line.Value), Is.EqualTo(new[] { 0.01m, 0m, 0m }));
    }

    [Test]
    public void A_point_without_a_value_is_worth_nothing()
    {
        var (catalog, version) = Published("0");

        Assert.That(Liability.Of(catalog, version, [new OpenLots("points", null, July, 0, 900, 0)]).Single().Value, Is.Zero);
    }

    [Test]
    public void A_tier_that_is_no_more_is_the_highest_that_it_would_reach_now()
    {
        var (catalog, _) = Published("0.01");
        var later = Version(2, "0.02", """{ "id": "base", "from": 0 }, { "id": "plus", "from": 90 }""");

        var lines = Liability.Of(
            catalog.With(later), later, [new OpenLots("points", "silver", July, 0, 3, 0), new OpenLots("points", "plus", July, 0, 4, 0)]);

        Assert.That(lines.Select(line => $"{line.Tier} {line.Amount} {line.Value}"), Is.EqualTo(new[] { "plus 7 0.14" }));
    }

    private static (ProgramCatalog Catalog, ProgramVersion Version) Published(string pointValue)
    {
        var version = Version(1, pointValue, """{ "id": "bronze", "from": 0 }, { "id": "silver", "from": 100 }""");
        return (ProgramCatalog.Empty("acme").With(version), version);
    }

    private static ProgramVersion Version(int number, string pointValue, string tiers) => Programs.Version($$"""
        "version": {{number}}, "effectiveFrom": "2009-01-0{{number}}T00:00:00Z", "pointValue": {{pointValue}}, "tiers": [ {{tiers}} ],
        "scopes": { "all": {} }, "qualification": { "metric": "spend", "scope": "all", "window": { "kind": "lifetime" } }
        """);
}
