using System.Globalization;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>
/// Builds the sample programs from the packages that infra/pack makes, in a folder outside this checkout, and runs them against a service.
/// </summary>
[NonParallelizable]
public sealed class SamplesTests
{
    private const string Samples = "infra/docs/samples";
    private string folder = null!;
    private TestDatabase database = null!;
    private Instance instance = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        folder = Directory.CreateTempSubdirectory("ledger-samples-").FullName;
        await SucceedAsync("bash", Path.Combine(BuiltFiles.Root, "infra/pack"), "--out", folder);
        foreach (var sample in Directory.GetFiles(Path.Combine(BuiltFiles.Root, Samples), "*.cs"))
        {
            File.Copy(sample, Path.Combine(folder, Path.GetFileName(sample)));
        }

        database = await TestDatabase.CreateAsync();
        instance = await Instance.StartAsync(database.ConnectionString, TestServers.Rabbit);
        await instance.SucceedAsync("program", "publish", Path.Combine(BuiltFiles.Root, "infra/sample/program.json"), "--clock", "wall");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (instance is not null) await instance.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [TestCase("shop.cs", 60)]
    [TestCase("erp-publisher.cs", 60)]
    [TestCase("subscriber.cs", 40)]
    [TestCase("month-end.cs", 45)]
    public void A_sample_is_short(string sample, int linesMax) =>
        Assert.That(File.ReadLines(Path.Combine(BuiltFiles.Root, Samples, sample)).Count(), Is.AtMost(linesMax));

    [Test]
    public async Task The_packages_have_a_readme_a_licence_and_docs()
    {
        foreach (var package in (string[])["Ledger.Contracts", "Ledger.Client"])
        {
            using var archive = await System.IO.Compression.ZipFile.OpenReadAsync(Path.Combine(folder, $"{package}.0.1.0.nupkg"));
            var names = archive.Entries.Select(entry => entry.FullName).ToList();
            using var reader = new StreamReader(await archive.GetEntry($"{package}.nuspec")!.OpenAsync());
            var spec = await reader.ReadToEndAsync();
            Assert.That(names, Is.SupersetOf(new[] { "README.md", $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml" }));
            Assert.That(spec, Does.Contain("<license type=\"expression\">MIT</license>").And.Contain("<readme>README.md</readme>"));
        }
    }

    [Test]
    public async Task A_shop_redeems_a_reward_once_and_a_subscriber_sees_all_of_it()
    {
        var arguments = new[] { instance.Service.Url.ToString(), instance.Service.Key, "acme", "north", "basket-1" };
        var first = await RunAsync("shop.cs", arguments);
        var again = await RunAsync("shop.cs", arguments);
        Assert.That(first, Does.Contain("is recorded").And.Match("A mug for 800 points\\.").And.Match("points_redeemed +-?800 points"));
        Assert.That(again, Does.Contain("is repeated").And.Contain("A mug for 800 points, as before."));
        Assert.That(Occurrences(again, "points_redeemed"), Is.EqualTo(1));

        // The order is of last month.
        var month = DateTimeOffset.UtcNow.AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var filed = await RunAsync("month-end.cs", arguments[0], arguments[1], "acme", month, folder);
        Assert.That(filed, Does.Match($"Points of {month}: 0 \\+ \\d{{3,}} issued").And.Match(@"The books sum to 0(\.00)? at position"));
        Assert.That(filed, Does.Match($"Orders of {month} gave -?\\d+\\.\\d\\d less discount"));
        Assert.That((await File.ReadAllBytesAsync(Path.Combine(folder, "liability.xlsx")))[..2], Is.EqualTo("PK"u8.ToArray()));

        var head = await instance.Log.CountAsync();
        var kept = Path.Combine(folder, "position");
        var seen = await RunAsync("subscriber.cs", arguments[0], arguments[1], "acme", kept, $"{head}");
        var positions = seen.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => long.Parse(line.Split(' ')[0]));
        Assert.That(positions, Is.EqualTo(Enumerable.Range(1, (int)head).Select(position => (long)position)));
        Assert.That(seen, Does.Contain("points_redeemed"));
        Assert.That(await File.ReadAllTextAsync(kept), Is.EqualTo($"{head}"));
    }

    [Test]
    public async Task What_an_ERP_system_publishes_is_recorded()
    {
        await RunAsync("erp-publisher.cs", TestServers.Rabbit, "acme", "south", "E-1");
        var order = await Eventually.GetAsync(
            () => instance.Service.Api.GetAsync("/v1/programs/acme/orders/erp/E-1"),
            reply => reply.Status == 200 && reply.Json["progress"] is { } progress && progress.AsArray().Count == 2
                && reply.Json["returns"]!.AsArray().Count == 1,
            "the order with what happened to it");
        Assert.That((decimal)order.Json["lines"]![1]!["remaining"]!, Is.EqualTo(36));
    }

    private static int Occurrences(string text, string word) => text.Split(word).Length - 1;

    private async Task<string> RunAsync(string sample, params string[] arguments) =>
        await SucceedAsync("dotnet", ["run", Path.Combine(folder, sample), "--", .. arguments]);

    private static async Task<string> SucceedAsync(string program, params string[] arguments)
    {
        var run = await Command.RunAsync(program, arguments);
        Assert.That(run.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{run.Output}\n{run.Error}");
        return run.Output;
    }
}
