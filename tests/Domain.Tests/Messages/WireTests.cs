using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.DomainTests.Messages;

/// <summary>How values stand on the wire.</summary>
public sealed class WireTests
{
    [TestCase("2011-03-08T00:00:00Z", "2011-03-08T00:00:00Z")]
    [TestCase("2011-03-08T01:30:00+01:30", "2011-03-08T00:00:00Z")]
    [TestCase("2011-03-08T00:00:00.5Z", "2011-03-08T00:00:00.5Z")]
    [TestCase("2011-03-08T00:00:00.1234569Z", "2011-03-08T00:00:00.123456Z")]
    [TestCase("2011-03-07T19:00:00-05:00", "2011-03-08T00:00:00Z")]
    [TestCase("2011-03-08T00:00Z", "2011-03-08T00:00:00Z")]
    [TestCase("2011-03-08T01:00+01:00", "2011-03-08T00:00:00Z")]
    [TestCase("2024-03-30T23:59:59.99999999Z", "2024-03-30T23:59:59.999999Z")]
    [TestCase("2024-12-31T23:59:59.999999999Z", "2024-12-31T23:59:59.999999Z")]
    [TestCase("2024-12-31T23:59:59.99999999999999999999Z", "2024-12-31T23:59:59.999999Z")]
    [TestCase("2024-12-31T23:59:59.9999999+00:00", "2024-12-31T23:59:59.999999Z")]
    [TestCase("2024-12-31T23:59:59.1234565-00:30", "2025-01-01T00:29:59.123456Z")]
    [TestCase("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [TestCase("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999Z")]
    public void An_instant_has_an_offset_and_is_kept_as_UTC_to_the_microsecond(string read, string written) =>
        Assert.That(Write(Read<DateTimeOffset>($"\"{read}\"")), Is.EqualTo($"\"{written}\""));

    [TestCase("\"2011-03-08T00:00:00\"")]
    [TestCase("\"2011-03-08\"")]
    [TestCase("\"2011-03-08 00:00:00Z\"")]
    [TestCase("\"2011-02-30T00:00:00Z\"")]
    [TestCase("\"2011-03-08T24:00:00Z\"")]
    [TestCase("\"2011-03-08T23:59:60Z\"")]
    [TestCase("\"2011-03-08T00:60:00Z\"")]
    [TestCase("\"2011-03-08T00:00:00.Z\"")]
    [TestCase("\"2011-03-08T00:00:00,5Z\"")]
    [TestCase("\"2011-03-08T00:00:00+15:00\"")]
    [TestCase("\"2011-03-08T00:00:00+01\"")]
    [TestCase("\"2011-03-08T00:00:00 01:00\"")]
    [TestCase("\"03/08/2011T00:00:00Z\"")]
    [TestCase("\"0001-01-01T00:00:00+00:01\"")]
    [TestCase("\"9999-12-31T23:59:59-00:01\"")]
    [TestCase("\"0000-01-01T00:00:00Z\"")]
    [TestCase("\"\"")]
    [TestCase("1299542400")]
    public void Anything_else_is_no_instant(string json) =>
        Assert.That(() => Read<DateTimeOffset>(json), Throws.InstanceOf<JsonException>());

    [TestCase("12.50", "12.5")]
    [TestCase("-0.001", "-0.001")]
    [TestCase("0.0", "0")]
    [TestCase("1/7", "1/7")]
    [TestCase("2/14", "1/7")]
    [TestCase("10/4", "2.5")]
    [TestCase("-100/3", "-100/3")]
    [TestCase("123456789012345678901234567890.5", "123456789012345678901234567890.5")]
    public void An_exact_number_has_one_text(string read, string written) =>
        Assert.That(Write(Read<Exact>($"\"{read}\"")), Is.EqualTo($"\"{written}\""));

    [TestCase("\"1/0\"")]
    [TestCase("\"1/-7\"")]
    [TestCase("\"one\"")]
    [TestCase("\"\"")]
    [TestCase("null")]
    public void Anything_else_is_no_exact_number(string json) =>
        Assert.That(() => Read<Exact>(json), Throws.InstanceOf<JsonException>());

    /// <summary>
    /// Most instants are parsed by a fast path. It must agree with the slow path, which is forced here by an escape in the same text.
    /// </summary>
    [Test]
    public void An_instant_is_read_alike_the_short_way_and_the_long_one()
    {
        var seed = TestContext.CurrentContext.Random.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var at = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Utc);
            var fraction = random.Next(12);
            var text = at.ToString(
                fraction == 0
                    ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
                    : $"yyyy-MM-dd'T'HH:mm:ss.{new string('f', Math.Min(fraction, 7))}{new string('9', Math.Max(0, fraction - 7))}'Z'",
                CultureInfo.InvariantCulture
            );
            if (random.Next(20) == 0) text = text.Replace("Z", "0Z", StringComparison.Ordinal);
            if (random.Next(20) == 0) text = text[..^random.Next(text.Length)];
            if (random.Next(20) == 0) text = text.Insert(random.Next(text.Length), $"{random.Next(10)}");
            Assert.That(
                Outcome<DateTimeOffset>($"\"{text}\""),
                Is.EqualTo(Outcome<DateTimeOffset>($"\"{text.Replace("T", "\\u0054", StringComparison.Ordinal)}\"")), text);
        }
    }

