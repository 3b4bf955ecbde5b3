using Ledger.Rules.Domain.Mechanics;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>Which rate an order gets (mechanics.md §10).</summary>
[TestFixture]
public sealed class CurrencyRatesTests
{
    private static readonly CurrencyRates Rates = CurrencyRates.None
        .With("EUR", Orders.Time("2011-03-01T00:00:00Z"), 0.9m).With("EUR", Orders.Time("2011-01-01T00:00:00Z"), 0.8m).With("JPY",
            Orders.Time("2011-02-01T00:00:00Z"), 0.007m)
        .With("EUR", Orders.Time("2011-02-01T00:00:00Z"), 0.85m);

    [TestCase("EUR", "2010-12-31T23:59:59Z", null)]
    [TestCase("EUR", "2011-01-01T00:00:00Z", 0.8)]
    [TestCase("EUR", "2011-01-31T23:59:59Z", 0.8)]
    [TestCase("EUR", "2011-02-01T00:00:00Z", 0.85)]
    [TestCase("EUR", "2031-01-01T00:00:00Z", 0.9)]
    [TestCase("JPY", "2011-01-31T00:00:00Z", null)]
    [TestCase("USD", "2011-06-01T00:00:00Z", null)]
    [TestCase("eur", "2011-06-01T00:00:00Z", null)]
    public void The_latest_at_or_before_placedAt_counts(string currency, string placedAt, double? rate) =>
        Assert.That(Rates.At(currency, Orders.Time(placedAt)), Is.EqualTo((decimal?)rate));

    [Test]
    public void The_same_again_is_a_repeat_and_another_a_conflict()
    {
        var from = Orders.Time("2011-02-01T00:00:00Z");
        Assert.That(Rates.With("EUR", from, 0.850m), Is.SameAs(Rates), "by value");
        Assert.That((Rates.Recorded("EUR", from), Rates.Recorded("EUR", from.AddTicks(10))), Is.EqualTo(((decimal?)0.85m, (decimal?)null)));
        Assert.Throws<ArgumentException>(() => Rates.With("EUR", from, 0.86m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rates.With("USD", from, 0));
    }

    [Test]
    public void A_new_rate_leaves_the_old_rates_as_they_were()
    {
        var more = Rates.With("EUR", Orders.Time("2011-04-01T00:00:00Z"), 2);
        Assert.That((Rates.At("EUR", Orders.Time("2011-05-01T00:00:00Z")), more.At("EUR", Orders.Time("2011-05-01T00:00:00Z"))),
            Is.EqualTo(((decimal?)0.9m, (decimal?)2m)));
    }
}
