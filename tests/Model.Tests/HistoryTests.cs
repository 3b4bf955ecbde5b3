using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using NUnit.Framework;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>
/// Random histories through the ledger's decisions and the independent model: refusals, balances, lots, closed rebates and standings must
/// be equal after every step. The seeds are a fixed set, and some derived from LEDGER_SEED (default: the date). LEDGER_MODEL_SEEDS and
/// LEDGER_MODEL_STEPS make the run longer. A failing history is shrunk and printed with its seed.
/// </summary>
public sealed class HistoryTests
{
    private const int StepsMin = 100_000;
    private static readonly int Seeds = Setting("LEDGER_MODEL_SEEDS", 400);
    private static readonly int Length = Setting("LEDGER_MODEL_STEPS", 240);
    private static readonly int Extra = Math.Max(20, Seeds / 16);

    /// <summary>Kinds of steps with their outcomes. Each must occur in some history, or the histories no longer test it.</summary>
    private static readonly string[] Wanted =
    [
        .. ("OrderPlaced OrderAmended OrderReturned OrderPaid OrderShipped OrderDelivered OrderCancelled "
            + "HoldValue CaptureHold ReleaseHold RedeemOnOrder RedeemReward RedeemVoucher ")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(kind => kind + " Recorded"),
        .. ("RedeemCash ReverseRedemption UseVoucher CancelVoucher AdjustValue ApproveAdjustment RejectAdjustment "
            + "TransferValue MergeAccounts AdvanceProgramClock").Split(' ').Select(kind => kind + " Recorded"),
        .. "OrderPlaced OrderAmended OrderReturned OrderPaid HoldValue CaptureHold RedeemVoucher UseVoucher AdjustValue TransferValue"
            .Split(' ')
            .Select(kind => kind + " Repeated"),
        .. "OrderPlaced OrderAmended OrderReturned OrderPaid HoldValue ReleaseHold RedeemVoucher CancelVoucher AdjustValue TransferValue"
            .Split(' ')
            .Select(kind => kind + " Conflict"),
        .. "OrderReturned OrderPaid OrderCancelled".Split(' ').Select(kind => kind + " Parked"),
        "OrderAmended Superseded",
        .. "return amendment cancellation command".Split(' ').Select(cause => $"RedemptionReversed by {cause}"),
        "HoldCaptured for an order",
    ];

    /// <summary>Refusals by the ledger's decisions; refusals by endpoints alone are tested elsewhere.</summary>
    private static readonly string[] Codes =
    [
        Refusals.MalformedId,
        Refusals.MalformedText,
        Refusals.InvalidValue,
        Refusals.InvalidRevision,
        Refusals.InvalidKind,
        Refusals.DatedInFuture,
        Refusals.NoVersionEffective,
        Refusals.NoRate,
        Refusals.NoLines,
        Refusals.DuplicateLine,
        Refusals.NonPositiveQuantity,
        Refusals.NegativePrice,
        Refusals.NegativeDiscount,
        Refusals.DiscountAboveGross,
        Refusals.UnknownLine,
        Refusals.ReturnExceedsRemaining,
        Refusals.AmendmentBelowReturned,
        Refusals.AmendmentChangesIdentity,
        Refusals.OrderCancelled,
        Refusals.Conflict,
        Refusals.UnknownAccount,
        Refusals.UnknownUnit,
        Refusals.AmountNotPositive,
        Refusals.AmountTooFine,
        Refusals.AmountMissing,
        Refusals.InsufficientBalance,
        Refusals.BelowMinimum,
        Refusals.AboveOrderShare,
        Refusals.UnknownOrder,
        Refusals.TtlOutOfRange,
        Refusals.UnknownHold,
        Refusals.HoldClosed,
        Refusals.HoldExpired,
        Refusals.AboveHeld,
        Refusals.UnknownRedemption,
        Refusals.AboveRedeemed,
        Refusals.NotRedeemable,
        Refusals.UnknownReward,
        Refusals.TierNotEntitled,
        Refusals.NotEnoughStock,
        Refusals.NoPointValue,
        Refusals.ReasonRequired,
        Refusals.UnknownAdjustment,
        Refusals.AdjustmentClosed,
        Refusals.SamePrincipal,
        Refusals.TransfersNotAllowed,
        Refusals.SameWallet,
        Refusals.UnknownVoucher,
        Refusals.VoucherClosed,
        Refusals.VoucherExpired,
        Refusals.AlreadyMerged,
        Refusals.SameAccount,
    ];

