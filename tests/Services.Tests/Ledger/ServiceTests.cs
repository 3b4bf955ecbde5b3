using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Postings;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// The base of tests of the running service: each has a program of its own, and helpers to send facts and check the results.
/// </summary>
[NonParallelizable]
public abstract class ServiceTests
{
    protected static LedgerApi Api => TheService.Process.Api;

    protected static LogReader Log => TheService.Log;

    protected Shop Shop { get; private set; } = null!;

    [SetUp]
    public void OpenShop() => Shop = new Shop(Shop.NewProgram());

    protected Task PublishAsync(string members = "", int version = 1, string? clock = "manual") =>
        Api.PublishAsync(Shop.Document(members, version), version == 1 ? clock : null);

    /// <summary>Prints the service's log after a failed test.</summary>
    [TearDown]
    public async Task ExplainAsync()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Failed)
        {
            await TestContext.Out.WriteLineAsync($"The service wrote:\n{TheService.Process.Log}");
        }
    }

    /// <summary>Sends facts one after the other; each must be recorded.</summary>
    protected static async Task RecordAsync(params IFact[] facts)
    {
        foreach (var fact in facts)
        {
            var reply = await Api.SendAsync(fact);
            Assert.That(reply.Status, Is.EqualTo(201), reply.Text);
            Assert.That(reply.Outcome, Is.EqualTo("recorded"));
        }
    }

    /// <summary>Sends a fact that must end with a given outcome.</summary>
    protected static async Task<Reply> ExpectAsync(IFact fact, string outcome)
    {
        var reply = await Api.SendAsync(fact);
        Assert.That(reply.Outcome ?? reply.Code, Is.EqualTo(outcome), reply.Text);
        return reply;
    }

    protected Task<IReadOnlyList<ILedgerEvent>> EventsAsync() => Log.EventsAsync(Shop.Program);

    protected Task<Account> AccountAsync(string id = "A") => Log.AccountAsync(Shop.Program, id);

    protected async Task<WalletTotals> PointsAsync(string account = "A") =>
        (await AccountAsync(account)).Wallet(new WalletKey("account", "points"));

    protected async Task<WalletTotals> CashbackAsync(string account = "A") =>
        (await AccountAsync(account)).Wallet(new WalletKey("account", "cashback"));

    protected Task<IReadOnlyList<OrderRejected>> RejectedAsync() => Log.RejectedAsync(Shop.Program);

    /// <summary>How many facts of the test's program have come over the bus.</summary>
    protected async Task<long> ReceivedAsync(string? program = null) =>
        (long)(await Api.GetAsync($"{LedgerApi.Program(program ?? Shop.Program)}/intake")).Json["bus"]!["received"]!;

    protected Task UntilReceivedAsync(long count, string? program = null) =>
        Eventually.TrueAsync(async () => await ReceivedAsync(program) >= count, $"{count} facts over the bus");
}
