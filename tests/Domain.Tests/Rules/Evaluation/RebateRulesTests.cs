using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>Rebate periods and amounts (domain.md §4, rebates).</summary>
[TestFixture]
public sealed class RebateRulesTests
{
    private static ProgramVersion Program(
        string mode, string period = "quarter", string currency = "GBP", string zone = "Europe/London") => Programs.Version($$"""
        "currency": "{{currency}}", "timeZone": "{{zone}}",
        "rebates": [ { "id": "r", "period": "{{period}}", "mode": "{{mode}}", "steps": [ { "from": 100, "percent": 1 }, { "from": 3000,
          "percent": 2 }, { "from": 10000.5, "percent": 2.5 } ] } ]
        """);

    [TestCase("slab-whole", "-5", "0.00")]
    [TestCase("slab-whole", "0", "0.00")]
    [TestCase("slab-whole", "99.99", "0.00")]
    [TestCase("slab-whole", "100", "1.00")]
    [TestCase("slab-whole", "2999.99", "30.00")]
    [TestCase("slab-whole", "3000", "60.00")]
    [TestCase("slab-whole", "10000.5", "250.01")]
    [TestCase("slab-marginal", "-5", "0.00")]
    [TestCase("slab-marginal", "100", "0.00")]
    [TestCase("slab-marginal", "101", "0.01")]
    [TestCase("slab-marginal", "3000", "29.00")]
    [TestCase("slab-marginal", "3000.25", "29.00", Description = "29.005, half to even")]
    [TestCase("slab-marginal", "3000.75", "29.02", Description = "29.015, half to even")]
    [TestCase("slab-marginal", "20000.5", "419.01")]
    public void The_whole_basis_or_each_slice_has_its_percent(string mode, string basis, string amount)
    {
        var version = Program(mode);
        Assert.That(
            RebateRules.Amount(version.Rebates[0], version, Exact.Parse(basis)).ToString(CultureInfo.InvariantCulture), Is.EqualTo(amount));
    }

    [Test]
    public void A_rebate_has_the_currencys_digits()
    {
        var version = Program("slab-whole", currency: "JPY");
        Assert.That(RebateRules.Amount(version.Rebates[0], version, 150).ToString(CultureInfo.InvariantCulture), Is.EqualTo("2"));
    }

    [TestCase("month", "Europe/London", "2011-06-30T23:00:00Z", "2011-07", "2011-06-30T23:00:00Z", "2011-07-31T23:00:00Z")]
    [TestCase("quarter", "Europe/London", "2011-09-30T22:59:59Z", "2011-Q3", "2011-06-30T23:00:00Z", "2011-09-30T23:00:00Z")]
    [TestCase("quarter", "Australia/Sydney", "2010-12-31T13:00:00Z", "2011-Q1", "2010-12-31T13:00:00Z", "2011-03-31T13:00:00Z")]
    [TestCase("year", "Australia/Sydney", "2010-12-31T12:59:59Z", "2010", "2009-12-31T13:00:00Z", "2010-12-31T13:00:00Z")]
    [TestCase("year", "Pacific/Apia", "2011-06-01T00:00:00Z", "2011", "2011-01-01T10:00:00Z", "2011-12-31T10:00:00Z")]
    public void Periods_are_local(string period, string zone, string at, string id, string start, string end)
    {
        var version = Program("slab-whole", period, zone: zone);
        var found = RebateRules.PeriodOf(version.Rebates[0], version.Calendar, Orders.Time(at));
        Assert.That((found.Id, found.Start, found.End), Is.EqualTo((id, Orders.Time(start), Orders.Time(end))));
        Assert.That(
            found.Months, Is.EqualTo(new MonthRange(version.Calendar.MonthOf(found.Start), version.Calendar.MonthOf(found.End) - 1)));
    }
}
