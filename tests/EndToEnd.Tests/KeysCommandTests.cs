using System.Text.Json.Nodes;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary><c>ledger keys</c> on a real database, as infra/run and people use it.</summary>
public sealed class KeysCommandTests
{
    private TestDatabase database = null!;
    private string folder = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        database = await TestDatabase.CreateAsync();
        folder = Directory.CreateTempSubdirectory("ledger-keys-").FullName;
    }

    [TearDown]
    public async Task DropAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task The_first_key_needs_no_service_and_opens_one_until_it_is_revoked()
    {
        var made = await KeysAsync("add", "ann", "--program", "acme", "--scopes", "accounts:read,orders:write", "--json");
        Assert.That(made.ExitCode, Is.Zero, made.Error);
        var key = JsonNode.Parse(made.Output)!;
        Assert.That(
            ((string?)key["name"], (string?)key["program"], key["scopes"]!.ToJsonString()),
            Is.EqualTo(("ann", "acme", """["orders:write","accounts:read"]""")));

        await using var service = await ServiceProcess.StartAsync(database.ConnectionString);
        using var client = service.ClientOf((string?)key["key"]);
        var api = new LedgerApi(client);
        Assert.That((await api.GetAsync("/v1/programs/acme")).Code, Is.EqualTo("unknown_program"));
        Assert.That((await api.GetAsync("/v1/programs/other")).Code, Is.EqualTo("forbidden"));

        var revoked = await KeysAsync("revoke", (string)key["id"]!);
        Assert.That(revoked.ExitCode, Is.Zero, revoked.Error);
        await Eventually.TrueAsync(async () => (await api.GetAsync("/v1/programs/acme")).Code == "unauthorized", "the key to stop");
    }

    [Test]
    public async Task A_list_shows_no_secret()
    {
        var text = (await KeysAsync("add", "ann", "--scopes", "all")).Output.Trim();
        Assert.That(text, Does.Match("^lk_[A-Z2-9]{10}_[0-9a-f]{64}$"));
        await KeysAsync("add", "bob", "--scopes", "finance:read");
        await KeysAsync("revoke", "bob");

        var list = await KeysAsync("list");
        Assert.That(list.Output, Does.Contain("ann").And.Not.Contain("bob").And.Not.Contain(text[^64..]));
        var all = (await KeysAsync("list", "--all", "--json"))
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .ToList();
        Assert.That(
            all.Select(key => ((string?)key["name"], key["revokedAt"] is not null)), Is.EqualTo(new[] { ("ann", false), ("bob", true) }));
        Assert.That(all.Select(key => key["key"]), Is.All.Null);
    }

    [TestCase("name_taken", "ann", "--scopes", "all")]
    [TestCase("name_taken", "bus", "--scopes", "all")]
    [TestCase("malformed_name", "Ann", "--scopes", "all")]
    [TestCase("malformed_name", "a b", "--scopes", "all")]
    [TestCase("unknown_scope", "bob", "--scopes", "orders:write,everything")]
    [TestCase("unknown_scope", "bob", "--scopes", ",")]
    [TestCase("malformed_id", "bob", "--scopes", "all", "--program", "a b")]
    [TestCase("malformed_id", "bob", "--program", "acme", "--partner", "a b")]
    [TestCase("program_missing", "bob", "--partner", "bank")]
    [TestCase("scope_mismatch", "bob", "--program", "acme", "--partner", "bank", "--scopes", "partner:read,finance:read")]
    [TestCase("scope_mismatch", "bob", "--program", "acme", "--partner", "bank", "--scopes", "all")]
    [TestCase("scope_mismatch", "bob", "--program", "acme", "--scopes", "partner:read")]
    public async Task What_makes_no_sense_is_refused_with_a_code(string code, params string[] arguments)
    {
        await KeysAsync("add", "ann", "--scopes", "all");
        var run = await KeysAsync(["add", .. arguments]);
        Assert.That((run.ExitCode, run.Output), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain($"({code})"));
        Assert.That((await KeysAsync("list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_partners_key_is_bound_to_its_partner_and_opens_nothing_of_the_operators()
    {
        var made = await KeysAsync("add", "bank-settlement", "--program", "acme", "--partner", "p-bank", "--json");
        Assert.That(made.ExitCode, Is.Zero, made.Error);
        var key = JsonNode.Parse(made.Output)!;
        Assert.That(((string?)key["program"], (string?)key["partner"], key["scopes"]!.ToJsonString()),
            Is.EqualTo(("acme", "p-bank", """["partner:read"]""")));
        Assert.That((await KeysAsync("list")).Output, Does.Contain("bank-settlement  acme, partner p-bank  partner:read"));

        await using var service = await ServiceProcess.StartAsync(database.ConnectionString);
        using var client = service.ClientOf((string?)key["key"]);
        foreach (var path in new[] { "", "/accounts", "/reports/trial-balance", "/exports/balances.csv", "/clock", "/events" })
        {
            Assert.That((await new LedgerApi(client).GetAsync($"/v1/programs/acme{path}")).Code, Is.EqualTo("forbidden"), path);
        }
    }

    [Test]
    public async Task What_is_revoked_already_cannot_be()
    {
        await KeysAsync("add", "ann", "--scopes", "all");
        Assert.That((await KeysAsync("revoke", "ann")).ExitCode, Is.Zero);
        Assert.That((await KeysAsync("revoke", "ann")).Error, Does.Contain("(unknown_key)"));
        Assert.That((await KeysAsync("add", "ann", "--scopes", "all")).ExitCode, Is.Zero, "the name is free again");
    }

    [Test]
    public async Task A_file_that_holds_a_key_that_works_is_kept_and_any_other_replaced()
    {
        var file = Path.Combine(folder, "operator.key");
        await OperatorAsync();
        var first = await File.ReadAllTextAsync(file);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        await OperatorAsync();
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(first));

        await KeysAsync("revoke", "operator");
        await OperatorAsync();
        var second = await File.ReadAllTextAsync(file);
        Assert.That(second, Is.Not.EqualTo(first));

        File.Delete(file);
        Assert.That((await KeysAsync("add", "operator", "--scopes", "all", "--file", file)).Error, Does.Contain("(name_taken)"));
        await OperatorAsync();
        Assert.That(await File.ReadAllTextAsync(file), Is.Not.EqualTo(second));
        Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(1));

        async Task OperatorAsync()
        {
            var run = await KeysAsync("add", "operator", "--scopes", "all", "--file", file, "--replace");
            Assert.That(run.ExitCode, Is.Zero, run.Error);
            Assert.That(run.Output, Does.Not.Contain((await File.ReadAllTextAsync(file)).Trim()));
        }
    }

    [Test]
    public async Task A_database_that_cannot_be_used_is_told_without_its_password()
    {
        var run = await Command.RunAsync(
            "dotnet", [BuiltFiles.Find("Ledger.Cli", "ledger.dll"), "keys", "list"],
            ("LEDGER_POSTGRES", "Host=127.0.0.1;Port=1;Password=hunter2"));
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((75, run.Error)), "it may work later, and infra/run tries again");
        Assert.That(run.Error, Is.Not.Empty.And.Not.Contain("hunter2"));
        var nonsense = await Command.RunAsync(
            "dotnet", [BuiltFiles.Find("Ledger.Cli", "ledger.dll"), "keys", "list"], ("LEDGER_POSTGRES", "Hostess=hunter2"));
        Assert.That(nonsense.ExitCode, Is.EqualTo(2));
        Assert.That(nonsense.Error, Is.Not.Empty.And.Not.Contain("hunter2"));
    }

    private Task<Command> KeysAsync(params string[] arguments) =>
        Command.RunAsync(
            "dotnet", [BuiltFiles.Find("Ledger.Cli", "ledger.dll"), "keys", .. arguments], ("LEDGER_POSTGRES", database.ConnectionString));
}
