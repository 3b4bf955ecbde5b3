using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Every command about value as a message: its answer, the same answer to a repeat, and why one was refused.</summary>
public sealed class BusCommandTests : ServiceTests
{
    private const string Document = """
        "pointValue": 0.01, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } },
        "adjustments": { "approvalAbove": { "points": 50 } }, "transfers": "anywhere", "rewards": [ { "id": "mug", "cost": 10,
          "stock": 1 } ]
        """;

    private Till Till { get; } = new(Api, TheService.Broker);

    private string P => Shop.Program;

    [Test]
    public async Task Each_command_is_answered_and_a_repeat_gets_the_first_answer()
    {
        await OpenAsync();
        foreach (var (command, state) in await CommandsAsync())
        {
            var name = $"{command.GetType().Name} {command.Key}";
            var first = await Till.AskAsync(command);
            Assert.That(
                (first.Outcome, first.Code, first.Reply?.State, first.Reply?.Id),
                Is.EqualTo(("recorded", (string?)null, state, command.Key)), name);
            var events = (await EventsAsync()).Count;

            var again = await Till.AskAsync(command);
            Assert.That((again.Outcome, again.Text), Is.EqualTo(("repeated", first.Text)), name);
            var overHttp = await Till.PostAsync(command);
            Assert.That((overHttp.Outcome, overHttp.Text), Is.EqualTo(("repeated", first.Text)), $"{name} over the other transport");
            var other = await Till.AskAsync(new HoldPoints(P, command.Key, "A", 7, 1, At: Shop.At("2011-03-05T00:00:00Z")));
            Assert.That((other.Outcome, other.Code, other.Reply), Is.EqualTo(("conflict", "conflict", (CommandReply?)null)), name);
            Assert.That(await EventsAsync(), Has.Count.EqualTo(events), $"{name}: neither a repeat nor a conflict is recorded");
        }
    }

    [Test]
    public async Task A_refused_command_says_why_and_leaves_its_key_free()
    {
        await OpenAsync();
        await Till.AskAsync(new HoldPoints(P, "closed", "A", 60, 1));
        await Till.AskAsync(new ReleaseHold(P, "close", "closed"));
        await Till.AskAsync(new AdjustPoints(P, "asked", "A", 60, "goodwill", Principal: "ann"));
        var before = (await EventsAsync()).Count;
        (ISpendingCommand Command, string Code)[] refused =
        [
            (new HoldPoints(P, "k", "nobody", 60, 1), "unknown_account"),
            (new HoldPoints(P, "k", "A", 0, 1), "ttl_out_of_range"),
            (new HoldPoints(P, "k", "A", 60), "amount_missing"),
            (new CaptureHold(P, "k", "none"), "unknown_hold"),
            (new ReleaseHold(P, "k", "closed"), "hold_closed"),
            (new RedeemPoints(P, "k", "A", "voucher", 1_000_000), "insufficient_balance"),
            (new RedeemPoints(P, "k", "A", "cash", 1), "not_redeemable"),
            (new RedeemPoints(P, "k", "A", "lottery", 1), "invalid_value"),
            (new ReverseRedemption(P, "k", "none"), "unknown_redemption"),
            (new AdjustPoints(P, "k", "A", 0, "goodwill"), "amount_not_positive"),
            (new AdjustPoints(P, "k", "A", 1.5m, "goodwill"), "amount_too_fine"),
            (new ApproveAdjustment(P, "k", "asked", Principal: "ann"), "same_principal"),
            (new RejectAdjustment(P, "k", "none"), "unknown_adjustment"),
            (new TransferPoints(P, "k", "A", "A", 1), "same_wallet"),
            (new MergeAccounts(P, "k", "A", "A"), "same_account"),
            (new MergeAccounts(P, "k", "A", "nobody"), "unknown_account"),
            (new RedeemVoucher(P, "k", "none"), "unknown_voucher"),
            (new CancelVoucher(P, "k", "none"), "unknown_voucher"),
            (new HoldPoints("no-such-program", "k", "A", 60, 1), "unknown_program"),
            (new HoldPoints(P, "not a key", "A", 60, 1), "malformed_id"),
        ];
        foreach (var (command, code) in refused)
        {
            var settled = await Till.AskAsync(command);
            Assert.That(
                (settled.Outcome, settled.Code, settled.Reply), Is.EqualTo(("rejected", code, (CommandReply?)null)), command.ToString());
        }

        Assert.That(await EventsAsync(), Has.Count.EqualTo(before));
        Assert.That(
            (await Till.AskAsync(new RedeemPoints(P, "k", "A", "voucher", 1))).Outcome, Is.EqualTo("recorded"),
            "the key is free after all of them");
    }

