using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>Imports facts of all mechanics with --follow-clock, and compares the exports with the published ones.</summary>
[NonParallelizable]
public sealed class MechanicsReplayTests
{
    private static readonly string[] Exports =
        ["balances", "standings", "rebates", "entitlements", "members", "grants", "challenges", "partners"];

    private static readonly TimeSpan WithinMax = TimeSpan.FromMinutes(15);
    private TestDatabase database = null!;
    private string folder = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        database = await TestDatabase.CreateAsync();
        folder = Directory.CreateTempSubdirectory("ledger-mechanics-").FullName;
    }

    [TearDown]
    public async Task DropAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [TestCase("http"), TestCase("bus")]
    [Category("Slow")]
    public async Task The_example_of_all_mechanics_ends_in_the_published_exports_also_when_it_is_imported_twice(string via)
    {
        TestServers.SkipUnlessSlow();
        var example = await Example.ReadAsync();
        await using var instance = await Instance.StartAsync(database.ConnectionString, via == "bus" ? TestServers.Rabbit : null);
        await instance.SucceedAsync("program", "publish", example.Document, "--clock", "manual");

        Assert.That(await ImportedAsync(instance, example.Facts, example.Program, via), Is.EqualTo(Example.Outcome));
        await instance.SucceedAsync("advance", "--program", example.Program, "--as-of", Example.AsOf);
        await CompareAsync(instance, example);
        await VerifyDrawsAsync(instance, example.Program, "midyear");
        var events = await instance.Log.CountAsync();

        // Refused facts are refused again, and each is stored once.
        Assert.That(await ImportedAsync(instance, example.Facts, example.Program, via), Is.EqualTo(Example.Outcome));
        Assert.That(await instance.Log.CountAsync(), Is.EqualTo(events), "nothing changes");
        await CompareAsync(instance, example);
        await instance.SucceedAsync("verify");
    }

    [TestCase("http"), TestCase("bus")]
    [Category("Slow")]
    public async Task The_example_of_all_mechanics_survives_the_death_of_the_service_and_of_the_database(string via)
    {
        TestServers.SkipUnlessSlow();
        TestServers.SkipOnContainers();
        var example = await Example.ReadAsync();
        await using var servers = await OwnServers.StartAsync();
        await using var instance = await Instance.StartAsync(servers.Postgres, via == "bus" ? servers.Rabbit : null);
        await instance.SucceedAsync("program", "publish", example.Document, "--clock", "manual");

        Func<Task>[] deaths = [instance.Service.RestartAsync, () => servers.KillAsync("postgres")];
        var import = ImportedAsync(instance, example.Facts, example.Program, via);
        for (var n = 0; n < deaths.Length; n++)
        {
            var until = (n + 1) * Example.Events / (deaths.Length + 1);
            if (import.IsCompleted) import = ImportedAsync(instance, example.Facts, example.Program, via);
            await Eventually.TrueAsync(async () => import.IsCompleted || await instance.Log.CountAsync() > until, $"{until} events",
                WithinMax);
            Assert.That(import.IsCompleted, Is.False, "it is killed in the middle");
            await deaths[n]();
        }

        await import;

        // Over the bus, an interrupted import cannot tell how its messages ended; importing again can.
        await Eventually.GetAsync(() => ImportedAsync(instance, example.Facts, example.Program, via), outcome => outcome == Example.Outcome,
            "the import to be resumed", WithinMax);
        await instance.SucceedAsync("advance", "--program", example.Program, "--as-of", Example.AsOf);
        await CompareAsync(instance, example);
        await instance.SucceedAsync("verify");
    }

    [Test]
    public async Task The_sample_shows_a_membership_a_milestone_segments_activities_and_a_challenge()
    {
        var sample = Path.Combine(BuiltFiles.Root, "infra", "sample");
        await using var instance = await Instance.StartAsync(database.ConnectionString);
        await instance.SucceedAsync("program", "publish", Path.Combine(sample, "program.json"), "--clock", "manual");
        Assert.That(await ImportedAsync(instance, Path.Combine(sample, "facts.ndjson"), "acme", "http"), Is.EqualTo((10L, 0L, 0L)));
        await instance.SucceedAsync("advance", "--program", "acme", "--as-of", "2025-07-08T00:00:00Z");
        await instance.SucceedAsync("export", "--program", "acme", "--out", folder);

        var challenges = await File.ReadAllTextAsync(Path.Combine(folder, "challenges.csv"));
        Assert.That(challenges, Does.StartWith("challenge,period,rank,accountId,metric,prize\nnewcomer-of-the-quarter,2025-Q1,1,north,"));
        Assert.That(challenges, Does.Contain("newcomer-of-the-quarter,2025-Q1,2,south,1260.00,reward:mug\n"));
        var grants = await File.ReadAllTextAsync(Path.Combine(folder, "grants.csv"));
        Assert.That(grants, Does.Contain("stamp-card-north-1,north,mug,granted\n"));
        Assert.That(grants, Does.Contain("newcomer-of-the-quarter-2025-Q1-2,south,mug,granted\n"));
        var members = (await File.ReadAllTextAsync(Path.Combine(folder, "members.csv"))).Split('\n');
        Assert.That(
            members.Single(line => line.StartsWith("north,", StringComparison.Ordinal)), Does.Contain("gardener").And.Contain("plus"));
        Assert.That(members.Single(line => line.StartsWith("south,", StringComparison.Ordinal)), Does.EndWith(",9"));
    }

    private async Task CompareAsync(Instance instance, Example example)
    {
        await instance.SucceedAsync("export", "--program", example.Program, "--out", folder);
        foreach (var name in Exports)
        {
            var expected = await UnzippedAsync(example.Expected(name));
            var actual = WithoutDraws(name, await File.ReadAllTextAsync(Path.Combine(folder, $"{name}.csv")));
            Assert.That(actual == expected, Is.True, () => $"{name}.csv: {FirstDifference(actual, expected)}");
        }
    }

    // A refused fact gives exit code 1, so the report counts. An interrupted import leaves no report.
    private async Task<(long Accounted, long Rejected, long Conflicts)?> ImportedAsync(Instance instance, string file, string program,
        string via)
    {
        var path = Path.Combine(folder, "report.json");
        File.Delete(path);
        var run = await instance.LedgerAsync(
            "import", file, "--profile", "ndjson", "--program", program, "--via", via, "--follow-clock", "--report", path);
        if (!File.Exists(path))
        {
            await TestContext.Out.WriteLineAsync($"The import left no report:\n{run.Output}\n{run.Error}");
            return null;
        }

        var report = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        return ((long)report["accounted"]!, (long)report["rejected"]!, (long)report["conflicts"]!);
    }

    private async Task VerifyDrawsAsync(Instance instance, string program, string draw)
    {
        var proof = Path.Combine(folder, "proof.json");
        await File.WriteAllTextAsync(proof, (await instance.Service.Api.GetAsync($"{LedgerApi.Program(program)}/draws/{draw}/proof")).Text);
        Assert.That(await instance.SucceedAsync("draws", "verify", proof), Does.Contain("winners of"));
    }

    // A draw's winners depend on the hash chain, so the published grants leave out those of draws.
    private static string WithoutDraws(string name, string text) => name != "grants"
            ? text
            : string.Concat(
                text.Split('\n').Where(line => !line.StartsWith("midyear-", StringComparison.Ordinal)).Select(line => line + "\n"))[..^1];

    private static string FirstDifference(string actual, string expected)
    {
        var (ours, theirs) = (actual.Split('\n'), expected.Split('\n'));
        var at = Enumerable.Range(0, Math.Min(ours.Length, theirs.Length)).FirstOrDefault(i => ours[i] != theirs[i]);
        return $"line {at + 1} is\n{ours[at]}\nexpected\n{theirs[at]}";
    }

    private static async Task<string> UnzippedAsync(string path)
    {
        await using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>The public example, which is not part of the repository.</summary>
    private sealed record Example(string Folder, string Program)
    {
        public const string AsOf = "2012-03-01T00:00:00Z";

        /// <summary>About how many events its facts give.</summary>
        public const int Events = 90_000;

        public string Document => Path.Combine(Folder, "program.json");

        public string Facts => Path.Combine(Folder, "facts.ndjson.gz");

        /// <summary>The expected counts: some of its facts must be refused.</summary>
        public static (long Accounted, long Rejected, long Conflicts)? Outcome => (31_995, 66, 0);

        public static async Task<Example> ReadAsync()
        {
            var folder = Path.Combine(BuiltFiles.Root, "..", "shared", "examples", "mechanics");
            if (!Directory.Exists(folder)) Assert.Ignore(
                "The example is not part of the repository: there is no folder ../shared beside it.");
            return new Example(folder,
                (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "program.json")))!["program"]!);
        }

        public string Expected(string export) => Path.Combine(Folder, "expected", $"{export}.csv.gz");
    }
}
