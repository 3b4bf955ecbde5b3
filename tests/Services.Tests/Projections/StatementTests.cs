using System.Globalization;
using System.Net;
using System.Text.Json;
using Ledger.EventLog;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>Statements over a log that a real ledger wrote: every number of a period follows from the one before.</summary>
public sealed class StatementTests
{
    private static readonly string[] Fields = ["pending", "available", "held", "arrears"];

    private TestDatabase database = null!;
    private RunningLedger ledger = null!;
    private ProjectionsApp app = null!;
    private long position;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        ledger = await RunningLedger.StartAsync(database);
        app = await ProjectionsApp.StartAsync(database, new EventStore(database.DataSource));
        await ledger.PublishAsync(Running.Sample.Document());
        await ledger.ImportAsync(Running.Sample.Program, Running.Sample.Lines(seed: 7, orders: 400, accounts: 6));
        await ledger.AdvanceAsync(Running.Sample.Program, "2022-03-01T00:00:00Z");
        await Verification.Spending.DoAsync(ledger);
        await SmallAsync();
        position = await new EventStore(database.DataSource).ReadHeadAsync(default) is { } head ? head.Position : 0;
        await app.GetAsync($"/v1/programs/acme/accounts?minPosition={position}");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await app.DisposeAsync();
        await ledger.DisposeAsync();
        await database.DisposeAsync();
    }

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

            var balance = await app.GetAsync($"/v1/programs/{program}/accounts/{account}/balance");
            Assert.That(last, Is.EquivalentTo(balance.GetProperty("wallets").EnumerateArray().ToDictionary(NameOf, Amounts)));
        }

        Assert.That(arrears, Is.Positive, "the history leaves wallets that owe");
        Assert.That(entriesSeen, Is.GreaterThan(500));
    }

    [Test]
    public async Task A_balance_of_the_past_is_what_the_entries_by_then_say()
    {
        foreach (var (program, account) in await AccountsAsync())
        {
            var path = $"/v1/programs/{program}/accounts/{account}";
            var now = (await app.GetAsync($"{path}/balance")).GetProperty("wallets");
            Assert.That(
                (await PastAsync("effectiveAsOf=9999-12-31T23:59:59Z")).GetRawText(), Is.EqualTo(now.GetRawText()), "all that is known");
            Assert.That(
                (await PastAsync("effectiveAsOf=2000-01-01T00:00:00Z&recordedAsOf=9999-01-01T00:00:00Z")).GetArrayLength(), Is.Zero);
            var all = (await app.GetAsync($"{path}/entries?limit=1000")).GetProperty("entries").EnumerateArray().ToList();
            foreach (var one in all.Where((_, n) => n % 61 == 0))
            {
                foreach (var (parameter, member) in new[] { ("effectiveAsOf", "effectiveAt"), ("recordedAsOf", "recordedAt") })
                {
                    var at = one.GetProperty(member).GetDateTimeOffset();
                    var last = all.Where(entry => entry.GetProperty(member).GetDateTimeOffset() <= at)
                        .GroupBy(NameOf)
                        .ToDictionary(wallet => wallet.Key, wallet => Amounts(wallet.Last().GetProperty("balance")));
                    var wallets = (await PastAsync($"{parameter}={one.GetProperty(member).GetString()}")).EnumerateArray().ToList();
                    Assert.That(wallets.ToDictionary(NameOf, Amounts), Is.EquivalentTo(last), $"{path} {parameter} {at:O}");
                    Assert.That(wallets, Has.All.Matches<JsonElement>(wallet =>
                        Of(wallet, "accrued")
                            - Of(wallet, "reversed")
                            - Of(wallet, "redeemed")
                            - Of(wallet, "expired")
                            + Of(wallet, "adjusted")
                        == Of(wallet, "pending") + Of(wallet, "available") + Of(wallet, "held")));
                }
            }

            async Task<JsonElement> PastAsync(string query) => (await app.GetAsync($"{path}/balance?{query}")).GetProperty("wallets");
        }

        static decimal Of(JsonElement wallet, string name) => wallet.GetProperty(name).GetDecimal();
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
    public async Task Csv_says_the_same_as_the_pages()
    {
        foreach (var (program, account) in await AccountsAsync())
        {
            var query = "from=2021-03-01&to=2021-12-01";
            var statement = await StatementAsync(program, account, $"{query}&limit=1000");
            var lines = (await CsvAsync(program, account, query)).Split('\n')[1..^1].Select(line => line.Split(',')).ToList();
            var byWallet = lines.GroupBy(line => $"{line[3]} {line[4]}").ToList();
            Assert.That(
                byWallet.Select(wallet => wallet.Key), Is.EqualTo(statement.GetProperty("wallets").EnumerateArray().Select(NameOf)));
            foreach (var wallet in byWallet)
            {
                var shown = statement.GetProperty("wallets").EnumerateArray().Single(one => NameOf(one) == wallet.Key);
                Assert.That((wallet.First()[5], wallet.Last()[5]), Is.EqualTo(("opening", "closing")));
                Assert.That(Numbers(wallet.First(), 11), Is.EqualTo(Amounts(shown.GetProperty("opening"))));
                Assert.That(Numbers(wallet.Last(), 11), Is.EqualTo(Amounts(shown.GetProperty("closing"))));
                Assert.That(
                    wallet.Skip(1).SkipLast(1).Select(line => long.Parse(line[0], CultureInfo.InvariantCulture)),
                    Is.EqualTo(Entries(statement).Where(entry => entry.Wallet == wallet.Key).Select(entry => entry.Sequence)));
            }
        }
    }

    [Test]
    public async Task Csv_tells_causes_lots_and_components()
    {
        var lines = (await CsvAsync("small", "A", "from=2021-03-01&to=2021-04-01")).Split('\n');
        Assert.That(lines.Select(WithoutId), Is.EqualTo(new[]
        {
            "sequence,effectiveAt,recordedAt,owner,unit,type,amount,pendingChange,availableChange,heldChange,arrearsChange,"
            + "pending,available,held,arrears,"
            + "cause,source,orderId,returnId,command,rule,period,principal,reason,programVersion,lots,components,id",
            ",2021-03-01T00:00:00Z,,account,points,opening,,,,,,100,0,0,0,,,,,,,,,,,,,",
            "2,2021-03-06T10:00:00Z,R,account,points,points_activated,100,-100,100,0,0,0,100,0,0,due,,,,,,,,,1,1 pending>available 100,,",
            "3,2021-03-06T10:00:00Z,R,account,points,points_adjusted,-90,0,-90,0,0,0,10,0,0,command,,,,a1,,,tester,\"spent, "
            + "elsewhere\",1,1 available>adjustment 90,,",
            "4,2021-03-07T10:00:00Z,R,account,points,accrual_reversed,-10,0,-10,0,0,0,0,0,0,return,shop,1,back,,,,,,1,1 "
            + "available>issuance 10,,",
            "5,2021-03-07T10:00:00Z,R,account,points,arrears_opened,-40,0,-40,0,40,0,-40,0,40,return,shop,1,back,,,,,,1,1 "
            + "arrears>issuance 40,,",
            ",2021-03-31T23:00:00Z,,account,points,closing,,-100,-40,0,40,0,-40,0,40,,,,,,,,,,,,,",
            "",
        }));
    }

    [Test]
    public async Task A_date_is_the_programs_and_not_the_servers()
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
            using var answer = await app.Client.GetAsync(new Uri($"/v1/programs/small/accounts/A/{path}?{query}", UriKind.Relative));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain($"\"code\":\"{code}\""));
        }
    }

    [Test]
    public async Task Nothing_is_scanned_to_open_a_period()
    {
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

    // Account A owes at the end of March; account B has an order an hour before local midnight.
    private async Task SmallAsync()
    {
        const string at = "/v1/programs/small";
        await ledger.PublishAsync("""
            {
              "program": "small", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
              "earning": [ { "id": "base", "points": 1, "per": 1 } ],
              "points": { "activation": { "on": "placed", "delayDays": 14 } }
            }
            """);
        await OrderAsync("1", "A", "2021-02-20T10:00:00Z");
        await ledger.AdvanceAsync("small", "2021-03-06T10:00:00Z");
        await ledger.SendAsync(
            HttpMethod.Post, $"{at}/adjustments", """{"accountId":"A","amount":-90,"reason":"spent, elsewhere"}""", HttpStatusCode.Created,
            ("Idempotency-Key", "a1"));
        await ledger.SendAsync(
            HttpMethod.Post, $"{at}/orders/shop/1/returns",
            """{"returnId":"back","returnedAt":"2021-03-07T10:00:00Z","lines":[{"lineId":"1","quantity":1}]}""", HttpStatusCode.Created);
        await OrderAsync("2", "B", "2021-03-31T23:30:00Z");

        Task OrderAsync(string id, string account, string placedAt) => ledger.SendAsync(
            HttpMethod.Put, $"{at}/orders/shop/{id}",
            $$"""{"accountId":"{{account}}","placedAt":"{{placedAt}}","currency":"GBP","lines":[{"lineId":"1","sku":"X","quantity":"""
                + $$"""2,"unitPrice":50}]}""", HttpStatusCode.Created);
    }

    private async Task<List<(string Program, string Account)>> AccountsAsync()
    {
        var accounts = new List<(string, string)>();
        foreach (var program in new[] { "acme", "spent", "small" })
        {
            var list = await app.GetAsync($"/v1/programs/{program}/accounts");
            accounts.AddRange(
                list.GetProperty("accounts").EnumerateArray().Select(one => (program, one.GetProperty("accountId").GetString()!)));
        }

        return accounts;
    }

    private Task<JsonElement> StatementAsync(string program, string account, string query) =>
        app.GetAsync($"/v1/programs/{program}/accounts/{account}/statement?{query}");

    private Task<string> CsvAsync(string program, string account, string query) =>
        app.Client.GetStringAsync($"/v1/programs/{program}/accounts/{account}/statement.csv?{query}");

    private async Task<List<Entry>> AllEntriesAsync(string program, string account) =>
        Entries(await app.GetAsync($"/v1/programs/{program}/accounts/{account}/entries?limit=1000"));

    // From before the first fact to after the last, in quarters of a year by local dates.
    private static IEnumerable<(string From, string To)> Periods() =>
        Enumerable
            .Range(0, 12)
            .Select(n => (From: new DateOnly(2020, 10, 1).AddMonths(3 * n), To: new DateOnly(2021, 1, 1).AddMonths(3 * n)))
            .Select(period => ($"{period.From:yyyy-MM-dd}", $"{period.To:yyyy-MM-dd}"));

    private static bool In(Entry entry, JsonElement statement) =>
        entry.EffectiveAt >= statement.GetProperty("from").GetDateTimeOffset()
        && entry.EffectiveAt < statement.GetProperty("to").GetDateTimeOffset();

    private static List<Entry> Entries(JsonElement answer) => [.. answer.GetProperty("entries").EnumerateArray().Select(entry => new Entry(
        entry.GetProperty("sequence").GetInt64(), NameOf(entry), entry.GetProperty("effectiveAt").GetDateTimeOffset(),
        Amounts(entry.GetProperty("balance")), entry.TryGetProperty("change", out var change) ? Amounts(change) : []))];

    private static string NameOf(JsonElement wallet) =>
        $"{wallet.GetProperty("owner").GetString()} {wallet.GetProperty("unit").GetString()}";

    private static decimal[] Amounts(JsonElement balance) => [.. Fields.Select(field => balance.GetProperty(field).GetDecimal())];

    private static decimal[] Numbers(string[] line, int first) =>
        [.. line[first..(first + 4)].Select(text => decimal.Parse(text, CultureInfo.InvariantCulture))];

    // The last field is an id, the third the time of this run.
    private static string WithoutId(string line)
    {
        if (line.Length == 0 || line.StartsWith("sequence", StringComparison.Ordinal)) return line;
        var fields = line[..(line.LastIndexOf(',') + 1)].Split(',');
        if (fields[2].Length > 0) fields[2] = "R";
        return string.Join(',', fields);
    }

    private sealed record Entry(long Sequence, string Wallet, DateTimeOffset EffectiveAt, decimal[] Balance, decimal[] Change);
}
