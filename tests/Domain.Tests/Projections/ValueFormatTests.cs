using System.Globalization;
using System.Text;
using Ledger.DomainTests.Rules;
using Ledger.Projections.Domain.Reports;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class ValueFormatTests
{
    [TestCase("0", 2, "0.00")]
    [TestCase("0.000", 0, "0")]
    [TestCase("-0.00", 2, "0.00")]
    [TestCase("-12.5", 2, "-12.50")]
    [TestCase("12.5000", 3, "12.500")]
    [TestCase("79228162514264337593543950335", 0, "79228162514264337593543950335")]
    public void Money_has_exactly_the_minor_digits(string value, int digits, string expected) =>
        Assert.That(ValueFormat.Money(decimal.Parse(value, CultureInfo.InvariantCulture), digits), Is.EqualTo(expected));

    [Test]
    public void A_result_is_never_cut() => Assert.That(() => ValueFormat.Money(1.005m, 2), Throws.TypeOf<ArgumentOutOfRangeException>());

    [TestCase("1", "1.00")]
    [TestCase("10.015", "10.02")]
    [TestCase("792281625142643375935439503.34", "792281625142643375935439503.34")]
    [TestCase("792281625142643375935439503.36", "792281625142643375935439503.35")]
    [TestCase("900000000000000000000000000", "792281625142643375935439503.35")]
    public void A_sum_beyond_what_money_can_be_is_shown_as_the_most(string sum, string expected) =>
        Assert.That(ValueFormat.Rounded(sum, Programs.Version("")).ToString(CultureInfo.InvariantCulture), Is.EqualTo(expected));

    [Test]
    public void Times_are_utc_to_the_second() => Assert.That(
        ValueFormat.Time(new DateTimeOffset(2011, 3, 8, 1, 2, 3, 999, TimeSpan.FromHours(2))), Is.EqualTo("2011-03-07T23:02:03Z"));

    [TestCase("plain", "plain")]
    [TestCase("a,b", "\"a,b\"")]
    [TestCase("a\"b", "\"a\"\"b\"")]
    [TestCase("a\nb", "\"a\nb\"")]
    [TestCase("", "")]
    public void Fields_are_quoted_where_they_must_be(string field, string expected)
    {
        var text = new StringBuilder();

        Csv.Line(text, field, "x");

        Assert.That(text.ToString(), Is.EqualTo(expected + ",x\n"));
    }
}
