using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>
/// kill -9 between a commit and its answer: a client without an answer repeats the command with the same key and gets the first outcome,
/// and each key spent value exactly once.
/// </summary>
[NonParallelizable]
public sealed class KilledSpendingTests
{
    private const int Clients = 8;
    private const int Kills = 8;

    // Commands per client and run of the service: more than can be sent before it is killed, so that some are in progress then.
    private const int CommandsEach = 150;
    private const int EventsUntilKilledMax = 120;
    private const int Start = 100_000;
    private const string Members =
        "\"pointValue\": 0.01, \"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }";
    private readonly Shop shop = new("killed-spending");
    private readonly Dictionary<string, (ISpendingCommand Command, Settled Answer)> settled = [];
    private int resolved;

    [TestCase("http"), TestCase("bus", Category = "Slow")]
    public async Task What_was_answered_stays_and_what_was_not_is_answered_once(string via)
    {
        if (via == "bus") TestServers.SkipUnlessSlow();
        settled.Clear();
        resolved = 0;
        await using var database = await TestDatabase.CreateAsync();
        await using var broker = via == "bus" ? await Broker.ConnectAsync() : null;
        await using var instance = await Instance.StartAsync(database.ConnectionString, via == "bus" ? TestServers.Rabbit : null);
        var (service, bank) = (instance.Service, new Bank(database.DataSource));
        await service.Api.PublishAsync(shop.Document(Members));
        Assert.That((await service.Api.SendAsync(shop.Order("1", lines: Shop.Line("L1", Start)))).Status, Is.EqualTo(201));

        var till = new Till(service.Api, broker);
        using var enough = new CancellationTokenSource();
        using var permits = new SemaphoreSlim(0);
        var clients = Enumerable
            .Range(0, Clients)
            .Select(client => ClientAsync(client, via == "bus" ? till.AskAsync : till.PostAsync, permits, enough.Token))
            .ToList();
        var random = new Random(17);
        for (var kill = 0; kill < Kills; kill++)
        {
            var until = await instance.Log.CountAsync() + random.Next(1, EventsUntilKilledMax);
            permits.Release(CommandsEach);
            await Eventually.TrueAsync(async () => await instance.Log.CountAsync() >= until, "the clients to go on");
            await FreezeAndKillAsync(service, database);
            Assert.That((await bank.CheckAsync(shop.Program)).Findings, Is.Empty, $"after kill {kill + 1}");
            await service.StartAsync();
        }

        await enough.CancelAsync();
        await Task.WhenAll(clients);
        TestContext.Out.WriteLine($"{settled.Count} commands, {resolved} of them were carried out before the answer was lost");

        Assert.That(settled.Values.Select(one => one.Answer.Outcome), Is.All.EqualTo("recorded").Or.EqualTo("repeated"));
        Assert.That(resolved, Is.GreaterThan(0), "some answers were lost between commit and reply");
        foreach (var (command, answer) in settled.Values)
        {
            var again = await till.PostAsync(command);
            Assert.That((again.Outcome, again.Text), Is.EqualTo(("repeated", answer.Text)), command.Key);
        }

        var points = (await instance.Log.AccountAsync(shop.Program, "A")).Wallet(new("account", "points"));
        var spent = settled.Values.Where(one => one.Command is not HoldPoints).Sum(one => one.Answer.Reply!.Amount!.Value);
        Assert.That((points.Redeemed, points.Held, points.Unheld), Is.EqualTo((spent, 0m, Start - spent)));
        var report = await bank.CheckAsync(shop.Program);
        Assert.That((report.Keys, report.Findings.Count), Is.EqualTo(((long)settled.Count, 0)), report.ToString());
        await instance.SucceedAsync("verify");
    }

    // The database finishes what it was sent: it commits, but the frozen service cannot answer.
    private static async Task FreezeAndKillAsync(ServiceProcess service, TestDatabase database)
    {
        await service.FreezeAsync();
        await Eventually.TrueAsync(async () => await ActiveAsync(database) == 0, "the database to finish what it was sent");
        await service.KillAsync();
    }

    private static async Task<long> ActiveAsync(TestDatabase database)
    {
        // Sessions that wait for the frozen process, or for a lock that it holds, are not counted, because they wait until it is killed.
        await using var command = database.DataSource.CreateCommand(
            """
            select count(*) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
               and coalesce(wait_event_type, '') not in ('Client', 'Lock') and backend_type = 'client backend'
            """);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ClientAsync(
        int client, Func<ISpendingCommand, Task<Settled>> sendAsync, SemaphoreSlim permits, CancellationToken enough)
    {
        for (var n = 0; !enough.IsCancellationRequested; n++)
        {
            try
            {
                await permits.WaitAsync(enough);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var key = $"{client}-{n}";
            await DoAsync(new RedeemPoints(shop.Program, key, "A", "voucher", 1 + (n % 3)), sendAsync);
            if (n % 4 > 0) continue;
            await DoAsync(new HoldPoints(shop.Program, key + "h", "A", 600, 5), sendAsync);
            await DoAsync(new CaptureHold(shop.Program, key + "c", key + "h", 1 + (n % 5)), sendAsync);
        }
    }

    // Repeats a command with the same key until there is an answer.
    private async Task DoAsync(ISpendingCommand command, Func<ISpendingCommand, Task<Settled>> sendAsync)
    {
        Settled? answer = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    answer = await sendAsync(command);
                    return !answer.Outcome.StartsWith("status", StringComparison.Ordinal);
                }
                catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
                {
                    return false;
                }
            },
            $"an answer to {command.Key}",
            TimeSpan.FromMinutes(3));
        lock (settled)
        {
            settled.Add(command.Key, (command, answer!));
            // If the first answer that arrives says repeated, the command was carried out before and that answer was lost.
            if (answer!.Outcome == "repeated") resolved++;
        }
    }
}