    /// <summary>
    /// Most amounts are parsed by a fast path. It must agree with the slow path, which is forced here by an exponent in the same number.
    /// </summary>
    [Test]
    public void An_amount_is_read_alike_the_short_way_and_the_long_one()
    {
        var seed = TestContext.CurrentContext.Random.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var text = $"{(random.Next(4) == 0 ? "-" : "")}{random.NextInt64((long)Math.Pow(10, random.Next(17)))}";
            if (random.Next(2) == 0) text += $".{random.NextInt64((long)Math.Pow(10, random.Next(13)))}{new string('0', random.Next(4))}";
            var (quick, slow) = (Outcome<ReturnedLine>(Line(text)), Outcome<ReturnedLine>(Line($"{text}e0")));
            Assert.That(quick, Is.EqualTo(slow), text);
        }

        static string Line(string quantity) => $$"""{"lineId":"1","quantity":{{quantity}}}""";
    }

    // The value that was read, written again; or the fault.
    private static string Outcome<T>(string json)
    {
        try
        {
            return Write(Read<T>(json));
        }
        catch (JsonException)
        {
            return "nothing";
        }
    }

    [TestCase("1", true)]
    [TestCase("999999999999999.9999999999", true)]
    [TestCase("1e3", true)]
    [TestCase("1.00000000000000000000000000", true)]
    [TestCase("1000000000000000", false)]
    [TestCase("0.00000000001", false)]
    [TestCase("1e308", false)]
    [TestCase("\"1\"", false)]
    [TestCase("NaN", false)]
    public void An_amount_has_at_most_15_digits_before_the_point_and_10_after_it(string quantity, bool isOne)
    {
        var json = $$"""{"lineId": "1", "quantity": {{quantity}}}""";

        Assert.That(() => Read<ReturnedLine>(json), isOne ? Throws.Nothing : Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void A_field_that_may_be_null_is_absent() =>
        Assert.That(Write(new OrderPaid("acme", "shop", "1", DateTimeOffset.UnixEpoch)), Does.Not.Contain("paymentId"));

    [Test]
    public void A_field_that_is_there_twice_is_an_error() =>
        Assert.That(() => Read<ReturnedLine>("""{"lineId": "1", "lineId": "2", "quantity": 1}"""), Throws.InstanceOf<JsonException>());

    [Test]
    public void A_required_field_that_is_absent_is_an_error() =>
        Assert.That(() => Read<ReturnedLine>("""{"lineId": "1"}"""), Throws.InstanceOf<JsonException>());

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Wire.Options)!;

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Wire.Options);
}
