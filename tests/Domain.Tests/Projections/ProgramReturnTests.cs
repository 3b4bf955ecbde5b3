using Ledger.Contracts.V1;
using Ledger.DomainTests.Rules;
using Ledger.Projections.Domain.Reports;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class ProgramReturnTests
{
    private const int July = (2011 * 12) + 6;

    /// <summary>
    /// Two of three silver accounts order: net 100.005 + 50 and 15 points at 0.01; one of them and the third had ordered a year before.
    /// </summary>
    [Test]
    public void Cost_and_net_are_summed_by_tier_and_segment_and_members_compared_with_their_own_year_before()
    {
        var report = new ProgramReturn(Catalog());

        report.Add(new AccountMonth(July, "silver", ["big", "repeat"], 2, 100.005m, 3.50m, 10, 1.25m, 1, 80m));
        report.Add(new AccountMonth(July, "silver", ["repeat"], 1, 50m, 0m, 5, 0m, 0, Exact.Zero));
        report.Add(new AccountMonth(July, "silver", [], 0, Exact.Zero, 0m, 0, 0m, 2, 40m));
        report.Add(new AccountMonth(July, null, [], 1, 7m, 0m, 1, 0m, 0, Exact.Zero));
        report.Add(new AccountMonth(July - 1, "gone", [], 1, 1m, 0m, 0, 0m, 0, Exact.Zero));

        Assert.That(report.Lines().Select(line => string.Join(',', ProgramReturn.Table.Fields(line))), Is.EqualTo(new[]
        {
            "2011-06,gone,,1,1,1.00,0.00,0,0.00,0.00,0.00,0,0.00,0.00",
            "2011-07,bronze,,1,1,7.00,0.00,1,0.01,0.00,0.01,0,0.00,0.00",
            "2011-07,silver,,2,3,150.00,3.50,15,0.15,1.25,4.90,2,100.00,120.00",
            "2011-07,silver,big,1,2,100.00,3.50,10,0.10,1.25,4.85,1,100.00,80.00",
            "2011-07,silver,repeat,2,3,150.00,3.50,15,0.15,1.25,4.90,1,100.00,80.00",
        }));
    }

    private static ProgramCatalog Catalog() => ProgramCatalog.Empty("acme").With(Programs.Version("""
        "pointValue": 0.01, "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 100 } ], "scopes": { "all": {} },
        "qualification": { "metric": "spend", "scope": "all", "window": { "kind": "lifetime" } }
        """));
}
