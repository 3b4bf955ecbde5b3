using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Verification;

/// <summary>
/// The bank check that runs during the race tests finds nothing in what the ledger wrote, and finds each change that was made to it.
/// </summary>
[NonParallelizable]
public sealed class BankTests : LedgerFixture
{
    private const string Spent = "spent";

    protected override async Task FillAsync()
    {
        await Service.PublishAsync(Sample.Document());
        await Service.ImportAsync(Sample.Program, Sample.Lines(7, 120));
        await Service.AdvanceAsync(Sample.Program, "2021-12-01T00:00:00Z");
        await Service.PublishAsync(Sample.Document(2, "2021-10-01T00:00:00Z"));
        await Spending.DoAsync(Service);
    }

    [Test]
    public async Task What_the_ledger_wrote_agrees()
    {
        var (orders, spending) = (await CheckAsync(Sample.Program), await CheckAsync(Spent));
        Assert.That(orders.Findings.Concat(spending.Findings), Is.Empty);
        Assert.That((orders.Entries > 200, spending.Keys), Is.EqualTo((true, 9L)));
    }

    [TestCase(
        "update ledger_lots set unheld = unheld + 1 where is_open", "update ledger_lots set unheld = unheld - 1 where is_open",
        "is kept with")]
    [TestCase(
        "update ledger_lots set lot = lot + 100000 where is_open", "update ledger_lots set lot = lot - 100000 where lot > 100000",
        "is kept with")]
    [TestCase(
        "update ledger_accounts set state = replace(state::text, '\"redeemed\":', '\"redeemed\":1')::json",
        "update ledger_accounts set state = replace(state::text, '\"redeemed\":1', '\"redeemed\":')::json", "accrued − reversed")]
    [TestCase("update ledger_log_head set position = position + 1", "update ledger_log_head set position = position - 1", "the head is")]
    [TestCase("update mt_streams set version = version + 1", "update mt_streams set version = version - 1", "events from")]
    [TestCase("update ledger_commands set program = 'elsewhere'", "update ledger_commands set program = 'spent'", "keys are kept")]
    [TestCase(
        "update ledger_spending set is_open = not is_open where kind = 'hold'",
        "update ledger_spending set is_open = not is_open where kind = 'hold'", "open holds have")]
    public async Task What_does_not_agree_is_found(string change, string back, string finding)
    {
        Assert.That(await Database.ChangeAsync(change), Is.GreaterThan(0));
        try
        {
            Assert.That((await CheckAsync(Spent)).Findings, Has.Some.Contains(finding));
        }
        finally
        {
            await Database.ChangeAsync(back);
        }
    }

    private Task<BankReport> CheckAsync(string program) => new Bank(Database.DataSource).CheckAsync(program);
}
