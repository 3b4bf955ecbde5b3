using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Two services write to one database, and the log stays consistent.</summary>
[NonParallelizable]
public sealed class TwoWritersTests
{
    [Test]
    public async Task Two_services_on_one_database_record_everything_once_and_sum_right()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var one = await ServiceProcess.StartAsync(database.ConnectionString);
        var shop = new Shop(Shop.NewProgram());
        await one.Api.PublishAsync(shop.Document());
        await using var other = await ServiceProcess.StartAsync(database.ConnectionString);
        const int Accounts = 4;
        const int Orders = 200;

        // Both get every order of the same few accounts, and the returns of their own half.
        var facts = Enumerable.Range(0, Orders).Select(n => shop.Order($"{n}", $"A{n % Accounts}", lines: Shop.Line("L1", 10, 3))).ToList();
        var replies = await Task.WhenAll(
            Task.WhenAll(facts
                    .Select(one.Api.SendAsync)
                    .Concat(facts.Where((_, n) => n % 2 == 0).Select(order => one.Api.SendAsync(shop.Return(order.OrderId, "r"))))),
            Task.WhenAll(facts
                    .Select(other.Api.SendAsync)
                    .Concat(facts.Where((_, n) => n % 2 == 1).Select(order => other.Api.SendAsync(shop.Return(order.OrderId, "r"))))));

        var outcomes = replies.SelectMany(reply => reply).Select(reply => reply.Outcome ?? reply.Text).ToList();
        Assert.That(outcomes.Except(["recorded", "repeated", "parked"]), Is.Empty);
        var log = new LogReader(database.DataSource);
        var events = await log.EventsAsync(shop.Program);
        Assert.That(events.OfType<OrderRecorded>().Count(), Is.EqualTo(Orders));
        Assert.That(events.OfType<ReturnRecorded>().Count(), Is.EqualTo(Orders));
        for (var n = 0; n < Accounts; n++)
        {
            var points = LogReader.Fold(events, shop.Program, $"A{n}").Wallet(new WalletKey("account", "points"));
            Assert.That((points.Accrued, points.Reversed, points.Pending), Is.EqualTo((1500m, 500m, 1000m)));
            Assert.That(
                await StoredAsync(database, shop.Program, $"A{n}"), Is.EqualTo(points.Pending), "the state beside the log says the same");
            var sequences = events.OfType<Movement>().Where(entry => entry.AccountId == $"A{n}").Select(entry => entry.Sequence);
            Assert.That(sequences, Is.EqualTo(Enumerable.Range(1, 100).Select(sequence => (long)sequence)), "numbered without gaps");
        }

        Assert.That((await log.VerifyAsync()).Findings, Is.Empty);
    }

    [Test]
    public async Task A_program_published_at_one_service_is_known_at_the_other()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var one = await ServiceProcess.StartAsync(database.ConnectionString);
        await using var other = await ServiceProcess.StartAsync(database.ConnectionString);
        var shop = new Shop(Shop.NewProgram());
        await one.Api.PublishAsync(shop.Document());

        var reply = await other.Api.SendAsync(shop.Order("1"));

        Assert.That(reply.Outcome, Is.EqualTo("recorded"), reply.Text);
    }

    private static async Task<decimal> StoredAsync(TestDatabase database, string program, string account)
    {
        await using var command = database.DataSource.CreateCommand(
            "select sum(pending + unheld) from ledger_lots where program = $1 and account_id = $2");
        command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = program });
        command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = account });
        return (decimal)(await command.ExecuteScalarAsync())!;
    }
}
