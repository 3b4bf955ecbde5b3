using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reports;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>
/// What is owed and accrued, and what of it may never be used, over small histories whose numbers were worked out by hand.
/// </summary>
public sealed class LiabilityReportTests : FinanceReportsFixture
{
    /// <summary>
    /// 1 % of what is above 3000: A has 3000 + 100 and what Z brought, of which 40 belong to the period that Z had closed itself.
    /// </summary>
    [Test]
    public async Task Open_rebate_periods_are_accrued_as_their_orders_stand()
    {
        const string rebates = """
            "rebates": [ { "id": "quarterly", "period": "quarter", "scope": "goods", "mode": "slab-marginal", "payAfterDays": 30,
              "payAs": "credit", "steps": [ { "from": 0, "percent": 0 }, { "from": 3000, "percent": 1 } ] } ], "earning"
            """;
        var given = new Given("acme");
        var q1 = Quarter(1, "2011-Q1");
        var q2 = Quarter(4, "2011-Q2");
        var (moved, april) = (Given.Day(60), new DateTimeOffset(2011, 4, 2, 0, 0, 0, TimeSpan.Zero));
        List<ILedgerEvent> history =
        [
            given.Published(Sample.Program.Replace("\"earning\"", rebates, StringComparison.Ordinal)),
            given.Order("A", "O1", Given.Day(0)), given.Evaluated("A", "O1", Given.Day(0), 3000m, 1) with { RebatePeriods = [q1] },
            given.Order("A", "O2", Given.Day(30)), given.Evaluated("A", "O2", Given.Day(30), 100m, 1),
            given.Order("B", "O3", Given.Day(0)), given.Evaluated("B", "O3", Given.Day(0), 5000m, 1) with { RebatePeriods = [q1] },
            given.Order("B", "O4", april), given.Evaluated("B", "O4", april, 3500.5m, 1) with { RebatePeriods = [q2] },
            Closed("B", 5000m, 20m), given.Order("Z", "O5", Given.Day(0)),
            given.Evaluated("Z", "O5", Given.Day(0), 40m, 1) with { RebatePeriods = [q1] }, Closed("Z", 40m, 0m),
            new AccountsMerged("acme", "Z", "m", "Z", "A", moved, moved), new AccountsMerged("acme", "A", "m", "Z", "A", moved, moved),
            new StandingMoved(
                "acme", "A", "Z", 1, [new ScopeMonths("goods@1", [new MonthMeasure((2011 * 12) + 0, 40m, 1)])], [], [q2],
                [new RebatePeriodClosed("Z", q1, 40m, 0m)], [new AccountAlias("Z", "A", [])], moved, moved),
        ];
        await using var app = await StartAsync(history);

        Assert.That(await app.AgreeAsync("reports/rebates-accrued", "rebates"), Is.EqualTo(new[]
        {
            new[] { "accountId", "rebate", "period", "endsAt", "paysAt", "basis", "amount", "programVersion" },
            ["A", "quarterly", "2011-Q1", "2011-03-31T23:00:00Z", "2011-04-30T23:00:00Z", "3100.00", "1.00", "1"],
            ["A", "quarterly", "2011-Q2", "2011-06-30T23:00:00Z", "2011-07-30T23:00:00Z", "0.00", "0.00", "1"],
            ["B", "quarterly", "2011-Q2", "2011-06-30T23:00:00Z", "2011-07-30T23:00:00Z", "3500.50", "5.00", "1"],
        }), "half a penny goes to the even one");
        Assert.That(await app.AgreeAsync("reports/rebates-accrued-periods", "periods"), Is.EqualTo(new[]
        {
            new[] { "rebate", "period", "endsAt", "accounts", "basis", "amount" },
            ["quarterly", "2011-Q1", "2011-03-31T23:00:00Z", "1", "3100.00", "1.00"],
            ["quarterly", "2011-Q2", "2011-06-30T23:00:00Z", "2", "3500.50", "5.00"],
        }));
        var page = await app.GetAsync("/v1/programs/acme/reports/rebates-accrued?limit=1");
        var rest = await app.GetAsync(
            $"/v1/programs/acme/reports/rebates-accrued?after={Uri.EscapeDataString(page.GetProperty("next").GetString()!)}");
        Assert.That(rest.GetProperty("rebates").GetArrayLength(), Is.EqualTo(2));

        RebatePeriodOpened Quarter(int month, string name) => new(
            "quarterly", name, 1, (2011 * 12) + month - 1, 3, new DateTimeOffset(2011, month, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2011, month + 3, 1, 0, 0, 0, TimeSpan.FromHours(1)).ToUniversalTime(), "goods@1");

        RebateComputed Closed(string account, decimal basis, decimal amount) =>
            new("acme", account, "quarterly", "2011-Q1", q1.Start, 1, basis, amount, moved, moved);
    }

