using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.DomainTests.Rules;
using Ledger.Projections.Domain.Reports;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class RebateAccrualTests
{
    private static readonly DateTimeOffset End = new(2011, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Pays = End.AddDays(30);

    /// <summary>1 % of what is above 3000 and 2 % of what is above 10000: 70 + 0.10 of 10,005.005.</summary>
    [TestCase("2999.99", "2999.99", "0.00")]
    [TestCase("3100", "3100.00", "1.00")]
    [TestCase("10005.005", "10005.00", "70.10")]
    public void An_open_period_pays_what_its_rule_gives_for_its_basis_by_now(string basis, string shown, string amount)
    {
        var line = RebateAccrual.Of(Catalog(), new OpenRebate("A", "quarterly", "2011-Q1", 1, End, Exact.Parse(basis)));

        Assert.That(string.Join(',', RebateAccrual.Accounts.Fields(line)), Is.EqualTo(
            $"A,quarterly,2011-Q1,2011-04-01T00:00:00Z,2011-05-01T00:00:00Z,{shown},{amount},1"));
    }

    [Test]
    public void Sums_are_by_rebate_and_period()
    {
        RebateAccrued[] lines =
        [
            new("A", "quarterly", "2011-Q2", End.AddDays(91), Pays, 1m, 0.5m, 1), new("A", "quarterly", "2011-Q1", End, Pays, 10m, 1m, 1),
            new("B", "quarterly", "2011-Q1", End, Pays, 20m, 2.25m, 1), new("B", "annual", "2011", End.AddDays(275), Pays, 7m, 0m, 1),
        ];

        Assert.That(RebateAccrual.Sum(lines), Is.EqualTo(new[]
        {
            new RebatePeriodAccrued("annual", "2011", End.AddDays(275), 1, 7m, 0m),
            new RebatePeriodAccrued("quarterly", "2011-Q1", End, 2, 30m, 3.25m),
            new RebatePeriodAccrued("quarterly", "2011-Q2", End.AddDays(91), 1, 1m, 0.5m),
        }));
    }

    private static ProgramCatalog Catalog() => ProgramCatalog.Empty("acme").With(Programs.Version("""
        "rebates": [ { "id": "quarterly", "period": "quarter", "mode": "slab-marginal", "payAfterDays": 30, "payAs": "credit",
          "steps": [ { "from": 0, "percent": 0 }, { "from": 3000, "percent": 1 }, { "from": 10000, "percent": 2 } ] } ]
        """));
}
