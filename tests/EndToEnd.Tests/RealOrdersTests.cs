using System.IO.Compression;
using System.Text.Json.Nodes;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>Two years of real orders, compared with what two others computed who know nothing of this project.</summary>
[NonParallelizable]
public sealed class RealOrdersTests
{
    [Test]
    public async Task The_wholesalers_orders_end_in_the_published_exports()
    {
        var shared = Path.Combine(BuiltFiles.Root, "..", "shared");
        var orders = Path.Combine(shared, "data", "online_retail.csv.gz");
        var document = Path.Combine(shared, "examples", "wholesale-gbp.json");
        if (!File.Exists(orders) || !File.Exists(document)) Assert.Ignore("The real orders are not part of the repository: there is no folder ../shared beside it.");
        var program = (string)JsonNode.Parse(await File.ReadAllTextAsync(document))!["program"]!;
        var folder = Directory.CreateTempSubdirectory("ledger-replay-").FullName;
        await using var database = await TestDatabase.CreateAsync();
        await using var instance = await Instance.StartAsync(database.ConnectionString);
        try
        {
            await instance.SucceedAsync("program", "publish", document, "--clock", "manual");
            var report = Path.Combine(folder, "report.json");
            await instance.SucceedAsync("import", orders, "--profile", "online-retail", "--program", program, "--report", report);
            await instance.SucceedAsync("advance", "--program", program, "--as-of", "2012-01-01T00:00:00Z");
            await instance.SucceedAsync("export", "--program", program, "--out", folder);

            var counts = JsonNode.Parse(await File.ReadAllTextAsync(report))!;
            Assert.That(
                ((long)counts["orders"]!, (long)counts["returns"]!, (long)counts["accounts"]!, (long)counts["recorded"]!, (long)counts["rejected"]!),
                Is.EqualTo((36_969L, 8_723L, 5_878L, 45_692L, 0L)));
            foreach (var name in new[] { "balances", "standings", "rebates", "entitlements" })
            {
                var expected = await UnzippedAsync(Path.Combine(shared, "examples", "expected-wholesale-gbp", $"{name}.csv.gz"));
                var actual = await File.ReadAllBytesAsync(Path.Combine(folder, $"{name}.csv"));
                Assert.That(actual.AsSpan().SequenceEqual(expected), Is.True, $"{name}.csv is {actual.Length} bytes, expected are {expected.Length}");
            }

            await RollsForwardAsync(instance, program);
            await instance.SucceedAsync("verify");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Every month opens as the month before it closed and ties; the last closes with the trial balance.</summary>
    private static async Task RollsForwardAsync(Instance instance, string program)
    {
        var (position, closings) = (await instance.Log.CountAsync(), new Dictionary<string, decimal>());
        for (var month = new DateOnly(2009, 12, 1); month <= new DateOnly(2012, 1, 1); month = month.AddMonths(1))
        {
            var report = await ReportAsync($"roll-forward?period={month:yyyy-MM}&minPosition={position}");
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

        Assert.That(closings, Contains.Key("points available").And.ContainKey("cashback available"));
        var balance = (await ReportAsync("trial-balance"))["books"]!.AsArray()
            .ToDictionary(book => $"{book!["unit"]} {book["book"]}", book => (decimal)book!["amount"]!);
        foreach (var (name, closing) in closings.Where(one => !one.Key.EndsWith(" total", StringComparison.Ordinal)))
        {
            Assert.That(closing, Is.EqualTo(balance.GetValueOrDefault(name)), name);
        }

        // What is owed, and what expires of it, is what these books hold.
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

    private static async Task<byte[]> UnzippedAsync(string path)
    {
        await using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
