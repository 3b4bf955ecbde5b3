using System.Net;
using System.Text.Json;
using Ledger.Services.Tests.Running;
using NUnit.Framework;

namespace Ledger.Services.Tests.Verification;

/// <summary>The check finds nothing in what the ledger wrote, and every single change that someone made to it since.</summary>
[NonParallelizable]
public sealed class LogCheckTests : LedgerFixture
{
    private const string Path = "/v1/integrity/verify";
    private static readonly string[] Kept =
    [
        "mt_events", "ledger_accounts", "ledger_lots", "ledger_spending", "ledger_commands", "ledger_rewards", "ledger_budgets",
            "ledger_contest_orders", "ledger_draw_salts",
    ];

    protected override async Task FillAsync()
    {
        await Service.PublishAsync(Sample.Document());
        await Service.ImportAsync(Sample.Program, Sample.Lines(7, 250));
        await Service.AdvanceAsync(Sample.Program, "2021-12-01T00:00:00Z");
        await Service.PublishAsync(Sample.Document(2, "2021-10-01T00:00:00Z"));
        await Service.ImportAsync(Sample.Program, Sample.Lines(8, 50));
        await Spending.DoAsync(Service);
        await Contests.DoAsync(Service);
        foreach (var table in Kept) await Database.ChangeAsync($"create table kept_{table} as table {table}");
    }

    [SetUp]
    public async Task RestoreAsync()
    {
        foreach (var table in Kept) await Database.ChangeAsync($"delete from {table}; insert into {table} select * from kept_{table}");
    }

    [Test]
    public async Task What_the_ledger_wrote_passes()
    {
        var result = await Service.CheckAsync();

        Assert.Multiple(() =>
        {
            Assert.That(result.GetProperty("findings").EnumerateArray().Select(Shown), Is.Empty);
            Assert.That(result.GetProperty("ok").GetBoolean(), Is.True);
            Assert.That(result.GetProperty("accounts").GetInt64(), Is.EqualTo(17));
            Assert.That(result.GetProperty("rows").GetInt64(), Is.GreaterThan(200));
            Assert.That(result.GetProperty("events").GetInt64(), Is.GreaterThan(1000));
            Assert.That(result.GetProperty("chain").GetString(), Has.Length.EqualTo(64));
            Assert.That(result.GetProperty("done").GetInt64(), Is.EqualTo(result.GetProperty("total").GetInt64()).And.GreaterThan(0));
        });
    }

    [TestCase("update ledger_accounts set state = replace(state::text, '\"orders\":', '\"orders\":1')::json where account_id = 'C3'")]
    [TestCase("update ledger_accounts set state = (state::jsonb - 'tier')::json where account_id = 'C3'")]
    [TestCase(
        "update ledger_accounts set state = jsonb_set(state::jsonb, '{clock}', '\"2031-01-01T00:00:00Z\"')::json where account_id = 'C3'")]
    [TestCase("update ledger_accounts set state = jsonb_set(state::jsonb, '{wallets,0,accrued}', '1')::json where account_id = 'C3'")]
    [TestCase("update ledger_accounts set state = jsonb_set(state::jsonb, '{rebates,0,amount}', '1')::json where account_id = 'C3'")]
    [TestCase("update ledger_accounts set state = jsonb_set(state::jsonb, '{streamVersion}', '1')::json where account_id = 'C3'")]
    [TestCase(
        "update ledger_accounts set state = jsonb_set(state::jsonb, '{measures,*}', '\"24253 1.5 1;\"')::json where account_id = 'C3'")]
    [TestCase("update ledger_accounts set state = '{}' where account_id = 'C3'")]
    [TestCase("update ledger_accounts set due_at = null where account_id = 'C3'")]
    [TestCase("update ledger_accounts set version = 0 where account_id = 'C3'")]
    [TestCase("delete from ledger_accounts where account_id = 'C3'")]
    [TestCase("insert into ledger_accounts select program, 'zz', version, due_at, state from ledger_accounts where account_id = 'C3'")]
    [TestCase("update ledger_accounts set account_id = 'zz' where account_id = 'C3'")]
    public Task A_change_of_an_account_is_found(string change) => FindsAsync(change, "state_account_differs");