    [Test]
    public void A_hundred_thousand_steps_end_alike()
    {
        var seen = new Dictionary<string, int>();
        var compared = 0;
        foreach (var seed in Enumerable.Range(1, Seeds).Concat(Today()))
        {
            Compare(seed, M.RandomHistory.Make(seed, Length), (step, outcome, happened) =>
            {
                compared++;
                Count(seen, $"{((object?)step.Fact ?? step.Command)!.GetType().Name} {outcome.Kind}");
                if (outcome.Code is { } code) Count(seen, code);
                foreach (var reversed in happened.OfType<RedemptionReversed>()) Count(seen, $"RedemptionReversed by {reversed.Cause.Kind}");
                if (happened.Any(one => one is HoldCaptured { OrderNet: not null })) Count(seen, "HoldCaptured for an order");
            });
        }

        TestContext.Out.WriteLine(
            string.Join('\n', seen.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value,8} {pair.Key}")));
        Assert.That(Wanted.Concat(Codes).Except(seen.Keys), Is.Empty, "what no history does any more");
        if (Seeds * Length >= StepsMin) Assert.That(compared, Is.GreaterThanOrEqualTo(StepsMin));
    }

    [Test]
    public void Orders_alone_end_alike()
    {
        for (var seed = 1; seed <= Seeds / 8; seed++)
        {
            var steps = M.RandomHistory.Make(seed, Length, merges: false);
            Compare(seed, [.. steps.Where(step => step.Fact is not null || step.Command is M.AdvanceProgramClock)]);
        }
    }

    /// <summary>The model alone: what must hold after every step of histories with merges.</summary>
    [Test]
    public void The_model_adds_up_after_every_step()
    {
        for (var seed = 1; seed <= Seeds / 8; seed++)
        {
            var model = new M.ModelLedger();
            foreach (var version in M.RandomProgram.Versions(seed)) model.PublishProgram(version);
            foreach (var step in M.RandomHistory.Make(seed, Length))
            {
                model.Do(step, InMemoryLedger.ReceivedAt);
                Assert.That(() => model.Check(M.RandomProgram.Id), Throws.Nothing, $"seed {seed}: {Comparison.Text(step)}");
            }
        }
    }

    private static void Compare(int seed, IReadOnlyList<M.Step> steps, Action<M.Step, Outcome, IEnumerable<ILedgerEvent>>? seen = null)
    {
        if (Comparison.Run(seed, steps, seen) is null) return;
        var shortest = Shrinking.Shortest(steps, some => Comparison.Run(seed, some) is not null);
        Assert.Fail(
            $"seed {seed}\n{string.Join('\n', Comparison.Program(seed))}\n"
            + $"{string.Join('\n', shortest.Select((step, i) => $"{i}: {Comparison.Text(step)}"))}\n{Comparison.Run(seed, shortest)}");
    }

    /// <summary>New seeds for each day; they are printed, so that LEDGER_SEED can repeat them.</summary>
    private static IEnumerable<int> Today()
    {
        var first = Setting(
            "LEDGER_SEED", int.Parse(DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        TestContext.Out.WriteLine($"LEDGER_SEED={first}: seeds {first * 100L % 1_000_000_000} and on");
        return Enumerable.Range((int)(first * 100L % 1_000_000_000), Extra);
    }

    private static void Count(Dictionary<string, int> seen, string what) => seen[what] = seen.GetValueOrDefault(what) + 1;

    internal static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
