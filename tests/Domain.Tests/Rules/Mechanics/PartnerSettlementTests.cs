using System.Globalization;
using Ledger.Rules.Domain.Mechanics;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>A month with a partner (mechanics.md §7).</summary>
[TestFixture]
public sealed class PartnerSettlementTests
{
    [TestCase("half-even", 0.0085, 100, 0, 0, 0, "0.85", "0.00", "0.85")]
    [TestCase("half-even", 0.0085, 1, 0, 0, 0, "0.01", "0.00", "0.01")]
    [TestCase("half-even", 0.005, 1, 0, 3, 0, "0.00", "0.02", "-0.02", Description = "0.005 and 0.015, half to even.")]
    [TestCase("half-up", 0.005, 1, 0, 3, 0, "0.01", "0.02", "-0.01")]
    [TestCase("floor", 0.01, 0, 150, 0, 0, "-1.50", "0.00", "-1.50")]
    [TestCase(
        "floor", 0.0085, 0, 1, 0, 7, "0.00", "-0.05", "0.05",
        Description = "The absolute value is rounded, the sign kept; nothing is never below 0.")]
    [TestCase("half-even", 0.0101, 1000, 200, 500, 20, "8.08", "4.85", "3.23")]
    public void Both_sides_are_rounded_and_the_net_is_their_difference(
        string rounding, double cost, long issued, long reversed, long redeemed, long back, string owedBy, string owedTo, string net)
    {
        var version = Programs.Version(string.Create(CultureInfo.InvariantCulture,
            $"\"rounding\": {{ \"money\": \"{rounding}\" }}, \"partners\": [ {{ \"id\": \"p\", \"pointCost\": {cost} }} ]"));
        var due = PartnerSettlement.Of(version, version.Partners[0], new PartnerMonth(issued, reversed, redeemed, back));
        Assert.That(new[] { due.OwedByPartner, due.OwedToPartner, due.Net }.Select(money => money.ToString(CultureInfo.InvariantCulture)),
            Is.EqualTo(new[] { owedBy, owedTo, net }));
    }

    [Test]
    public void Money_has_the_currencys_digits()
    {
        var version = Programs.Version("\"currency\": \"JPY\", \"partners\": [ { \"id\": \"p\", \"pointCost\": 0.3 } ]");
        Assert.That(PartnerSettlement.Of(version, version.Partners[0],
            new PartnerMonth(5, 0, 0, 0)).OwedByPartner.ToString(CultureInfo.InvariantCulture), Is.EqualTo("2"));
    }
}
