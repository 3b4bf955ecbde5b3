using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Ledger.EventLog;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>Balances and standings from the cache, or read in one round trip, equal those read through a snapshot of the views.</summary>
public sealed class AccountAnswersTests : ProjectionsFixture
{
    private static readonly string[] Questions = ["balance", "standing"];

    [Test]
    public async Task The_short_way_and_the_long_way_give_the_same_answer()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();
        await app.GetAsync($"/v1/integrity?minPosition={Log.Position}");
        foreach (var account in new[] { "A%2C%221%22", "B" })
        {
            foreach (var question in Questions)
            {
                var path = $"/v1/programs/acme/accounts/{account}/{question}";

                // A parameter that the fast path does not support makes the request use the ordinary path.
                var longWay = await app.Client.GetStringAsync($"{path}?own=false");
                var fromTables = await app.Client.GetStringAsync(path);
                var fromMemory = await app.Client.GetStringAsync(path);

                Assert.That((fromTables, fromMemory), Is.EqualTo((longWay, longWay)), path);
            }
        }
    }

    [Test]
    public async Task What_was_asked_before_is_answered_without_the_tables_until_it_changes()
    {
        var given = new Given("acme");
        await Log.AppendAsync(Sample.History(given));
        await using var app = await StartAsync();
        await app.GetAsync($"/v1/programs/acme/accounts/B/lots?minPosition={Log.Position}");
        var before = await app.GetAsync("/v1/programs/acme/accounts/B/balance");
        await ExecuteAsync("alter table projections_1.wallets rename to wallets_away");

        Assert.That((await app.GetAsync("/v1/programs/acme/accounts/B/balance")).ToString(), Is.EqualTo(before.ToString()));

        await ExecuteAsync("alter table projections_1.wallets_away rename to wallets");
        await Log.AppendAsync([given.Accrued("B", 77, 1000m, "O9", Given.Day(100))]);
        var after = await app.GetAsync($"/v1/programs/acme/accounts/B/balance?minPosition={Log.Position}");
        Assert.That(Pending(after), Is.EqualTo(Pending(before) + 1000m));
    }

    [Test]
    public async Task A_program_whose_clock_moves_changes_the_answers_of_all_its_accounts()
    {
        var given = new Given("acme");
        await Log.AppendAsync(Sample.History(given));
        await using var app = await StartAsync();
        await app.GetAsync($"/v1/programs/acme/accounts/B/standing?minPosition={Log.Position}");
        await app.GetAsync("/v1/programs/acme/accounts/B/standing");

        await Log.AppendAsync([given.Clock(Given.Day(400))]);
        var after = await app.GetAsync($"/v1/programs/acme/accounts/B/standing?minPosition={Log.Position}");

        Assert.That(after.GetProperty("clock").GetDateTimeOffset(), Is.EqualTo(Given.Day(400)));
    }

    [Test]
    public async Task Under_load_every_answer_is_exact_at_the_position_that_it_names()
    {
        const int Accounts = 3, Appends = 150, Readers = 6;
        var given = new Given("acme");
        await Log.AppendAsync(Sample.History(given));
        await Log.AppendAsync(Enumerable.Range(0, Accounts).Select(n => given.Order($"R{n}", $"R{n}", Given.Start)));
        await using var app = await StartAsync();
        await app.GetAsync($"/v1/programs/acme/accounts/R0/balance?minPosition={Log.Position}");

        var credited = new List<long>[Accounts];
        for (var n = 0; n < Accounts; n++) credited[n] = [];
        var seen = new ConcurrentBag<(int Account, long Position, decimal Pending)>();
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, Readers).Select(reader => Task.Run(async () =>
        {
            var random = new Random(reader);
            while (!done.IsCancellationRequested)
            {
                var account = random.Next(Accounts);
                var minPosition = random.Next(3) == 0 ? $"?minPosition={Log.Position}" : "";
                var path = new Uri($"/v1/programs/acme/accounts/R{account}/balance{minPosition}", UriKind.Relative);
                using var answer = await app.Client.GetAsync(path);
                var position = long.Parse(answer.Headers.GetValues("Ledger-Position").Single(), CultureInfo.InvariantCulture);
                seen.Add((account, position, Pending(JsonDocument.Parse(await answer.Content.ReadAsStreamAsync()).RootElement)));
            }
        })).ToList();

        for (var i = 0; i < Appends; i++)
        {
            await Log.AppendAsync([given.Accrued($"R{i % Accounts}", 1 + (i / Accounts), 1m, $"R{i % Accounts}", Given.Day(1))]);
            credited[i % Accounts].Add(Log.Position);
        }

        await app.GetAsync($"/v1/programs/acme/accounts/R0/balance?minPosition={Log.Position}");
        await done.CancelAsync();
        await Task.WhenAll(readers);

        var wrong = seen.Where(one => one.Pending != credited[one.Account].Count(position => position <= one.Position)).ToList();
        TestContext.Out.WriteLine($"{seen.Count} answers during {Appends} appends, {app.Answers.Hits} of them from memory");
        Assert.That(wrong, Is.Empty);
        Assert.That(app.Answers.Hits, Is.GreaterThan(0));
    }

    [Test]
    public async Task A_process_that_does_not_follow_the_log_keeps_no_answer()
    {
        var given = new Given("acme");
        await Log.AppendAsync(Sample.History(given));
        await using var follower = await StartAsync();
        await follower.GetAsync($"/v1/integrity?minPosition={Log.Position}");
        await using var other = await ProjectionsApp.StartAsync(Database, new EventStore(Database.DataSource));
        await other.GetAsync($"/v1/programs/acme/accounts/B/balance?minPosition={Log.Position}");
        await other.GetAsync("/v1/programs/acme/accounts/B/balance");

        await Log.AppendAsync([given.Accrued("B", 77, 1000m, "O9", Given.Day(100))]);
        await follower.GetAsync($"/v1/integrity?minPosition={Log.Position}");
        var balance = await other.GetAsync("/v1/programs/acme/accounts/B/balance");

        Assert.That((other.Answers.Hits, other.Answers.Position), Is.EqualTo((0L, -1L)));
        Assert.That(Pending(balance), Is.EqualTo(1000m));
    }

    private static decimal Pending(JsonElement balance) =>
        balance.GetProperty("wallets") is { } wallets && wallets.GetArrayLength() == 0
            ? 0m
            : wallets[0].GetProperty("pending").GetDecimal();

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
