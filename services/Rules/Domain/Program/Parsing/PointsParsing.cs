namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads <c>points</c>. By default points are usable at once for later orders, never expire, and reversals may open
/// arrears.</summary>
internal static class PointsParsing
{
    private static readonly Dictionary<string, RedeemOn> Redeems = new() { ["future"] = RedeemOn.Future, ["any"] = RedeemOn.Any };

    /// <summary>The values of <c>activation.on</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Trigger> Triggers = new Dictionary<string, Trigger>
    {
        ["placed"] = Trigger.Placed,
        ["paid"] = Trigger.Paid,
        ["shipped"] = Trigger.Shipped,
        ["delivered"] = Trigger.Delivered,
    };

    private static readonly Dictionary<string, ExpiryAt> Ends = new()
    {
        ["end-of-month"] = ExpiryAt.EndOfMonth,
        ["exact"] = ExpiryAt.Exact,
    };

    private static readonly Dictionary<string, NegativePolicy> Negatives = new()
    {
        ["arrears"] = NegativePolicy.Arrears,
        ["within-balance"] = NegativePolicy.WithinBalance,
        ["pending-only"] = NegativePolicy.PendingOnly,
    };

    private static readonly PointsPolicy Unsaid = new(RedeemOn.Future, Trigger.Placed, 0, null, NegativePolicy.Arrears);

    /// <summary>The policy, and the days before an expiry at which notices are due, longest first.</summary>
    public static (PointsPolicy Policy, IReadOnlyList<int> NoticeDays) Read(JsonObjectReader program)
    {
        if (program.Object("points") is not { } reader) return (Unsaid, []);
        var redeemOn = reader.Choice("redeemOn", Redeems) ?? RedeemOn.Future;
        var negative = reader.Choice("negative", Negatives) ?? NegativePolicy.Arrears;
        var (on, delay) = ReadActivation(reader);
        var (expiry, notices) = ReadExpiry(reader);
        reader.RefuseTheRest();
        return (new PointsPolicy(redeemOn, on, delay, expiry, negative), notices);
    }

    private static (Trigger On, int DelayDays) ReadActivation(JsonObjectReader points)
    {
        if (points.Object("activation") is not { } reader) return (Trigger.Placed, 0);
        var on = reader.Choice("on", Triggers) ?? Trigger.Placed;
        var delay = reader.Integer("delayDays", 0, Limits.DaysMax) ?? 0;
        reader.RefuseTheRest();
        return (on, delay);
    }

    /// <summary>Reads the months after which value expires, and whether at the month's end; the caller must refuse the remaining
    /// fields.</summary>
    public static Expiry ReadLife(JsonObjectReader reader, ExpiryAt unsaid)
    {
        var months = reader.Integer("afterMonths", 0, Limits.MonthsMax, required: true);
        var at = reader.Choice("at", Ends) ?? unsaid;
        return new Expiry(months ?? 1, at);
    }

    private static (Expiry? Expiry, IReadOnlyList<int> NoticeDays) ReadExpiry(JsonObjectReader points)
    {
        if (points.Object("expiry") is not { } reader) return (null, []);
        var expiry = ReadLife(reader, ExpiryAt.EndOfMonth);
        var notices = ReadNoticeDays(reader);
        reader.RefuseTheRest();
        return (expiry, notices);
    }

    private static List<int> ReadNoticeDays(JsonObjectReader expiry)
    {
        var days = new List<int>();
        foreach (var (value, path) in expiry.List("noticeDays"))
        {
            if (Numbers.Read(value, path, expiry.Errors, 1, Limits.DaysMax) is not { } number) continue;
            var count = (int)number.Floor();
            if (number != (long)count) expiry.Errors.Add(path, ProgramErrorCodes.WrongType, "A whole number was expected.");
            else if (days.Contains(count)) expiry.Errors.Add(path, ProgramErrorCodes.DuplicateValue, "These days are here already.");
            else days.Add(count);
        }

        days.Sort(static (one, other) => other.CompareTo(one));
        return days;
    }
}
