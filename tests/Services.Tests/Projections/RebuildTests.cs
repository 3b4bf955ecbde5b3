using Ledger.Contracts.V1;
using Npgsql;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

public sealed class RebuildTests : ProjectionsFixture
{
    [Test]
    public async Task Equals_what_was_there_while_new_events_arrive_and_queries_go_on()
    {
        var given = new Given("acme");
        await Log.AppendAsync(Sample.History(given));
        await using var app = await StartAsync();
        await app.ExportsAsync("acme", Log.Position);
        var generation = await LiveAsync();

        using var answer = await app.Client.PostAsync(new Uri("/v1/projections/rebuild", UriKind.Relative), null);
        for (var n = 0; await StateAsync(app) is "requested" or "running"; n++)
        {
            var at = Given.Day(100).AddMinutes(n);
            await Log.AppendAsync([given.Order($"N{n % 7}", $"O{n + 100}", at), given.Evaluated($"N{n % 7}", $"O{n + 100}", at, 2.5m, 2)]);
            await app.ExportsAsync("acme", Log.Position);
        }

        var rebuilt = await app.ExportsAsync("acme", Log.Position);

        Assert.That((await StateAsync(app), await LiveAsync()), Is.EqualTo(("done", generation + 1)));
        while (await SchemasAsync() is not [_]) await app.ExportsAsync("acme", Log.Position);
        Assert.That(await SchemasAsync(), Is.EqualTo(new[] { $"projections_{generation + 1}" }));

        // Building the views from the same log again gives the same.
        await ExecuteAsync($"drop schema projections_{generation + 1} cascade");
        await ExecuteAsync("delete from projections.live");
        await using var fresh = await StartAsync();
        Assert.That(await fresh.ExportsAsync("acme", Log.Position), Is.EqualTo(rebuilt));
    }

    [Test]
    public async Task Is_taken_up_again_by_the_next_process()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using (var app = await StartAsync()) await app.ExportsAsync("acme", Log.Position);
        var generation = await LiveAsync();
        await ExecuteAsync("update projections.rebuild set state = 'requested'");

        await using var next = await StartAsync();
        while (await StateAsync(next) is "requested" or "running") await next.ExportsAsync("acme", Log.Position);

        Assert.That(await LiveAsync(), Is.EqualTo(generation + 1));
    }

    [Test]
    public async Task Starts_over_when_its_tables_are_gone()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();
        var before = await app.ExportsAsync("acme", Log.Position);

        await DropAsync($"projections_{await LiveAsync()}");
        await Log.AppendAsync([new ClockAdvanced("acme", "manual", Given.Day(90), Given.Day(90))]);

        Assert.That(await app.ExportsAsync("acme", Log.Position), Is.EqualTo(before));
    }

    private static async Task<string?> StateAsync(ProjectionsApp app) =>
        (await app.GetAsync("/v1/projections/rebuild")).GetProperty("state").GetString();

    private async Task<int> LiveAsync()
    {
        await using var command = Database.DataSource.CreateCommand("select generation from projections.live");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private async Task<List<string>> SchemasAsync()
    {
        await using var command = Database.DataSource.CreateCommand(
            "select nspname from pg_namespace where nspname like 'projections\\__%' order by 1");
        await using var reader = await command.ExecuteReaderAsync();
        var schemas = new List<string>();
        while (await reader.ReadAsync()) schemas.Add(reader.GetString(0));
        return schemas;
    }

    // The app may be writing to the schema: then one of the two is the victim of a deadlock, and a dropped schema is dropped again.
    private async Task DropAsync(string schema)
    {
        while (true)
        {
            try
            {
                await ExecuteAsync($"drop schema {schema} cascade");
                return;
            }
            catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                await TestContext.Out.WriteLineAsync("deadlock: dropping the schema once more");
            }
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
