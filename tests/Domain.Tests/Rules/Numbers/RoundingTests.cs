using System.Globalization;
using System.Numerics;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Numbers;

/// <summary>The one rounding (domain.md §1).</summary>
[TestFixture]
public sealed class RoundingTests
{
    [TestCase("0", "0", "0", "0")]
    [TestCase("0.5", "0", "1", "0")]
    [TestCase("1.5", "1", "2", "2")]
    [TestCase("2.5", "2", "3", "2")]
    [TestCase("2.4999999999", "2", "2", "2")]
    [TestCase("2.5000000001", "2", "3", "3")]
    [TestCase("1/3", "0", "0", "0")]
    [TestCase("2/3", "0", "1", "1")]
    [TestCase("7/2", "3", "4", "4")]
    [TestCase("9223372036854775806.5", "9223372036854775806", "9223372036854775807", "9223372036854775806")]
    public void Points_are_rounded_by_the_rule(string value, string floor, string halfUp, string halfEven)
    {
        var exact = Exact.Parse(value);
        Assert.That(Rounding.Floor.RoundPoints(exact), Is.EqualTo(Long(floor)));
        Assert.That(Rounding.HalfUp.RoundPoints(exact), Is.EqualTo(Long(halfUp)));
        Assert.That(Rounding.HalfEven.RoundPoints(exact), Is.EqualTo(Long(halfEven)));
    }

    [TestCase("0", 2, "0.00", "0.00", "0.00")]
    [TestCase("1.005", 2, "1.00", "1.01", "1.00")]
    [TestCase("1.015", 2, "1.01", "1.02", "1.02")]
    [TestCase("1.5", 0, "1", "2", "2")]
    [TestCase("0.0005", 3, "0.000", "0.001", "0.000")]
    [TestCase("1/7", 4, "0.1428", "0.1429", "0.1429")]
    [TestCase("21474836.47", 2, "21474836.47", "21474836.47", "21474836.47")]
    [TestCase("42949672.96", 2, "42949672.96", "42949672.96", "42949672.96")]
    [TestCase("92233720368547758.075", 2, "92233720368547758.07", "92233720368547758.08", "92233720368547758.08")]
    [TestCase(
        "792281625142643375935439503.35", 2, "792281625142643375935439503.35", "792281625142643375935439503.35",
        "792281625142643375935439503.35")]
    public void Money_is_rounded_by_the_rule_and_has_the_currencys_digits(
        string value, int digits, string floor, string halfUp, string halfEven)
    {
        var exact = Exact.Parse(value);
        Assert.That(Text(Rounding.Floor.Round(exact, digits)), Is.EqualTo(floor));
        Assert.That(Text(Rounding.HalfUp.Round(exact, digits)), Is.EqualTo(halfUp));
        Assert.That(Text(Rounding.HalfEven.Round(exact, digits)), Is.EqualTo(halfEven));
    }

    [Test]
    public void What_no_number_holds_is_an_overflow()
    {
        Assert.Throws<OverflowException>(() => Rounding.Floor.RoundPoints(Exact.Parse("9223372036854775808")));
        Assert.Throws<OverflowException>(() => Rounding.HalfUp.RoundPoints(Exact.Parse("9223372036854775807.5")));
        Assert.Throws<OverflowException>(() => Rounding.Floor.Round(Exact.Parse("792281625142643375935439503.36"), 2));
    }

    [Test]
    public void Negative_values_are_never_rounded()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.Floor.RoundPoints(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rounding.Floor.Round(Exact.Parse("-99999999999999999999999"), 2));
    }

    [Test]
    public void Short_and_long_ways_agree([Values(11, 12)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            BigInteger numerator = random.NextInt64(0, 1L << random.Next(1, 60)),
                denominator = random.NextInt64(1, 1L << random.Next(1, 30));
            var twice = 2 * numerator;
            var floor = numerator / denominator;
            var halfUp = (twice + denominator) / (2 * denominator);
            var tie = (twice + denominator) % (2 * denominator) == 0;
            var halfEven = tie && !halfUp.IsEven ? halfUp - 1 : halfUp;
            var value = Exact.Ratio(numerator, denominator);
            Assert.That((BigInteger)Rounding.Floor.RoundPoints(value), Is.EqualTo(floor), $"seed {seed}: {value}");
            Assert.That((BigInteger)Rounding.HalfUp.RoundPoints(value), Is.EqualTo(halfUp), $"seed {seed}: {value}");
            Assert.That((BigInteger)Rounding.HalfEven.RoundPoints(value), Is.EqualTo(halfEven), $"seed {seed}: {value}");
        }
    }

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
