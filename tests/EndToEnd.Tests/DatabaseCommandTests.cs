using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary><c>ledger db</c> on a real database, and how a service refuses a database with another build's schema.</summary>
public sealed class DatabaseCommandTests
{
    [Test]
    public async Task A_database_is_brought_to_the_build_once_and_checked()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var before = await RunAsync(database, "db", "check");
        Assert.That((before.ExitCode, before.Output.Contains("'ledger db apply' brings it there", StringComparison.Ordinal)),
            Is.EqualTo((1, true)), before.Output + before.Error);
        var keys = await RunAsync(database, "keys", "list");
        Assert.That((keys.ExitCode, keys.Error.Contains("ledger db apply", StringComparison.Ordinal)), Is.EqualTo((1, true)), keys.Error);
        var service = await Command.RunAsync("dotnet", [BuiltFiles.Find("Ledger.Standalone", "Ledger.Standalone.dll")], ("LEDGER_POSTGRES",
            database.ConnectionString));
        Assert.That((service.ExitCode, service.Error.Contains("'ledger db apply' brings it there", StringComparison.Ordinal)),
            Is.EqualTo((1, true)), service.Error);

        var applied = await RunAsync(database, "db", "apply");
        Assert.That((applied.ExitCode, applied.Output.Contains("public.mt_events: to be created.", StringComparison.Ordinal)),
            Is.EqualTo((0, true)), applied.Output + applied.Error);
        Assert.That((await RunAsync(database, "db", "apply")).Output.Trim(), Is.EqualTo("The database is at this build."));
        Assert.That((await RunAsync(database, "db", "check")).ExitCode, Is.Zero);
        Assert.That((await RunAsync(database, "keys", "list")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task What_somebody_added_to_a_table_is_not_dropped()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var command = database.DataSource.CreateCommand(
            "alter table mt_events add column note text")) await command.ExecuteNonQueryAsync();
        var refused = await RunAsync(database, "db", "apply");
        Assert.That((refused.ExitCode, refused.Error.Contains("(schema_would_drop)", StringComparison.Ordinal)), Is.EqualTo((1, true)),
            refused.Error);
        await using var look = database.DataSource.CreateCommand("select note from mt_events");
        Assert.That(await look.ExecuteScalarAsync(), Is.Null, "the column is still there");
    }

    private static Task<Command> RunAsync(TestDatabase database, params string[] arguments) =>
        Command.RunAsync("dotnet", [BuiltFiles.Find("Ledger.Cli", "ledger.dll"), .. arguments], ("LEDGER_POSTGRES",
            database.ConnectionString));
}
