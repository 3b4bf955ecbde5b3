using System.Net;
using System.Text.Json;
using Ledger.Services.Tests.Running;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections.Statements;

/// <summary>Statements over a log that a real ledger wrote: every number of a period follows from the one before.</summary>
public sealed class StatementTests : StatementFixture
{
    [Test]
    public async Task Opening_and_changes_sum_to_closing_and_periods_join_without_a_gap()
    {
        var arrears = 0;
        var entriesSeen = 0;
        foreach (var (program, account) in await AccountsAsync())
        {
            var all = await AllEntriesAsync(program, account);
            Assert.That(
                all, Is.Ordered.By(nameof(Entry.EffectiveAt)), "a period is one run of entry numbers only if time does not run backwards");
            var last = new Dictionary<string, decimal[]>();
            foreach (var (from, to) in Periods())
            {
                var statement = await StatementAsync(program, account, $"from={from}&to={to}&limit=1000");
                var entries = Entries(statement);
                Assert.That(
                    entries.Select(entry => entry.Sequence),
                    Is.EqualTo(all.Where(entry => In(entry, statement)).Select(entry => entry.Sequence)), $"{program} {account} {from}");
                entriesSeen += entries.Count;
                foreach (var wallet in statement.GetProperty("wallets").EnumerateArray())
                {
                    var name = NameOf(wallet);
                    var running = Amounts(wallet.GetProperty("opening"));
                    Assert.That(running, Is.EqualTo(last.GetValueOrDefault(name) ?? new decimal[4]), $"{name} opens as it closed");
                    foreach (var entry in entries.Where(entry => entry.Wallet == name))
                    {
                        running = [.. running.Zip(entry.Change, (before, change) => before + change)];
                        Assert.That(running, Is.EqualTo(entry.Balance), $"{program} {account} {entry.Sequence}");
                        if (running[3] > 0) arrears++;
                    }

                    Assert.That(Amounts(wallet.GetProperty("closing")), Is.EqualTo(running), name);
                    Assert.That(
                        Amounts(wallet.GetProperty("change")),
                        Is.EqualTo(running.Zip(Amounts(wallet.GetProperty("opening")), (closing, opening) => closing - opening)));
                    last[name] = running;
                }
            }

            var balance = await App.GetAsync($"/v1/programs/{program}/accounts/{account}/balance");
            Assert.That(last, Is.EquivalentTo(balance.GetProperty("wallets").EnumerateArray().ToDictionary(NameOf, Amounts)));
        }

        Assert.That(arrears, Is.Positive, "the history leaves wallets that owe");
        Assert.That(entriesSeen, Is.GreaterThan(500));
    }

    [Test]
    public async Task Pages_of_any_size_hold_the_same_entries()
    {
        var (program, account) = (await AccountsAsync())[0];
        var whole = Entries(await StatementAsync(program, account, "from=2021-02-01&to=2021-09-01&limit=1000"))
            .Select(entry => entry.Sequence)
            .ToList();
        Assert.That(whole, Has.Count.GreaterThan(20));
        var paged = new List<long>();
        for (var after = "0"; ;)
        {
            var page = await StatementAsync(program, account, $"from=2021-02-01&to=2021-09-01&limit=7&after={after}");
            paged.AddRange(Entries(page).Select(entry => entry.Sequence));
            if (!page.TryGetProperty("next", out var next) || next.ValueKind == JsonValueKind.Null) break;
            after = next.GetRawText();
        }

        Assert.That(paged, Is.EqualTo(whole));
    }

    [Test]
    public async Task One_wallet_can_be_asked_for()
    {
        var (program, account) = (await AccountsAsync())[0];
        var statement = await StatementAsync(program, account, "owner=account&unit=cashback&limit=1000");
        Assert.That(statement.GetProperty("wallets").EnumerateArray().Select(NameOf), Is.EqualTo(new[] { "account cashback" }));
        Assert.That(Entries(statement).Select(entry => entry.Wallet).Distinct(), Is.EqualTo(new[] { "account cashback" }));
        Assert.That((await StatementAsync(program, account, "owner=nobody")).GetProperty("wallets").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_date_is_in_the_time_zone_of_the_program()
    {
        // 23:30 UTC on March 31 is April in London.
        var march = await StatementAsync("small", "B", "from=2021-03-01&to=2021-04-01");
        var april = await StatementAsync("small", "B", "from=2021-04-01&to=2021-05-01");
        var instant = await StatementAsync("small", "B", "from=2021-03-31T23:30:00Z&to=2021-03-31T23:30:01Z");
        Assert.That(new[] { march, april, instant }.Select(statement => Entries(statement).Count), Is.EqualTo(new[] { 0, 1, 1 }));
        Assert.That(march.GetProperty("wallets").GetArrayLength(), Is.Zero);
        Assert.That(
            (await StatementAsync("small", "B", "to=2021-03-31T23:30:00Z")).GetProperty("entries").GetArrayLength(), Is.Zero,
            "to is exclusive");
    }

    [TestCase("from=yesterday", "bad_period")]
    [TestCase("to=2021-02-30", "bad_period")]
    [TestCase("from=2021-03-01T00:00:00", "bad_period")]
    [TestCase("from=2021-04-01&to=2021-03-01", "bad_period")]
    [TestCase("limit=0", "bad_limit")]
    [TestCase("after=x", "bad_cursor")]
    public async Task What_makes_no_sense_is_refused(string query, string code)
    {
        foreach (var path in new[] { "statement", "statement.csv", "statement.pdf" })
        {
            using var answer = await App.Client.GetAsync(new Uri($"/v1/programs/small/accounts/A/{path}?{query}", UriKind.Relative));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain($"\"code\":\"{code}\""));
        }
    }

    [Test]
    public async Task The_opening_of_a_period_is_read_through_an_index()
    {
        var database = StatementSample.Database;
        await using var connection = await database.DataSource.OpenConnectionAsync();
        var schema = (
            await database.TextsAsync("select 'projections_' || generation from projections.live order by shape desc limit 1")).Single();
        await using var off = new Npgsql.NpgsqlCommand("set enable_seqscan = off", connection);
        await off.ExecuteNonQueryAsync();
        await using var command = new Npgsql.NpgsqlCommand(
            $"explain select position from {schema}.entries where account = 1 and wallet_hash = 1 and sequence < 1000 order by "
            + $"sequence desc limit 1", connection);
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) plan.Add(reader.GetString(0));
        Assert.That(string.Join('\n', plan), Does.Contain("Index Scan Backward using entries_by_wallet").And.Not.Contain("Sort"));
    }

    private static async Task<List<Entry>> AllEntriesAsync(string program, string account) =>
        Entries(await App.GetAsync($"/v1/programs/{program}/accounts/{account}/entries?limit=1000"));

    // From before the first fact to after the last, in quarters of a year by local dates.
    private static IEnumerable<(string From, string To)> Periods() =>
        Enumerable
            .Range(0, 12)
            .Select(n => (From: new DateOnly(2020, 10, 1).AddMonths(3 * n), To: new DateOnly(2021, 1, 1).AddMonths(3 * n)))
            .Select(period => ($"{period.From:yyyy-MM-dd}", $"{period.To:yyyy-MM-dd}"));

    private static bool In(Entry entry, JsonElement statement) =>
        entry.EffectiveAt >= statement.GetProperty("from").GetDateTimeOffset()
        && entry.EffectiveAt < statement.GetProperty("to").GetDateTimeOffset();
}