    [TestCase("update ledger_lots set pending = pending + 1 where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set unheld = unheld + 0.001 where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set held = 1 where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set spent = spent + 1 where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set expired = expired + 1 where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set owed = owed + 1 where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set waived = waived + 1 where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set is_open = not is_open where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set owner = 'x' where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set unit = 'x' where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set order_key = 'x' where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set rebate_key = 'x' where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set activates_at = '2030-01-01' where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set expires_at = '2030-01-01' where account_id = 'C3' and lot = 2")]
    [TestCase("delete from ledger_lots where account_id = 'C3' and lot = 2")]
    [TestCase("insert into ledger_lots select program, account_id, 99999, owner, unit, order_key, rebate_key, activates_at, "
        + "expires_at, pending, unheld, held, spent, expired, owed, waived, is_open from ledger_lots where account_id = 'C3' and lot = 2")]
    [TestCase("update ledger_lots set account_id = 'zz' where account_id = 'C3' and lot = 2")]
    public Task A_change_of_a_lot_is_found(string change) => FindsAsync(change, "state_lot_differs");

    [TestCase("update ledger_lots set extended_to = '2030-01-01' where account_id = 'C3' and lot = 2")]
    public Task A_change_of_a_date_of_a_lot_is_found(string change) => FindsAsync(change, "state_lot_differs");

    [TestCase("update ledger_spending set is_open = not is_open where id = 'h2'")]
    [TestCase("update ledger_spending set order_key = 'x' where id = 'h2'")]
    [TestCase("update ledger_spending set account_id = 'B' where id = 'h2'")]
    [TestCase(
        "update ledger_spending set state = jsonb_set(state::jsonb, '{expiresAt}', '\"2031-01-01T00:00:00Z\"')::json where id = 'h2'")]
    [TestCase("update ledger_spending set state = '{}' where kind = 'redemption' and id = 'r1'")]
    [TestCase("delete from ledger_spending where kind = 'redemption' and id = 'r1'")]
    [TestCase("delete from ledger_spending where kind = 'voucher'")]
    [TestCase("update ledger_spending set state = replace(state::text, 'tester', 'bob')::json where kind = 'adjustment'")]
    [TestCase(
        "insert into ledger_spending select program, kind, 'zz', account_id, order_key, is_open, state from ledger_spending where id = 'h2'"
    )]
    public Task A_change_of_what_was_spent_is_found(string change) => FindsAsync(change, "state_spending_differs");

    [TestCase("delete from ledger_commands where key = 'r1'")]
    [TestCase("update ledger_commands set hash = 'x' where key = 'r1'")]
    [TestCase("update ledger_commands set reply = '{}' where key = 'r1'")]
    [TestCase("update ledger_commands set key = 'zz' where key = 'r1'")]
    public Task A_change_of_a_command_is_found(string change) => FindsAsync(change, "state_command_differs");

    [TestCase("delete from ledger_rewards")]
    [TestCase("update ledger_rewards set taken = 0")]
    [TestCase("update ledger_rewards set version = version + 1")]
    [TestCase("insert into ledger_rewards values ('spent', 'zz', 1, 1)")]
    public Task A_change_of_a_reward_is_found(string change) => FindsAsync(change, "state_reward_differs");

    [TestCase("update ledger_budgets set state = jsonb_set(state::jsonb, '{2021-02,used}', '\"1\"')::json")]
    [TestCase("update ledger_budgets set state = jsonb_set(state::jsonb, '{2021-07}', '{\"used\":\"1\",\"streamVersion\":0}')::json")]
    [TestCase("update ledger_budgets set state = jsonb_set(state::jsonb, '{2021-Q1,streamVersion}', '7')::json")]
    [TestCase("update ledger_budgets set state = (state::jsonb - '2021-02')::json")]
    [TestCase("update ledger_budgets set state = '{}'")]
    [TestCase("update ledger_budgets set state = '[]'")]
    [TestCase("update ledger_budgets set version = 0")]
    [TestCase("update ledger_budgets set program = 'spent'")]
    [TestCase("delete from ledger_budgets")]
    [TestCase("insert into ledger_budgets select 'acme', version, state from ledger_budgets")]
    public Task A_change_of_a_budget_is_found(string change) => FindsAsync(change, "state_budget_differs");

    [TestCase("update ledger_contest_orders set placed_at = placed_at + interval '1 second' where order_key = 'shop/1'")]
    [TestCase("update ledger_contest_orders set month = month + 1 where order_key = 'shop/1'")]
    [TestCase("update ledger_contest_orders set spends = '{}' where order_key = 'shop/1'")]
    [TestCase("update ledger_contest_orders set counts = array_append(counts, 'x') where order_key = 'shop/1'")]
    [TestCase("update ledger_contest_orders set has_points = not has_points where order_key = 'shop/1'")]
    [TestCase("update ledger_contest_orders set account_id = 'C' where order_key = 'shop/2'")]
    [TestCase("update ledger_contest_orders set order_key = 'shop/zz' where order_key = 'shop/2'")]
    [TestCase("update ledger_contest_orders set program = 'spent' where order_key = 'shop/2'")]
    [TestCase("delete from ledger_contest_orders where order_key = 'shop/1'")]
    [TestCase(
        "insert into ledger_contest_orders select program, 'zz', order_key, placed_at, month, spends, counts, has_points from "
        + "ledger_contest_orders where order_key = 'shop/1'")]
    public Task A_change_of_an_order_as_challenges_see_it_is_found(string change) => FindsAsync(change, "state_contest_order_differs");

