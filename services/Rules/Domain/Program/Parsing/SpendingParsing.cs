using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads the policies of spending: redemption, adjustments, periods, transfers, rewards, wallets (domain.md §3).</summary>
internal static class SpendingParsing
{
    private const int PointsMax = int.MaxValue;
    private const int MinutesMax = 366 * 24 * 60;

    private static readonly Dictionary<string, bool> OnReturns = new() { ["restore"] = true, ["manual"] = false };

    private static readonly Dictionary<string, TransferPolicy> Transfers = new()
    {
        ["none"] = TransferPolicy.None,
        ["within-account"] = TransferPolicy.WithinAccount,
        ["anywhere"] = TransferPolicy.Anywhere,
    };

    private static readonly Dictionary<string, RewardKind> Kinds = new()
    {
        ["item"] = RewardKind.Item,
        ["voucher"] = RewardKind.Voucher,
        ["points"] = RewardKind.Points,
        ["cashback"] = RewardKind.Cashback,
    };

    public static RedemptionPolicy ReadRedemption(JsonObjectReader program)
    {
        var none = RedemptionPolicy.Default;
        if (program.Object("redemption") is not { } reader) return none;
        var policy = new RedemptionPolicy(
            reader.Integer("minPoints", 0, PointsMax) ?? none.MinPoints,
            reader.Percent("maxOrderSharePercent") ?? none.MaxOrderSharePercent,
            reader.Integer("restoreGraceDays", 0, Limits.DaysMax) ?? none.RestoreGraceDays,
            reader.Choice("onReturn", OnReturns) ?? none.RestoresOnReturn,
            reader.Integer("holdMaxMinutes", 1, MinutesMax) ?? none.HoldMaxMinutes);
        reader.RefuseTheRest();
        return policy;
    }

    public static AdjustmentPolicy ReadAdjustments(JsonObjectReader program)
    {
        if (program.Object("adjustments") is not { } reader) return AdjustmentPolicy.Default;
        var policy = AdjustmentPolicy.Default;
        if (reader.Object("approvalAbove") is { } above)
        {
            policy = new AdjustmentPolicy(above.Number("points", 0), above.Number("money", 0));
            above.RefuseTheRest();
        }

        reader.RefuseTheRest();
        return policy;
    }

    public static PeriodPolicy ReadPeriods(JsonObjectReader program)
    {
        if (program.Object("periods") is not { } reader) return PeriodPolicy.Default;
        var policy = new PeriodPolicy(reader.Flag("closeNeedsApproval") ?? PeriodPolicy.Default.CloseNeedsApproval);
        reader.RefuseTheRest();
        return policy;
    }

    public static TransferPolicy ReadTransfers(JsonObjectReader program) => program.Choice("transfers", Transfers) ?? TransferPolicy.None;

    public static IReadOnlyList<Reward> ReadRewards(JsonObjectReader program, References references, int digits)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. program.Objects("rewards").Select(reader => ReadReward(reader, ids, references, digits))];
    }

    /// <summary>The highest percentage of an order's points that goes to contacts.</summary>
    public static Exact ReadContactShare(JsonObjectReader program)
    {
        if (program.Object("wallets") is not { } reader) return OwnerSplit.WithoutCap;
        var share = reader.Percent("contactMaxSharePercent") ?? OwnerSplit.WithoutCap;
        reader.RefuseTheRest();
        return share;
    }

    private static Reward ReadReward(JsonObjectReader reader, HashSet<string> ids, References references, int digits)
    {
        var id = UniqueIds.Read(reader, ids);
        var isPoints = reader.Choice("unit", AmountParsing.IsPoints) ?? true;
        var cost = AmountParsing.Read(reader, "cost", isPoints ? 0 : digits);
        var kind = reader.Choice("kind", Kinds) ?? RewardKind.Item;
        var amount = kind == RewardKind.Item ? 0 : AmountParsing.Read(reader, "amount", kind == RewardKind.Points ? 0 : digits);
        var validMonths = kind == RewardKind.Voucher ? reader.Integer("voucherValidMonths", 1, Limits.MonthsMax) : null;
        var tiers = reader.Texts("tierIn", references.CheckTier);
        var stock = reader.Integer("stock", 0, PointsMax);
        reader.RefuseTheRest();
        return new Reward(id ?? "", isPoints ? Units.Points : Units.Cashback, cost, tiers, stock, kind, amount, validMonths);
    }
}
