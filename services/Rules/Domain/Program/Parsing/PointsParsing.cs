namespace Ledger.Rules.Domain;

/// <summary>Reads the life of points. Absent: usable at once for later orders, never expiring, arrears.</summary>
internal static class PointsParsing
{
    private static readonly Dictionary<string, RedeemOn> Redeems = new() { ["future"] = RedeemOn.Future, ["any"] = RedeemOn.Any };

    private static readonly Dictionary<string, Trigger> Triggers = new()
    {
        ["placed"] = Trigger.Placed,
        ["paid"] = Trigger.Paid,
        ["shipped"] = Trigger.Shipped,
        ["delivered"] = Trigger.Delivered,
    };

    private static readonly Dictionary<string, ExpiryAt> Ends = new() { ["end-of-month"] = ExpiryAt.EndOfMonth, ["exact"] = ExpiryAt.Exact };

    private static readonly Dictionary<string, NegativePolicy> Negatives = new()
    {
        ["arrears"] = NegativePolicy.Arrears,
        ["within-balance"] = NegativePolicy.WithinBalance,
        ["pending-only"] = NegativePolicy.PendingOnly,
    };

    public static PointsPolicy Read(JsonObjectReader program)
    {
        if (program.Object("points") is not { } reader) return new PointsPolicy(RedeemOn.Future, Trigger.Placed, 0, null, NegativePolicy.Arrears);
        var redeemOn = reader.Choice("redeemOn", Redeems) ?? RedeemOn.Future;
        var negative = reader.Choice("negative", Negatives) ?? NegativePolicy.Arrears;
        var (on, delay) = ReadActivation(reader);
        var expiry = ReadExpiry(reader);
        reader.RefuseTheRest();
        return new PointsPolicy(redeemOn, on, delay, expiry, negative);
    }

    private static (Trigger On, int DelayDays) ReadActivation(JsonObjectReader points)
    {
        if (points.Object("activation") is not { } reader) return (Trigger.Placed, 0);
        var on = reader.Choice("on", Triggers) ?? Trigger.Placed;
        var delay = reader.Integer("delayDays", 0, Limits.DaysMax) ?? 0;
        reader.RefuseTheRest();
        return (on, delay);
    }

    private static Expiry? ReadExpiry(JsonObjectReader points)
    {
        if (points.Object("expiry") is not { } reader) return null;
        var months = reader.Integer("afterMonths", 1, Limits.MonthsMax, required: true);
        var at = reader.Choice("at", Ends) ?? ExpiryAt.EndOfMonth;
        reader.RefuseTheRest();
        return new Expiry(months ?? 1, at);
    }
}