    [Test]
    public async Task Commands_are_carried_out_in_the_order_they_were_sent()
    {
        await OpenAsync();
        const int Rounds = 60;
        for (var n = 0; n < Rounds; n++)
        {
            // The commands are sent without waiting for answers, and each needs the one before it.
            await TheService.Broker.PublishAsync(new HoldPoints(P, $"h{n}", "A", 60, 10));
            await TheService.Broker.PublishAsync(new CaptureHold(P, $"c{n}", $"h{n}", 4));
            await TheService.Broker.PublishAsync(new ReverseRedemption(P, $"r{n}", $"c{n}", 1));
        }

        await Eventually.TrueAsync(async () => (await EventsAsync()).OfType<RedemptionReversed>().Count() == Rounds, "the last reversal");
        var points = await PointsAsync();
        Assert.That((points.Redeemed, points.Held, points.Unheld), Is.EqualTo((3m * Rounds, 0m, 1000m - (3m * Rounds))));
        Assert.That((await TheService.Bank.CheckAsync(P)).Findings, Is.Empty);
    }

    private async Task OpenAsync()
    {
        await PublishAsync(Document);
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 1000)), Shop.Order("b", "B"), Shop.Order("2", at: "2011-03-02T10:00:00Z"));
        // The points of order 2 are adjusted away, which makes the sums below easier.
        var level = await Till.PostAsync(new AdjustPoints(P, "level", "A", -50, "correction"));
        Assert.That(
            (level.Outcome, (await Till.PostAsync(new AdjustPoints(P, "level2", "A", -50, "correction"))).Outcome),
            Is.EqualTo(("recorded", "recorded")), level.Code);
    }

    // The commands, ordered so that each finds what it needs.
    private async Task<IReadOnlyList<(ISpendingCommand Command, string State)>> CommandsAsync()
    {
        var used = (await Till.AskAsync(new RedeemPoints(P, "v1", "A", "voucher", 40))).Reply!.Voucher!;
        var cancelled = (await Till.AskAsync(new RedeemPoints(P, "v2", "A", "voucher", 40))).Reply!.Voucher!;
        return
        [
            (new HoldPoints(P, "hold", "A", 60, 30), "held"),
            (new HoldPoints(P, "hold2", "A", 60, Value: 0.30m, Source: "shop", OrderId: "2"), "held"),
            (new CaptureHold(P, "capture", "hold", 20), "captured"),
            (new ReleaseHold(P, "release", "hold2"), "released"),
            (new RedeemPoints(P, "on-order", "A", "order", 15, Source: "shop", OrderId: "2"), "redeemed"),
            (new RedeemPoints(P, "reward", "A", "reward", Reward: "mug"), "redeemed"),
            (new ReverseRedemption(P, "reverse", "capture", 5), "reversed"),
            (new AdjustPoints(P, "adjust", "A", -5, "correction"), "adjusted"),
            (new AdjustPoints(P, "large", "A", 60, "goodwill", Principal: "ann"), "awaiting_approval"),
            (new ApproveAdjustment(P, "approve", "large", Principal: "bob"), "adjusted"),
            (new AdjustPoints(P, "large2", "A", 70, "goodwill", Principal: "ann"), "awaiting_approval"),
            (new RejectAdjustment(P, "reject", "large2", "too much", Principal: "bob"), "rejected"),
            (new TransferPoints(P, "transfer", "A", "B", 25), "transferred"),
            (new RedeemVoucher(P, "use", used), "used"),
            (new CancelVoucher(P, "cancel", cancelled), "cancelled"),
            (new MergeAccounts(P, "merge", "B", "A", "taken over"), "merged"),
        ];
    }
}
