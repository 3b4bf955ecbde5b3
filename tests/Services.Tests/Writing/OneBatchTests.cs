using System.Net;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Host.Endpoints;
using Ledger.Host.Writing;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Ledger.Services.Tests.Writing;

/// <summary>Commands that need what another command of the same batch makes, which is in no table yet.</summary>
public sealed class OneBatchTests
{
    private const string P = "batch";

    private const string Document = """
        {
          "program": "batch", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
            "pointValue": 0.01,
          "earning": [ { "id": "base", "points": 1, "per": 1 } ], "points": { "redeemOn": "future", "activation": { "on": "placed",
            "delayDays": 0 } },
          "rewards": [ { "id": "mug", "cost": 10, "stock": 1 } ]
        }
        """;

    private readonly HeldEvaluations rules = new();
    private TestDatabase database = null!;
    private RunningLedger ledger = null!;

    [SetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        ledger = await RunningLedger.StartAsync(database, configure: services => services.AddSingleton<IEvaluations>(rules));
        await ledger.PublishAsync(Document);
        await OrderAsync("first", "A");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await ledger.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task A_reward_that_is_taken_and_reversed_in_one_batch_is_in_stock_again()
    {
        var done = await TogetherAsync(
            new RedeemPoints(P, "m1", "A", "reward", Reward: "mug"), new RedeemPoints(P, "m2", "A", "reward", Reward: "mug"),
            new ReverseRedemption(P, "v1", "m1"), new RedeemPoints(P, "m3", "A", "reward", Reward: "mug"),
            new ReverseRedemption(P, "v3", "m3", 4), new ReverseRedemption(P, "v4", "m3", 6));

        Assert.That(done.Select(one => one.Outcome.Code), Is.EqualTo(new[] { null, "not_enough_stock", null, null, null, null }));
        Assert.That(await database.TextsAsync("select version || ' ' || taken from ledger_rewards"), Is.EqualTo(new[] { "4 0" }));
        var result = await ledger.CheckAsync();
        Assert.That(
            result.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("sentence").GetString()), Is.Empty);
    }

    [Test]
    public async Task A_reward_that_a_merged_account_took_in_the_same_batch_is_in_stock_again()
    {
        await OrderAsync("other", "B");

        var done = await TogetherAsync(
            new RedeemPoints(P, "m1", "A", "reward", Reward: "mug"), new MergeAccounts(P, "merge", "A", "B"),
            new ReverseRedemption(P, "v1", "m1"));

        Assert.That(done.Select(one => one.Outcome), Is.All.EqualTo(Outcome.Recorded));
        Assert.That(await database.TextsAsync("select version || ' ' || taken from ledger_rewards"), Is.EqualTo(new[] { "2 0" }));
    }

    [Test]
    public async Task A_hold_for_an_order_that_is_captured_in_the_same_batch_counts_with_the_orders_net()
    {
        await OrderAsync("paid", "A");

        var hold = new HoldPoints(P, "h1", "A", 60, 50, Source: "shop", OrderId: "paid");
        var done = await TogetherAsync(hold, new CaptureHold(P, "c1", "h1", 30));

        Assert.That(done.Select(one => one.Outcome), Is.All.EqualTo(Outcome.Recorded));
        var recorded = await database.TextsAsync("select data ->> 'orderNet' from mt_events where type = 'hold_captured'");
        var kept = await database.TextsAsync("select state ->> 'orderNet' from ledger_spending where kind = 'redemption'");
        Assert.That((recorded, kept), Is.EqualTo((new[] { "100" }, new[] { "100" })));
    }

    // The commands are queued while the writer waits for the rules, so it takes them all in one batch.
    private async Task<Done[]> TogetherAsync(params ISpendingCommand[] commands)
    {
        var before = await database.CountAsync("ledger_log_batches");
        var asked = rules.Hold();
        var order = OrderAsync("meanwhile", "C");
        await asked;
        var sent = new List<Task<Done>>();
        foreach (var command in commands) sent.Add(await ledger.Services.GetRequiredService<Commands>().SubmitAsync(command, default));
        rules.Release();
        await order;
        var done = await Task.WhenAll(sent);
        Assert.That(await database.CountAsync("ledger_log_batches"), Is.EqualTo(before + 2), "the order's batch and one for all commands");
        return done;
    }

    private Task<JsonElement> OrderAsync(string id, string account) => ledger.SendAsync(
        HttpMethod.Put, $"/v1/programs/{P}/orders/shop/{id}",
        $$"""{"accountId":"{{account}}","placedAt":"2021-02-01T00:00:00Z","currency":"GBP","lines":[{"lineId":"1","sku":"X","quantity":"""
            + $$"""1,"unitPrice":100}]}""", HttpStatusCode.Created);

    /// <summary>The rules in this process, which answer when they are told to.</summary>
    private sealed class HeldEvaluations : IEvaluations
    {
        private readonly EvaluationsInProcess rules = new();
        private TaskCompletionSource? asked;
        private TaskCompletionSource? release;

        /// <summary>Blocks the next question; the task completes when it is asked.</summary>
        public Task Hold()
        {
            (asked, release) = (
                new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));
            return asked.Task;
        }

        public void Release() => release!.TrySetResult();

        public async ValueTask<IReadOnlyList<RulesAnswer>> AskAsync(IReadOnlyList<EvaluationRequest> requests, CancellationToken ct)
        {
            asked?.TrySetResult();
            if (release is { } held) await held.Task.WaitAsync(ct);
            return await rules.AskAsync(requests, ct);
        }
    }
}
