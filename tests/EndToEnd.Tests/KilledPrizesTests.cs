using Ledger.Contracts.V1;
using Ledger.TestSupport;
using Npgsql;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>kill -9 while the prizes of a challenge or draw are paid: after a restart each prize was paid exactly once.</summary>
[NonParallelizable]
public sealed class KilledPrizesTests
{
    private const string AtOnce =
        "\"pointValue\": 0.01, \"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }";

    // Few enough that everything the service sends fits into the connection's buffers.
    private const int Ranks = 40;
    private const int Winners = 10_000;
    private const int Kills = 4;
    private readonly Shop shop = new("killed-prizes");
    private TestDatabase database = null!;

    private string Clock => $"{LedgerApi.Program(shop.Program)}/clock";

    [SetUp]
    public async Task CreateAsync() => database = await TestDatabase.CreateAsync();

    [TearDown]
    public async Task DropAsync() => await database.DisposeAsync();

    [TestCase(true, Description = "The database commits what the service has sent, and nobody hears of it.")]
    [TestCase(false, Description = "The transaction ends with the service.")]
    public async Task A_challenge_that_is_killed_in_the_middle_of_its_prizes_pays_each_once(bool isCommitted)
    {
        await using var instance = await Instance.StartAsync(database.ConnectionString);
        var prizes = Enumerable.Range(1, Ranks).Select(rank => $$"""{ "rank": {{rank}}, "unit": "cashback", "amount": {{100 + rank}} }""");
        await instance.Service.Api.PublishAsync(shop.Document(
            $$"""{{AtOnce}}, "challenges": [ { "id": "top", "period": "month", "metric": "spend", "prizes": ["""
                + $$""" {{string.Join(',', prizes)}} ] } ]"""));
        var orders = Enumerable.Range(1, Ranks + 20).Select(n => shop.Order($"{n}", $"A{n}", lines: Shop.Line("L1", 1_000 - n)));
        Assert.That((await instance.Service.Api.SendLinesAsync(shop.Program, orders)).Status, Is.EqualTo(200));

        // The close blocks in its transaction, at the locked row of a winner.
        await using (var connection = await database.DataSource.OpenConnectionAsync())
        await using (var held = await connection.BeginTransactionAsync())
        {
            await using (var command = new NpgsqlCommand($"select from ledger_accounts where account_id = 'A{Ranks}' for update",
                connection)) await command.ExecuteNonQueryAsync();
            Assert.That((await instance.Service.Api.SendAsync(HttpMethod.Post, Clock, """{"advanceTo":"2011-04-02T00:00:00Z"}""")).Status,
                Is.EqualTo(200));
            await Eventually.TrueAsync(async () => await CountAsync(Waiting) == 1, "the close to be in its transaction");
            if (isCommitted)
            {
                await instance.Service.FreezeAsync();
                await held.RollbackAsync();
                await Eventually.TrueAsync(async () => await PaidAsync("challenge") > 0, "the database to commit what it was sent");
                await instance.Service.KillAsync();
            }
            else
            {
                await instance.Service.KillAsync();
                await CountAsync(
                    $"select count(pg_terminate_backend(pid)) from ({Waiting.Replace("count(*)", "pid", StringComparison.Ordinal)}) w");
                await Eventually.TrueAsync(async () => await CountAsync(Waiting) == 0, "the transaction to end");
            }
        }

        Assert.That(await PaidAsync("challenge"), Is.EqualTo(isCommitted ? Ranks : 0));
        for (var starts = 0; starts < 2; starts++)
        {
            await instance.Service.RestartAsync();
            await instance.Service.Api.NothingDueAsync(shop.Program);
            var paid = (await instance.Log.EventsAsync(shop.Program)).OfType<CashbackAccrued>()
                .ToDictionary(entry => entry.AccountId, entry => entry.Amount);
            Assert.That(paid, Is.EquivalentTo(Enumerable.Range(1, Ranks).ToDictionary(rank => $"A{rank}", rank => 100m + rank)));
            Assert.That((await instance.Log.EventsAsync(shop.Program)).OfType<ChallengeClosed>().Count(one => one.Period == "2011-03"),
                Is.EqualTo(1));
        }

        await instance.SucceedAsync("verify");
    }

    [Test]
    [Category("Slow")]
    public async Task A_draw_of_ten_thousand_prizes_that_is_killed_again_and_again_pays_each_once()
    {
        TestServers.SkipUnlessSlow();
        await using var instance = await Instance.StartAsync(database.ConnectionString);
        await instance.Service.Api.PublishAsync(shop.Document(
            $$"""{{AtOnce}}, "draws": [ { "id": "grand", "at": "2011-04-01T00:00:00Z", "prizes": {{Winners}}, "unit": "points","""
                + $$""" "amount": 5 } ]"""));
        foreach (var orders in Enumerable.Range(1, Winners + 100).Select(n => shop.Order($"{n}", $"A{n}")).Chunk(1_000))
        {
            Assert.That((await instance.Service.Api.SendLinesAsync(shop.Program, orders)).Status, Is.EqualTo(200));
        }

        Assert.That((await instance.Service.Api.SendAsync(HttpMethod.Post, Clock, """{"advanceTo":"2011-04-02T00:00:00Z"}""")).Status,
            Is.EqualTo(200));
        var inTime = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            // The first kill comes while the service reads the candidates, the others while it writes; once the draw is held, no more are
            // needed.
            if (kill > 0) await Eventually.TrueAsync(async () => await CountAsync(Writing) > 0 || await PaidAsync("draw") > 0,
                "the draw to be written");
            await instance.Service.KillAsync();
            await Eventually.TrueAsync(async () => await CountAsync(Writing) == 0, "the database to end what it was sent");
            var paid = await PaidAsync("draw");
            Assert.That(paid, Is.EqualTo(0).Or.EqualTo(Winners));
            inTime += paid == 0 ? 1 : 0;
            await instance.Service.StartAsync();
        }

        await instance.Service.Api.NothingDueAsync(shop.Program);
        TestContext.Out.WriteLine($"{inTime} of {Kills} kills came before the draw was held");
        Assert.That(inTime, Is.GreaterThan(0));
        var events = await instance.Log.EventsAsync(shop.Program);
        var held = events.OfType<DrawHeld>().Single();
        Assert.That(held.Winners.Distinct().Count(), Is.EqualTo(Winners));
        Assert.That(events.OfType<PointsAccrued>().Where(entry => entry.Cause.Kind == "draw").Select(entry => entry.AccountId),
            Is.EquivalentTo(held.Winners));
        await instance.SucceedAsync("verify");
    }

    private const string Waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'select "
        + "ledger\\_%'";

    private const string Writing =
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'active' "
        + "and query like 'select ledger\\_save\\_%'";

    private Task<long> PaidAsync(string kind) =>
        CountAsync(
            $"select count(*) from mt_events where type in ('cashback_accrued', 'points_accrued') and data #>> '{{cause,kind}}' = '{kind}'"
        );

    private async Task<long> CountAsync(string select)
    {
        await using var command = database.DataSource.CreateCommand(select);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
