using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// Many clients use one wallet over HTTP and the bus at once, while the bank check runs repeatedly: the answers agree with the log, no
/// amount is below zero, and every refusal has a reason.
/// </summary>
public sealed class RaceTests : ServiceTests
{
    private const int Clients = 64;
    private const int Rounds = 12;
    private const int Start = 3000;
    private const string Document = """
        "pointValue": 0.01, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } }, "transfers": "anywhere",
        "rewards": [ { "id": "mug", "cost": 10, "stock": 25 } ]
        """;

    private readonly List<Settled> answers = [];
    private decimal expected;
    private decimal redeemed;
    private Till till = null!;

    private string P => Shop.Program;

    [Test]
    public async Task Sixty_four_clients_spend_one_wallet_and_every_point_is_accounted_for()
    {
        await PublishAsync(Document);
        await RecordAsync(Shop.Order("a", lines: Shop.Line("L1", Start)), Shop.Order("b", "B", lines: Shop.Line("L1", 100)));
        (till, expected, redeemed) = (new Till(Api, TheService.Broker), Start, 0);
        answers.Clear();

        var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(ClientAsync));
        var checks = await CheckedUntilAsync(load);
        await load;

        Assert.That(checks, Is.GreaterThan(0), "the bank was checked in the midst of it");
        var outcomes = answers.GroupBy(one => one.Outcome).ToDictionary(group => group.Key, group => group.Count());
        TestContext.Out.WriteLine($"{checks} checks; {string.Join(", ", outcomes.Select(pair => $"{pair.Value} {pair.Key}"))}");
        Assert.That(outcomes.Keys, Is.SubsetOf(new[] { "recorded", "repeated", "rejected" }), "no 5xx, and nothing else that is no answer");
        Assert.That(
            answers.Where(one => one.Outcome == "rejected").Select(one => one.Code).Distinct(),
            Is.SubsetOf(new[] { "insufficient_balance", "not_enough_stock" }));
        Assert.That(
            answers.Where(one => one.Reply?.Balance is not null).Select(one => one.Reply!.Balance!.Available),
            Is.All.GreaterThanOrEqualTo(0m));
        var points = await PointsAsync();
        Assert.That((points.Available, points.Held, points.Redeemed), Is.EqualTo((expected, 0m, redeemed)));
        Assert.That(answers.Any(one => one.Code == "insufficient_balance"), Is.True, "they asked for more than there was");
        Assert.That((await TheService.Bank.CheckAsync(P)).Findings, Is.Empty);
    }

    [Test]
    public async Task One_key_over_both_transports_at_once_is_carried_out_once()
    {
        await PublishAsync(Document);
        await RecordAsync(Shop.Order("a", lines: Shop.Line("L1", Start)));
        till = new Till(Api, TheService.Broker);
        for (var key = 0; key < 20; key++)
        {
            var command = new RedeemPoints(P, $"k{key}", "A", "voucher", 10);
            var replies = await Task.WhenAll(
                Enumerable.Range(0, 10).Select(n => n % 2 == 0 ? till.PostAsync(command) : till.AskAsync(command)));
            Assert.That(replies.Count(one => one.Outcome == "recorded"), Is.EqualTo(1));
            Assert.That(replies.Count(one => one.Outcome == "repeated"), Is.EqualTo(9));
            Assert.That(replies.Select(one => one.Text).Distinct().Count(), Is.EqualTo(1), "one voucher, one answer");
        }

        Assert.That((await PointsAsync()).Redeemed, Is.EqualTo(200m));
        Assert.That((await TheService.Bank.CheckAsync(P)).Findings, Is.Empty);
    }

    [Test]
    public async Task Two_accounts_become_one_while_both_are_spent_and_nothing_is_lost()
    {
        await PublishAsync(Document);
        await RecordAsync(Shop.Order("a", lines: Shop.Line("L1", Start)), Shop.Order("b", "B", lines: Shop.Line("L1", Start)));
        (till, expected, redeemed) = (new Till(Api, TheService.Broker), 2 * Start, 0);
        answers.Clear();

        var load = Task.WhenAll(Enumerable.Range(0, Clients / 2).Select(SpendEitherAsync).Append(MergeAsync()));
        await CheckedUntilAsync(load);
        await load;

        Assert.That(
            answers.Select(one => one.Outcome), Is.All.EqualTo("recorded").Or.EqualTo("repeated"),
            "there was enough for all, whichever name they used");
        var (a, b) = (await PointsAsync(), await PointsAsync("B"));
        Assert.That((a.Available, a.Held, a.Adjusted), Is.EqualTo((0m, 0m, a.Redeemed - Start)), "what it still had went over");
        Assert.That((b.Available, b.Held, a.Redeemed + b.Redeemed), Is.EqualTo((expected, 0m, redeemed)));
        Assert.That(Math.Min(a.Redeemed, b.Redeemed), Is.GreaterThan(0m), "some of it before, the rest after");
        Assert.That((await TheService.Bank.CheckAsync(P)).Findings, Is.Empty);

        async Task MergeAsync()
        {
            await Eventually.TrueAsync(
                async () => (await AccountAsync()).Wallet(new("account", "points")).Redeemed > 0, "somebody to spend");
            var merged = await till.PostAsync(new MergeAccounts(P, "merge", "A", "B"));
            Assert.That(merged.Outcome, Is.EqualTo("recorded"), merged.Code);
        }

        async Task SpendEitherAsync(int client)
        {
            for (var n = 0; n < Rounds * 2; n++)
            {
                var (key, account) = ($"{client}-{n}", (client + n) % 2 == 0 ? "A" : "B");
                CommandReply? reply;
                if (n % 3 == 0)
                {
                    await DoAsync(client, new HoldPoints(P, key, account, 60, 5));
                    reply = (await DoAsync(client, new CaptureHold(P, key + "c", key, 3))).Reply;
                }
                else
                {
                    reply = (await DoAsync(client, new RedeemPoints(P, key, account, "voucher", 2))).Reply;
                }

                Count(-reply!.Amount!.Value, reply.Amount.Value);
            }
        }
    }

    private async Task<int> CheckedUntilAsync(Task load)
    {
        var checks = 0;
        while (!load.IsCompleted)
        {
            var report = await TheService.Bank.CheckAsync(P);
            Assert.That(report.Findings, Is.Empty, report.ToString());
            if (report.Keys > 0 && !load.IsCompleted) checks++;
        }

        return checks;
    }

    private async Task ClientAsync(int client)
    {
        var random = new Random(client);
        for (var n = 0; n < Rounds; n++)
        {
            var (key, amount) = ($"{client}-{n}", random.Next(1, 20));
            switch (random.Next(6))
            {
                case 0:
                    await SpendAsync(new RedeemPoints(P, key, "A", "voucher", amount));
                    break;
                case 1:
                    await SpendAsync(new RedeemPoints(P, key, "A", "reward", Reward: "mug"));
                    break;
                case 2:
                    if ((await DoAsync(client, new HoldPoints(P, key, "A", 60, amount))).Reply is null) break;
                    if (random.Next(3) == 0) await DoAsync(client, new ReleaseHold(P, key + "r", key));
                    else await SpendAsync(new CaptureHold(P, key + "c", key, random.Next(1, amount + 1)));
                    break;
                case 3:
                    if (await SpendAsync(new RedeemPoints(P, key, "A", "voucher", amount)) is null) break;
                    if ((await DoAsync(client, new ReverseRedemption(P, key + "u", key, random.Next(1, amount + 1)))).Reply is { } back)
                    {
                        Count(back.Amount!.Value, -back.Amount.Value);
                    }
                    break;
                case 4:
                    var isOut = random.Next(3) > 0;
                    if (
                        (await DoAsync(client, new TransferPoints(P, key, isOut ? "A" : "B", isOut ? "B" : "A", amount))).Reply is { } moved
                    )
                    {
                        Count(isOut ? -moved.Amount!.Value : moved.Amount!.Value);
                    }
                    break;
                default:
                    if (
                        (await DoAsync(client, new AdjustPoints(P, key, "A", random.Next(4) == 0 ? amount : -amount, "race"))).Reply is
                        { } adjusted
                    )
                    {
                        Count(adjusted.Amount!.Value);
                    }
                    break;
            }
        }

        async Task<CommandReply?> SpendAsync(ISpendingCommand command)
        {
            var reply = (await DoAsync(client, command)).Reply;
            if (reply is not null) Count(-reply.Amount!.Value, reply.Amount.Value);
            return reply;
        }
    }

    // Every fifth command is sent over HTTP and the bus at once, like a client that does not trust its connection.
    private async Task<Settled> DoAsync(int client, ISpendingCommand command)
    {
        var sent = new List<Task<Settled>> { client % 2 == 0 ? till.PostAsync(command) : till.AskAsync(command) };
        if (command.Key.EndsWith('5')) sent.Add(client % 2 == 0 ? till.AskAsync(command) : till.PostAsync(command));
        var all = await Task.WhenAll(sent);
        if (all.Where(one => one.Reply is not null).Select(one => one.Text).Distinct().Count() > 1)
        {
            throw new InvalidOperationException($"{command}: {all[0]} and {all[1]}");
        }
        // The first copy may be refused because too little is available, while the second succeeds.
        var settled = all.FirstOrDefault(one => one.Reply is not null) ?? all[0];
        lock (answers) answers.Add(settled);
        return settled;
    }

    private void Count(decimal change, decimal spent = 0)
    {
        lock (answers)
        {
            expected += change;
            redeemed += spent;
        }
    }
}
