using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Numbers;

/// <summary>Exact numbers against plain fractions of big integers.</summary>
[TestFixture]
public sealed class ExactTests
{
    [Test]
    public void Arithmetic_and_order_agree_with_fractions_of_big_integers([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var (a, b) = (Fraction.Random(random), Fraction.Random(random));
            Exact x = a.ToExact(), y = b.ToExact();
            var what = $"seed {seed}, {a} and {b}";
            Same(x + y, new Fraction((a.N * b.D) + (b.N * a.D), a.D * b.D), what);
            Same(x - y, new Fraction((a.N * b.D) - (b.N * a.D), a.D * b.D), what);
            Same(x * y, new Fraction(a.N * b.N, a.D * b.D), what);
            Same(-x, new Fraction(-a.N, a.D), what);
            if (!b.N.IsZero) Same(x / y, new Fraction(a.N * b.D, a.D * b.N), what);
            Assert.That(Math.Sign(x.CompareTo(y)), Is.EqualTo((a.N * b.D).CompareTo(b.N * a.D)), what);
            Assert.That(x == y, Is.EqualTo(a.N * b.D == b.N * a.D), what);
            Assert.That(x.Floor(), Is.EqualTo(a.Floor()), what);
            Assert.That(Exact.Min(x, y) <= Exact.Max(x, y), what);
        }
    }

    [Test]
    public void Text_comes_back_and_is_one_for_equal_values([Values(5, 6)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var a = Fraction.Random(random);
            var x = a.ToExact();
            var scaled = Exact.Ratio(a.N * 30, a.D * 30);
            Assert.That(Exact.Parse(x.ToString()), Is.EqualTo(x), $"seed {seed}, {a}");
            Assert.That(scaled.ToString(), Is.EqualTo(x.ToString()), $"seed {seed}, {a}");
            Assert.That(scaled.GetHashCode(), Is.EqualTo(x.GetHashCode()), $"seed {seed}, {a}");
            Assert.That(JsonSerializer.Serialize(x), Is.EqualTo("\"" + x + "\""), $"seed {seed}, {a}");
        }
    }

    [TestCase("0", "0")]
    [TestCase("-0.00", "0")]
    [TestCase("12.50", "12.5")]
    [TestCase("100.00", "100")]
    [TestCase("-0.001", "-0.001")]
    [TestCase("79228162514264337593543950335", "79228162514264337593543950335")]
    [TestCase("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [TestCase("1.0000000000000000000000000000", "1")]
    [TestCase("9223372036854775807", "9223372036854775807")]
    [TestCase("-9223372036854775808", "-9223372036854775808")]
    public void Decimals_are_taken_as_they_are(string value, string text)
    {
        Exact exact = decimal.Parse(value, CultureInfo.InvariantCulture);
        Assert.That(exact.ToString(), Is.EqualTo(text));
        Assert.That(Exact.Parse(text), Is.EqualTo(exact));
    }

    [TestCase("1", "7", "1/7")]
    [TestCase("-2", "14", "-1/7")]
    [TestCase("1", "8", "0.125")]
    [TestCase("3", "-6", "-0.5")]
    [TestCase("100", "20", "5")]
    [TestCase("1", "3000000000000000000000000", "1/3000000000000000000000000")]
    public void Fractions_are_written_in_lowest_terms_or_as_decimals(string numerator, string denominator, string text) =>
        Assert.That(Exact
                .Ratio(
                    BigInteger.Parse(numerator, CultureInfo.InvariantCulture), BigInteger.Parse(denominator, CultureInfo.InvariantCulture))
                .ToString(), Is.EqualTo(text));

    [TestCase("")]
    [TestCase("-")]
    [TestCase(".")]
    [TestCase("1e3")]
    [TestCase("1/0")]
    [TestCase("1/-7")]
    [TestCase("1/2/3")]
    [TestCase("1.2.3")]
    [TestCase(" 1")]
    [TestCase("NaN")]
    public void What_is_no_exact_number_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => Exact.Parse(text));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Exact>(JsonSerializer.Serialize(text)));
    }

    [Test]
    public void The_smallest_long_is_a_number_like_any_other()
    {
        Exact least = long.MinValue;
        Assert.That((-least).ToString(), Is.EqualTo("9223372036854775808"));
        Assert.That((least / -1).ToString(), Is.EqualTo("9223372036854775808"));
        Assert.That((least + 1 - 1).ToString(), Is.EqualTo("-9223372036854775808"));
        Assert.That(Exact.One / least * least, Is.EqualTo(Exact.One));
    }

    [Test]
    public void Division_by_nothing_is_an_error()
    {
        Assert.Throws<DivideByZeroException>(() => _ = Exact.One / Exact.Zero);
        Assert.Throws<DivideByZeroException>(() => Exact.Ratio(1, 0));
    }

    private static void Same(Exact actual, Fraction expected, string what)
    {
        Assert.That(actual.Denominator.Sign, Is.EqualTo(1), what);
        Assert.That(actual.Numerator * expected.D, Is.EqualTo(expected.N * actual.Denominator), what);
        if (!actual.TryGetSmall(out _, out _))
        {
            Assert.That(BigInteger.GreatestCommonDivisor(actual.Numerator, actual.Denominator).IsOne, what);
        }
    }

    private readonly record struct Fraction(BigInteger N, BigInteger D)
    {
        public Exact ToExact() => Exact.Ratio(N, D);

        public BigInteger Floor()
        {
            var quotient = BigInteger.DivRem(N, D, out var remainder);
            return (remainder.Sign * D.Sign) < 0 ? quotient - 1 : quotient;
        }

        // All sizes up to a little over two machine words, and often the same denominators.
        public static Fraction Random(Random random)
        {
            var top = Integer(random) * (random.Next(2) == 0 ? 1 : -1);
            var bottom = random.Next(3) == 0 ? Integer(random) + 1 : BigInteger.Pow(10, random.Next(0, 22));
            return new Fraction(top, bottom);
        }

        private static BigInteger Integer(Random random)
        {
            switch (random.Next(6))
            {
                case 0: return random.Next(0, 3);
                case 1: return long.MaxValue - random.Next(0, 3);
                default:
                    var bytes = new byte[random.Next(1, 20)];
                    random.NextBytes(bytes);
                    return BigInteger.Abs(new BigInteger(bytes));
            }
        }
    }
}
