using System.Net;
using System.Net.Http.Json;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Endpoints;
using Ledger.Projections.Host.Queries;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>Discount variance, over small histories whose numbers were worked out by hand.</summary>
public sealed class VarianceReportTests : FinanceReportsFixture
{
    [Test]
    public async Task Orders_with_a_variance_are_listed_and_summed_by_local_month()
    {
        var given = new Given("acme");
        // The last instant of May in UTC is June in London.
        var (january, may) = (Given.Day(0), new DateTimeOffset(2011, 5, 31, 23, 30, 0, TimeSpan.Zero));
        List<ILedgerEvent> history =
        [
            given.Published(Sample.Program),
            given.Order("=1+1", "O1", january), Evaluated(given, "=1+1", "O1", january, 100.005m, 10m, 4m),
            given.Order("=1+1", "O2", january), Evaluated(given, "=1+1", "O2", january, 50m, 5m, 5m),
            given.Order("B", "-3", january), Evaluated(given, "B", "-3", january, 20m, 0m, 2.5m),
            given.Order("B", "O4", may), Evaluated(given, "B", "O4", may, 7m, 0.07m, 0m),
        ];
        await using var app = await StartAsync(history);

        Assert.That(await app.AgreeAsync("reports/variance", "orders"), Is.EqualTo(new[]
        {
            new[] { "source", "orderId", "accountId", "placedAt", "gross", "net", "entitled", "stated", "variance", "programVersion" },
            ["shop", "-3", "B", "2011-01-10T09:30:00Z", "20.00", "20.00", "0.00", "2.50", "-2.50", "1"],
            ["shop", "O1", "=1+1", "2011-01-10T09:30:00Z", "100.00", "100.00", "10.00", "4.00", "6.00", "1"],
            ["shop", "O4", "B", "2011-05-31T23:30:00Z", "7.00", "7.00", "0.07", "0.00", "0.07", "1"],
        }));
        Assert.That(await app.AgreeAsync("reports/variance?month=2011-06", "orders"), Has.Count.EqualTo(2));
        Assert.That(await app.AgreeAsync("reports/variance?toMonth=2011-05", "orders"), Has.Count.EqualTo(3));
        Assert.That(await app.AgreeAsync("reports/variance-months", "months"), Is.EqualTo(new[]
        {
            new[] { "month", "orders", "entitled", "stated", "variance" }, ["2011-01", "2", "10.00", "6.50", "3.50"],
            ["2011-06", "1", "0.07", "0.00", "0.07"],
        }));
        Assert.That(await app.AgreeAsync("reports/variance-months?month=2011-03", "months"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Pages_of_orders_with_a_variance_are_the_whole_list()
    {
        var given = new Given("acme");
        List<ILedgerEvent> history = [given.Published(Sample.Program)];
        for (var n = 0; n < 7; n++)
        {
            // Several orders have the same placedAt.
            history.Add(given.Order($"a{n % 3}", $"O{n}", Given.Day(n / 3)));
            history.Add(Evaluated(given, $"a{n % 3}", $"O{n}", Given.Day(n / 3), 100m, 1m, 0m));
        }

        await using var app = await StartAsync(history);
        var (found, path) = (new List<string>(), "/v1/programs/acme/reports/variance?limit=2");
        for (string? next = ""; next is not null;)
        {
            var page = await app.GetAsync(next.Length == 0 ? path : $"{path}&after={Uri.EscapeDataString(next)}");
            found.AddRange(page.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("orderId").GetString()!));
            next = page.TryGetProperty("next", out var after) ? after.GetString() : null;
        }

        Assert.That(found, Is.EqualTo(Enumerable.Range(0, 7).Select(n => $"O{n}")));
        Assert.That((await TableAsync(app, "variance?limit=2&after=" + Uri.EscapeDataString($"{Cursor(Given.Day(0))} shop O1"))).Lines
            .Select(line => line[1]), Is.EqualTo(new[] { "O2", "O3" }), "a table has pages too");
        using var bad = await app.Client.GetAsync(new Uri($"{path}&after=O1", UriKind.Relative));
        Assert.That(bad.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await bad.Content.ReadAsStringAsync(), Does.Contain("bad_cursor"));
    }

    /// <summary>However many orders there are, a page is read in the order of an index and nothing is sorted.</summary>
    [Test]
    public async Task A_page_of_variance_is_read_from_an_index()
    {
        var given = new Given("acme");
        List<ILedgerEvent> history = [given.Published(Sample.Program)];
        for (var n = 0; n < 200; n++)
        {
            history.Add(given.Order($"a{n % 5}", $"O{n}", Given.Day(n)));
            history.Add(Evaluated(given, $"a{n % 5}", $"O{n}", Given.Day(n), 100m, 1m, 0m));
        }

        await using var app = await StartAsync(history);
        // The views get the index when they have caught up.
        await using var index = Database.DataSource.CreateCommand("select count(*) from pg_indexes where indexname = 'orders_by_variance'");
        await Eventually.TrueAsync(async () => (long)(await index.ExecuteScalarAsync())! > 0, "the index");
        await using var snapshot = (await Snapshot.OpenAsync(Database.DataSource, Log.Position, CancellationToken.None))!;
        const string Few = "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off";
        await snapshot.Command(Few).ExecuteNonQueryAsync();
        await using var page = VarianceEndpoints.Orders(
            snapshot, "acme", (DateTimeOffset.MinValue.UtcDateTime, DateTimeOffset.MaxValue.UtcDateTime),
            new VarianceCursor(Given.Day(100), "shop", "O100"), 10);
        page.CommandText = $"explain {page.CommandText}";
        var plan = string.Join('\n', await page.ListAsync(row => row.GetString(0), CancellationToken.None));

        Assert.That(plan, Does.Contain("Index Scan using orders_by_variance").And.Match("Index Cond: .*ROW\\("));
        Assert.That(plan[plan.IndexOf("Limit", StringComparison.Ordinal)..], Does.Not.Contain("Sort"), plan);
    }

    /// <summary>The report's sum equals that of the column variance in the entitlements.</summary>
    [TestCase(false), TestCase(true)]
    public async Task Variance_sums_to_the_entitlements(bool mechanics)
    {
        var given = new Given("acme");
        await using var app = await StartAsync(mechanics ? MechanicsSample.History(given) : Sample.History(given));

        var entitlements = (await app.Client.GetStringAsync("/v1/programs/acme/exports/entitlements.csv")).Split('\n')[1..^1];
        var lines = await app.AgreeAsync("reports/variance", "orders");
        var months = await app.AgreeAsync("reports/variance-months", "months");

        var expected = entitlements.Sum(line => Money(line.Split(',')[^2]));
        Assert.That(lines.Skip(1).Sum(line => Money(line[8])), Is.EqualTo(expected).And.Not.Zero);
        Assert.That(months.Skip(1).Sum(line => Money(line[4])), Is.EqualTo(expected));
        if (mechanics) Assert.That(lines.Skip(1).Select(line => line[2]), Is.All.EqualTo("O"), "the account that has the order now");
    }

    private static DiscountComputed Evaluated(
        Given given, string account, string order, DateTimeOffset at, decimal net, decimal entitled, decimal stated)
    {
        var computed = given.Evaluated(account, order, at, net, 1);
        var evaluation = computed.Evaluation with { Entitled = entitled, Stated = stated, Variance = entitled - stated };
        return computed with { Evaluation = evaluation };
    }

    private static long Cursor(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private static async Task<ReportTableAnswer> TableAsync(ProjectionsApp app, string report)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/programs/acme/reports/{report}");
        request.Headers.Accept.ParseAdd(LedgerMediaTypes.Table);
        using var answer = await app.Client.SendAsync(request);
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo(LedgerMediaTypes.Table));
        return (await answer.Content.ReadFromJsonAsync<ReportTableAnswer>(Wire.Options))!;
    }
}