    /// <summary>Each book at the end of a month is what the roll-forward closes with, also when later months are known.</summary>
    [TestCase(false), TestCase(true)]
    public async Task What_was_owed_at_the_end_of_a_month_is_its_closing_balance(bool mechanics)
    {
        var given = new Given("acme");
        await using var app = await StartAsync(mechanics ? MechanicsSample.History(given) : Sample.History(given));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(mechanics ? "America/Los_Angeles" : "Europe/London");
        var compared = 0;
        for (var month = new DateOnly(2011, 1, 1); month < new DateOnly(2011, 8, 1); month = month.AddMonths(1))
        {
            var end = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(month.AddMonths(1).ToDateTime(default), zone)).AddTicks(-10);
            var at = Uri.EscapeDataString(end.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            var closings = (await app.AgreeAsync($"reports/roll-forward?period={month:yyyy-MM}", "units")).Skip(1)
                .Where(line => line[2] is "pending" or "available" or "held" && Money(line[^1]) != 0)
                .ToDictionary(line => $"{line[1]} {line[2]}", line => Money(line[^1]));
            var owed = (await app.AgreeAsync($"reports/liability?effectiveAsOf={at}", "units")).Skip(1)
                .GroupBy(line => $"{line[0]} {line[3]}").ToDictionary(book => book.Key, book => book.Sum(line => Money(line[4])));
            var expiring = (await app.AgreeAsync($"reports/expiring?effectiveAsOf={at}", "units")).Skip(1)
                .GroupBy(line => line[0]).ToDictionary(unit => unit.Key, unit => unit.Sum(line => Money(line[5])));

            Assert.That(owed, Is.EquivalentTo(closings), $"{month:yyyy-MM}");
            Assert.That(expiring.Values.Sum(), Is.EqualTo(closings.Values.Sum()), $"{month:yyyy-MM}");
            compared += closings.Count;
        }

        Assert.That(compared, Is.GreaterThan(5));
    }

    /// <summary>On 12 January A had risen to silver; the day before its order nothing was owed at all, and nothing was recorded in
    /// 2010.</summary>
    [TestCase("effectiveAsOf=2011-01-12T00:00:00Z", "points,bronze,2011-01,pending,35 points,silver,2011-01,pending,120")]
    [TestCase("effectiveAsOf=2011-01-24T09:30:00Z", "points,bronze,2011-01,available,35 points,silver,2011-01,pending,120")]
    [TestCase("effectiveAsOf=2011-01-09T00:00:00Z", "")]
    [TestCase("recordedAsOf=2010-12-31T00:00:00Z", "")]
    public async Task What_was_owed_is_shown_with_the_tier_of_then(string query, string expected)
    {
        await using var app = await StartAsync(Sample.History(new Given("acme")));

        var lines = await app.AgreeAsync($"reports/liability?{query}", "units");

        Assert.That(string.Join(' ', lines.Skip(1).Select(line => string.Join(',', line[..5]))), Is.EqualTo(expected));
    }

    /// <summary>
    /// Of B's 85 points of January 30 expired and 5 were taken back; in February 30 of the 50 that were left paid what it owed. A's 120
    /// are all there.
    /// </summary>
    [Test]
    public async Task Expected_breakage_is_shown_with_its_data()
    {
        await using var app = await StartAsync(Sample.History(new Given("acme")));

        var lines = await app.AgreeAsync("reports/breakage", "lines");

        Assert.That(lines[0], Is.EqualTo(Breakage.Table.Header.Split(',')));
        Assert.That(lines.Skip(1).Select(line => string.Join(',', line)), Is.EqualTo(new[]
        {
            "cashback,silver,0,1,1.20,0.00,0.00,0.00,0,0,1,0.00,0.00,0.00",
            "cashback,silver,1,0,0.00,0.00,0.00,0.00,0,0,1,1.20,0.00,0.00",
            "points,bronze,0,2,85,0,30,5,0.352941,0.343137,0.235294,0,0.00,0.00",
            "points,bronze,1,1,50,30,0,0,0,0,0.4,0,0.00,0.00",
            "points,bronze,2,1,20,0,0,0,0,0,1,0,0.00,0.00",
            "points,bronze,3,0,0,0,0,0,0,0,1,20,0.00,0.00",
            "points,silver,0,2,120,0,0,0,0,0,1,0,0.00,0.00",
            "points,silver,1,2,120,0,0,0,0,0,1,0,0.00,0.00",
            "points,silver,2,2,120,0,0,0,0,0,1,0,0.00,0.00",
            "points,silver,3,0,0,0,0,0,0,0,1,120,0.00,0.00",
        }));
    }
}
