using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>Two years of real orders, compared with the results of two independent implementations.</summary>
[NonParallelizable]
public sealed class RealOrdersTests
{
    [Test]
    public async Task The_wholesalers_orders_end_in_the_published_exports()
    {
        RealOrders.SkipUnlessThere();
        var program = (string)JsonNode.Parse(await File.ReadAllTextAsync(RealOrders.Document))!["program"]!;
        var folder = Directory.CreateTempSubdirectory("ledger-replay-").FullName;
        await using var database = await TestDatabase.CreateAsync();
        await using var instance = await Instance.StartAsync(database.ConnectionString);
        try
        {
            await instance.SucceedAsync("program", "publish", RealOrders.Document, "--clock", "manual");
            var report = Path.Combine(folder, "report.json");
            await instance.SucceedAsync("import", RealOrders.Lines, "--profile", "online-retail", "--program", program, "--report", report);
            var accrued = await CsvAsync(instance, program, "reports/rebates-accrued.csv");
            await instance.SucceedAsync("advance", "--program", program, "--as-of", "2012-01-01T00:00:00Z");
            await instance.SucceedAsync("export", "--program", program, "--out", folder);

            var counts = JsonNode.Parse(await File.ReadAllTextAsync(report))!;
            Assert.That(
                (
                    (long)counts["orders"]!, (long)counts["returns"]!, (long)counts["accounts"]!, (long)counts["recorded"]!,
                    (long)counts["rejected"]!),
                Is.EqualTo((36_969L, 8_723L, 5_878L, 45_692L, 0L)));
            foreach (var name in new[] { "balances", "standings", "rebates", "entitlements" })
            {
                var expected = await UnzippedAsync(RealOrders.Expected(name));
                var actual = await File.ReadAllBytesAsync(Path.Combine(folder, $"{name}.csv"));
                Assert.That(
                    actual.AsSpan().SequenceEqual(expected), Is.True,
                    $"{name}.csv is {actual.Length} bytes, expected are {expected.Length}");
            }

            await RollsForwardAsync(instance, program);
            await TiesAsync(instance, program, accrued);
            await JournalsAsync(instance, program);
            await LateFactsAsync(instance, program);
            await instance.SucceedAsync("verify");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// The reports agree with the exports, and the rebates accrued before the last periods closed are those that were paid.
    /// </summary>
    private static async Task TiesAsync(Instance instance, string program, List<Dictionary<string, string>> accrued)
    {
        var entitlements = await CsvAsync(instance, program, "exports/entitlements.csv");
        var standings = await CsvAsync(instance, program, "exports/standings.csv");
        var rebates = await CsvAsync(instance, program, "exports/rebates.csv");
        var movements = await CsvAsync(instance, program, "reports/tier-movements.csv");
        var months = await CsvAsync(instance, program, "reports/variance-months.csv");
        var variance = await CsvAsync(instance, program, "reports/variance.csv");
        var returned = (await CsvAsync(instance, program, "reports/return.csv")).Where(line => line["segment"].Length == 0).ToList();

        Assert.Multiple(() =>
        {
            foreach (var tier in standings.GroupBy(line => line["tier"]))
            {
                var (came, went) = (movements.Where(line => line["to"] == tier.Key), movements.Where(line => line["from"] == tier.Key));
                Assert.That(Sum(came, "accounts") - Sum(went, "accounts"), Is.EqualTo(tier.Count()), tier.Key);
            }

            foreach (var column in (string[])["entitled", "stated", "variance"])
            {
                var expected = Sum(entitlements.Where(line => Money(line["variance"]) != 0), column);
                Assert.That((Sum(variance, column), Sum(months, column)), Is.EqualTo((expected, expected)), column);
            }

            Assert.That(Sum(variance, "variance"), Is.EqualTo(Sum(entitlements, "variance")).And.Not.Zero);
            Assert.That(Sum(returned, "points"), Is.EqualTo(Sum(entitlements, "points")).And.Not.Zero);
            Assert.That(Sum(returned, "orders"), Is.EqualTo(entitlements.Count));
            Assert.That(Sum(returned, "discount"), Is.EqualTo(Sum(entitlements, "stated")));
            Assert.That(Sum(returned, "rebates"), Is.EqualTo(Sum(rebates, "amount")).And.Not.Zero);
            var parts = Sum(returned, "discount") + Sum(returned, "pointsValue") + Sum(returned, "rebates");
            Assert.That(Sum(returned, "cost"), Is.EqualTo(parts));

            var paid = rebates.ToDictionary(PeriodOf, line => (line["basis"], line["amount"]));
            Assert.That(accrued, Is.Not.Empty);
            Assert.That(accrued.Where(line => paid[PeriodOf(line)] != (line["basis"], line["amount"])), Is.Empty);
        });
        Assert.That(await CsvAsync(instance, program, "reports/rebates-accrued.csv"), Is.Empty, "all periods are closed");

        static string PeriodOf(Dictionary<string, string> line) => $"{line["accountId"]} {line["rebate"]} {line["period"]}";
        static decimal Money(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
        static decimal Sum(IEnumerable<Dictionary<string, string>> lines, string column) => lines.Sum(line => Money(line[column]));
    }

    // The ids of these orders need no quotes.
    private static async Task<List<Dictionary<string, string>>> CsvAsync(Instance instance, string program, string path)
    {
        var position = await instance.Log.CountAsync();
        var reply = await instance.Service.Api.GetAsync($"{LedgerApi.Program(program)}/{path}?minPosition={position}");
        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
        var lines = reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(field => field.First, field => field.Second))];
    }

    /// <summary>
    /// Every month opens with the closing balances of the month before, and its identity holds; the last month closes with the trial
    /// balance.
    /// </summary>
    private static async Task RollsForwardAsync(Instance instance, string program)
    {
        var (position, closings) = (await instance.Log.CountAsync(), new Dictionary<string, decimal>());
        var together = (await ReportAsync($"roll-forward-months?minPosition={position}"))["months"]!.AsArray()
            .ToDictionary(month => (string)month!["period"]!, month => month!["units"]!.ToJsonString());
        for (var month = new DateOnly(2009, 12, 1); month <= new DateOnly(2012, 1, 1); month = month.AddMonths(1))
        {
            var report = await ReportAsync($"roll-forward?period={month:yyyy-MM}&minPosition={position}");
            if (together.Remove($"{month:yyyy-MM}", out var units)) Assert.That(units, Is.EqualTo(report["units"]!.ToJsonString()));
            foreach (var unit in report["units"]!.AsArray())
            {
                foreach (var book in unit!["books"]!.AsArray())
                {
                    decimal Of(string column) => (decimal)book![column]!;
                    var name = $"{unit["unit"]} {book!["book"]}";
                    Assert.That(Of("opening"), Is.EqualTo(closings.GetValueOrDefault(name)), $"{month:yyyy-MM} {name}");
                    Assert.That(
                        Of("opening") + Of("issued") + Of("activated") + Of("held") - Of("redeemed") + Of("redemptionReversed")
                            - Of("expired") - Of("reversed") + Of("adjusted") + Of("transferred") + Of("arrearsPaid"),
                        Is.EqualTo(Of("closing")), $"{month:yyyy-MM} {name}");
                    closings[name] = Of("closing");
                }
            }
        }

        Assert.That(together, Is.Empty, "each month of the report of all months was compared with its own");
        Assert.That(closings, Contains.Key("points available").And.ContainKey("cashback available"));
        var balance = (await ReportAsync("trial-balance"))["books"]!.AsArray()
            .ToDictionary(book => $"{book!["unit"]} {book["book"]}", book => (decimal)book!["amount"]!);
        foreach (var (name, closing) in closings.Where(one => !one.Key.EndsWith(" total", StringComparison.Ordinal)))
        {
            Assert.That(closing, Is.EqualTo(balance.GetValueOrDefault(name)), name);
        }

        // The liability and the expiring value sum to what these books hold.
        string[] books = ["pending", "available", "held"];
        foreach (var unit in (await ReportAsync("liability"))["units"]!.AsArray())
        {
            Assert.That((decimal)unit!["amount"]!, Is.EqualTo(books.Sum(book => balance.GetValueOrDefault($"{unit["unit"]} {book}"))));
        }

        foreach (var unit in (await ReportAsync("expiring"))["units"]!.AsArray())
        {
            foreach (var book in books)
            {
                Assert.That(
                    unit!["months"]!.AsArray().Sum(month => (decimal)month![book]!),
                    Is.EqualTo(balance.GetValueOrDefault($"{unit["unit"]} {book}")), $"{unit["unit"]} {book}");
            }
        }

        async Task<JsonNode> ReportAsync(string report)
        {
            var reply = await instance.Service.Api.GetAsync($"{LedgerApi.Program(program)}/reports/{report}");
            Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
            return reply.Json;
        }
    }

    /// <summary>The journal of every month balances, and equals the roll-forward in money, by cause and in total.</summary>
    private static async Task JournalsAsync(Instance instance, string program)
    {
        var at = LedgerApi.Program(program);
        var set = await instance.Service.Api.SendAsync(
            HttpMethod.Put, $"{at}/accounting", """{"deferredIncome":"3500","breakageIncome":"8590","cost":"4790","redemption":"8400"}""");
        Assert.That(set.Status, Is.EqualTo(200), set.Text);
        var count = 0;
        for (var month = new DateOnly(2009, 12, 1); month <= new DateOnly(2012, 1, 1); month = month.AddMonths(1))
        {
            var (journal, rolled) = (await ReportAsync("journal"), await ReportAsync("roll-forward"));
            var lines = journal["lines"]!.AsArray();
            var accounts = journal["accounts"]!.AsArray();
            Assert.That(accounts.Sum(account => (decimal)account!["debit"]!), Is.EqualTo((decimal)journal["total"]!), $"{month:yyyy-MM}");
            Assert.That(accounts.Sum(account => (decimal)account!["credit"]!), Is.EqualTo((decimal)journal["total"]!), $"{month:yyyy-MM}");
            foreach (var unit in rolled["units"]!.AsArray())
            {
                var total = unit!["books"]!.AsArray().Single(book => (string?)book!["book"] == "total")!;
                var own = lines.Where(line => (string?)line!["unit"] == (string?)unit["unit"]).ToList();
                decimal Worth(string column) => Worthy((string?)unit["unit"] == "points", (decimal)total[column]!, journal);
                foreach (var cause in (string[])["issued", "redeemed", "redemptionReversed", "expired", "reversed"])
                {
                    var posted = own.Where(line => (string?)line!["cause"] == cause).Sum(line => (decimal)line!["amount"]!);
                    Assert.That(posted, Is.EqualTo(Worth(cause)), $"{month:yyyy-MM} {unit["unit"]} {cause}");
                }

                var owed = Of(own, "credit") - Of(own, "debit");
                Assert.That(owed, Is.EqualTo(Worth("closing") - Worth("opening")), $"{month:yyyy-MM} {unit["unit"]}");
                count += own.Count;
            }

            async Task<JsonNode> ReportAsync(string report)
            {
                var reply = await instance.Service.Api.GetAsync($"{at}/reports/{report}?period={month:yyyy-MM}&minPosition={set.Position}");
                Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
                return reply.Json;
            }
        }

        Assert.That(count, Is.GreaterThan(50), "lines of two years");

        static decimal Of(IEnumerable<JsonNode?> lines, string side) =>
            lines.Where(line => (string?)line![side] == "3500").Sum(line => (decimal)line!["amount"]!);

        static decimal Worthy(bool isPoints, decimal amount, JsonNode journal) =>
            isPoints ? amount * decimal.Parse((string)journal["pointValue"]!, System.Globalization.CultureInfo.InvariantCulture) : amount;
    }

    /// <summary>
    /// The reports of closed months never change by a byte: neither by closing nor by late facts that are dated in them, of new and old
    /// accounts.
    /// </summary>
    private static async Task LateFactsAsync(Instance instance, string program)
    {
        var (api, shop) = (instance.Service.Api, new Shop(program));
        await api.GoLiveAsync(program);
        await RecordAsync(shop.Order("late-1", "newcomer-1", "2011-05-10T10:00:00Z"));
        await api.NothingDueAsync(program);
        var before = await MonthsAsync();

        using var close = new StringContent("");
        close.Headers.Add("Idempotency-Key", "close-2011-06");
        var closed = await api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(program)}/periods/2011-06/close", close);
        Assert.That(closed.Status, Is.EqualTo(201), closed.Text);
        Assert.That(Differing(before, await MonthsAsync()), Is.Empty, "closing itself");

        await RecordAsync(shop.Order("late-2", "newcomer-2", "2011-05-11T10:00:00Z"));
        await RecordAsync(shop.Order("late-3", "14911", "2011-05-12T10:00:00Z"));
        await RecordAsync(shop.Return("late-1", "late-return", "2011-05-20T10:00:00Z"));
        await api.NothingDueAsync(program);
        Assert.That(Differing(before, await MonthsAsync()), Is.Empty, "late facts after the close");
        var entries = (await api.GetAsync($"{LedgerApi.Program(program)}/accounts/newcomer-2/entries")).Json["entries"]!.AsArray();
        Assert.That((string?)entries[0]!["priorPeriod"]!["datedIn"], Is.EqualTo("2011-05"));
        // The program is live, so a late fact is posted in the current month.
        var postedIn = ((string)entries[0]!["priorPeriod"]!["postedIn"]!)!;
        Assert.That((string)entries[0]!["effectiveAt"]!, Does.StartWith(postedIn));

        async Task RecordAsync(IFact fact)
        {
            var reply = await api.SendAsync(fact);
            Assert.That(reply.Status, Is.EqualTo(201), reply.Text);
        }

        // The reports of each month up to the last that will be closed.
        async Task<Dictionary<string, string>> MonthsAsync()
        {
            var (reports, position) = (new Dictionary<string, string>(), await instance.Log.CountAsync());
            for (var month = new DateOnly(2009, 12, 1); month <= new DateOnly(2011, 6, 1); month = month.AddMonths(1))
            {
                foreach (var report in (string[])["roll-forward", "journal"])
                {
                    var path = $"{LedgerApi.Program(program)}/reports/{report}.csv?period={month:yyyy-MM}&minPosition={position}";
                    var reply = await api.GetAsync(path);
                    Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
                    reports.Add($"{report} {month:yyyy-MM}", reply.Text);
                }
            }

            return reports;
        }

        static IReadOnlyList<string> Differing(Dictionary<string, string> before, Dictionary<string, string> after) =>
            [.. before.Where(report => after[report.Key] != report.Value).Select(report => report.Key)];
    }

    private static async Task<byte[]> UnzippedAsync(string path)
    {
        await using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