    [TestCase("delete from ledger_draw_salts where draw = 'late'")]
    [TestCase("update ledger_draw_salts set salt = sha256(salt) where draw = 'late'")]
    [TestCase("insert into ledger_draw_salts select program, 'zz', salt from ledger_draw_salts where draw = 'late'")]
    public Task A_change_of_a_draws_salt_is_found(string change) => FindsAsync(change, "state_salt_differs");

    [TestCase("update mt_events set data = jsonb_set(data, '{amount}', '5') where seq_id = (select max(seq_id) from mt_events where "
        + "type = 'points_accrued')", "event.changed")]
    [TestCase(
        "update mt_events set data = data - 'accountId' where seq_id = (select max(seq_id) from mt_events where type = 'points_accrued')",
        "event.changed")]
    [TestCase("update mt_events set data = jsonb_set(data, '{moves,0,lot}', '77777') where seq_id = (select max(seq_id) from "
        + "mt_events where type = 'points_expired')", "state_cannot_be_rebuilt")]
    [TestCase(
        "delete from mt_events where seq_id = (select min(seq_id) from mt_events where type = 'points_accrued')",
        "state_cannot_be_rebuilt")]
    public Task A_change_of_an_event_is_found(string change, string code) => FindsAsync(change, code);

    [Test]
    public async Task Writing_goes_on_beside_it()
    {
        using var stop = new CancellationTokenSource();
        var importing = Task.Run(async () =>
        {
            for (var seed = 100; !stop.IsCancellationRequested; seed++) await Service.ImportAsync("busy", Sample.Lines(seed, 40));
        });
        try
        {
            await Service.PublishAsync(Sample.Document().Replace("\"acme\"", "\"busy\"", StringComparison.Ordinal));
            for (var i = 0; i < 5; i++)
            {
                var result = await Service.CheckAsync();
                Assert.That(result.GetProperty("findings").EnumerateArray().Select(Shown), Is.Empty);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await importing;
        }

        foreach (var table in Kept) await Database.ChangeAsync($"drop table kept_{table}; create table kept_{table} as table {table}");
    }

    [Test]
    public async Task One_runs_at_a_time()
    {
        // The check is blocked by a lock until a second check was refused.
        await using var held = await Database.DataSource.OpenConnectionAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await using (var command = held.CreateCommand())
        {
            command.CommandText = "lock table mt_events in access exclusive mode";
            await command.ExecuteNonQueryAsync();
        }

        var first = await Service.SendAsync(HttpMethod.Post, Path, "", HttpStatusCode.Accepted);
        var second = await Service.SendAsync(HttpMethod.Post, Path, "", HttpStatusCode.Conflict);
        await transaction.RollbackAsync();
        var result = await Service.SendAsync(HttpMethod.Get, Path, null, HttpStatusCode.OK);
        while (result.GetProperty("state").GetString() == "running")
        {
            result = await Service.SendAsync(HttpMethod.Get, Path, null, HttpStatusCode.OK);
        }

        Assert.Multiple(() =>
        {
            Assert.That(first.GetProperty("state").GetString(), Is.EqualTo("running"));
            Assert.That(second.GetProperty("code").GetString(), Is.EqualTo("already_running"));
            Assert.That(result.GetProperty("ok").GetBoolean(), Is.True);
        });
    }

    private async Task FindsAsync(string change, string code)
    {
        Assert.That(await Database.ChangeAsync(change), Is.GreaterThan(0), "the change changed nothing");
        var result = await Service.CheckAsync();
        var findings = result.GetProperty("findings").EnumerateArray().ToList();

        Assert.Multiple(() =>
        {
            Assert.That(result.GetProperty("ok").GetBoolean(), Is.False);
            Assert.That(
                findings.Select(finding => finding.GetProperty("code").GetString()), Does.Contain(code),
                string.Join('\n', findings.Select(Shown)));
        });
    }

    private static string Shown(JsonElement finding) => finding.ToString();
}
