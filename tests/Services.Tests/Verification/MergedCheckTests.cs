using System.Net;
using Ledger.Services.Tests.Running;
using NUnit.Framework;

namespace Ledger.Services.Tests.Verification;

/// <summary>
/// Accounts are merged in the middle of a long history, also in chains. The tables agree with the log, and changes of what a merge wrote
/// are found.
/// </summary>
[NonParallelizable]
public sealed class MergedCheckTests : LedgerFixture
{
    private const string At = "/v1/programs/acme";

    protected override async Task FillAsync()
    {
        await Service.PublishAsync(Sample.Document());
        await Service.ImportAsync(Sample.Program, Sample.Lines(7, 250));
        await MergeAsync("C0", "C1");
        await MergeAsync("C2", "C3");
        await Service.ImportAsync(Sample.Program, Sample.Lines(9, 60));
        await MergeAsync("C3", "C1");
        await Service.AdvanceAsync(Sample.Program, "2021-12-01T00:00:00Z");
        await MergeAsync("C4", "C2");
        await Service.PublishAsync(
            Sample.Document(2, "2021-10-01T00:00:00Z").Replace("[\"POSTAGE\"]", "[\"POSTAGE\", \"SKU 3\"]", StringComparison.Ordinal));
        await Service.ImportAsync(Sample.Program, Sample.Lines(8, 120));

        // Orders of long closed periods are returned; their accounts may have been merged since.
        await Service.ImportAsync(Sample.Program, Enumerable
                .Range(1, 120)
                .Select(n => $$"""{"type":"OrderCancelled","source":"shop","orderId":"S7-{{n}}","cancelledAt":"2022-01-10T00:00:00Z"}"""));
        await Service.AdvanceAsync(Sample.Program, "2022-06-01T00:00:00Z");
    }

    [Test, Order(1)]
    public async Task What_the_ledger_wrote_passes()
    {
        var result = await Service.CheckAsync();

        Assert.That(
            result.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("sentence").GetString()), Is.Empty);
        Assert.That(
            await Database.TextsAsync(
                "select account_id from ledger_accounts where state::jsonb ? 'mergedInto' and due_at is null order by 1"),
            Is.EqualTo(new[] { "C0", "C2", "C3", "C4" })
        );
        Assert.That(await Database.TextsAsync(
                "select distinct account_id from ledger_lots where is_open and account_id in ('C0', 'C2', 'C3', 'C4')"), Is.Empty);
        Assert.That(
            await Database.TextsAsync(
                "select distinct data ->> 'closedBy' from mt_events where type = 'rebate_computed' and data ? 'closedBy' order by 1"),
            Is.SupersetOf(new[] { "C0", "C2", "C3" })
        );
    }

    [Test, Order(2)]
    public async Task Lots_and_wallets_agree_and_no_entry_is_missing()
    {
        var sums = await Database.TextsAsync(
            """
            select l.account_id || ' ' || l.unit from ledger_lots l join ledger_accounts a on a.program = l.program
              and a.account_id = l.account_id,
                   lateral (select sum(coalesce((w ->> 'pending')::numeric, 0) + coalesce((w ->> 'unheld')::numeric, 0)
                    + coalesce((w ->> 'held')::numeric, 0)) as has
                    from json_array_elements(a.state -> 'wallets') w where w ->> 'unit' = l.unit) wallet
             group by l.account_id, l.unit, wallet.has having sum(l.pending + l.unheld + l.held) <> wallet.has
            """);
        Assert.That(sums, Is.Empty, "lots and wallets agree");
        var gaps = await Database.TextsAsync(
            """
            select data ->> 'accountId' from mt_events where data ? 'sequence' group by 1
            having min((data ->> 'sequence')::bigint) <> 1 or max((data ->> 'sequence')::bigint) <> count(*)
                  or count(distinct data ->> 'sequence') <> count(*)
            """);
        Assert.That(gaps, Is.Empty, "entries are numbered without gaps");
    }

    [Order(3)]
    [TestCase("update ledger_accounts set state = (state::jsonb - 'mergedInto')::json where account_id = 'C0'")]
    [TestCase("update ledger_accounts set state = (state::jsonb #- '{aliases,C0}')::json where account_id = 'C1'")]
    [TestCase("update ledger_accounts set state = jsonb_set(state::jsonb, '{inherited,0,amount}', '1000')::json where account_id = 'C1'")]
    [TestCase(
        "update ledger_accounts set state = jsonb_set(state::jsonb, '{inherited,0,closedBy}', '\"C9\"')::json where account_id = 'C1'")]
    [TestCase("update ledger_accounts set state = (state::jsonb #- '{aliasMeasures,C0,*}')::json where account_id = 'C1'")]
    public async Task A_change_of_what_a_merge_left_is_found(string change)
    {
        await Database.ChangeAsync("create table kept as table ledger_accounts");
        try
        {
            Assert.That(await Database.ChangeAsync(change), Is.GreaterThan(0), "the change changed nothing");
            var result = await Service.CheckAsync();
            Assert.That(
                result.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()),
                Is.EqualTo(new[] { "state_account_differs" }));
        }
        finally
        {
            await Database.ChangeAsync("delete from ledger_accounts; insert into ledger_accounts select * from kept; drop table kept");
        }
    }

    private async Task MergeAsync(string from, string into) => await Service.SendAsync(
            HttpMethod.Post, $"{At}/accounts/{from}/merge", $$"""{ "into": "{{into}}" }""", HttpStatusCode.Created,
            ("Idempotency-Key", $"merge-{from}"));
}
