using System.Globalization;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 11: rounding and steps.</summary>
public sealed class Row11RoundingAndSteps : BlackBox
{
    [TestCase("floor", 5, "2.50", "3.00", 6)]
    [TestCase("floor", 1, "1", "0.99", 0)]
    [TestCase("floor", 1, "0.1", "0.3", 3)]
    [TestCase("floor", 100, "10", "19.99", 199)]
    [TestCase("floor", 1, "3", "1", 0)]
    [TestCase("half-up", 1, "1", "0.5", 1)]
    [TestCase("half-up", 1, "1", "1.5", 2)]
    [TestCase("half-up", 1, "1", "2.4999999999", 2)]
    [TestCase("half-even", 1, "1", "0.5", 0)]
    [TestCase("half-even", 1, "1", "1.5", 2)]
    [TestCase("half-even", 1, "1", "2.5", 2)]
    [TestCase("half-even", 1, "1", "2.5000000001", 3)]
    [TestCase("half-up", 1, "7", "24.5", 4)]
    [TestCase("floor", 1, "0.0000000001", "0.0000000003", 3)]
    public async Task Points_are_whole_the_rate_is_exact_and_rounding_is_as_declared(
        string rounding, int points, string per, string price, long expected)
    {
        await PublishAsync($"\"rounding\": {{ \"points\": \"{rounding}\", \"money\": \"half-even\" }}, \"earning\": [ {{ \"id\": "
            + $"\"e\", \"points\": {points}, \"per\": {per}, \"scope\": \"goods\" }} ]");
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", decimal.Parse(price, CultureInfo.InvariantCulture))));

        Assert.That(await PointsOfAsync("1"), Is.EqualTo(expected));
    }

    [Test]
    public async Task Thirds_add_up()
    {
        // 3 × 1/3 of a point is a point: rounded once per order, not once per line.
        await PublishAsync("\"earning\": [ { \"id\": \"e\", \"points\": 1, \"per\": 3, \"scope\": \"goods\" } ]");
        await RecordAsync(Shop.Order("1", lines: [Shop.Line("L1", 1), Shop.Line("L2", 1), Shop.Line("L3", 1)]));

        Assert.That(await PointsOfAsync("1"), Is.EqualTo(1));
    }

    [TestCase("JPY", "101"), TestCase("GBP", "101.05"), TestCase("TND", "101.051")]
    public async Task Money_has_the_currencys_digits(string currency, string entitled)
    {
        var shop = new Shop(Shop.Program, currency);
        await Api.PublishAsync(shop.Document(
                "\"discounts\": [ { \"id\": \"d\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": 10, \"scope\": \"goods\" } ]"));
        await RecordAsync(shop.Order("1", lines: Shop.Line("L1", 1010.51m)));

        Assert.That((await OrderAsync("1"))["evaluation"]!["entitled"]!.ToJsonString(), Is.EqualTo(entitled));
    }
}
