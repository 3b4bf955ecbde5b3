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

            await instance.SucceedAsync("verify");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
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
