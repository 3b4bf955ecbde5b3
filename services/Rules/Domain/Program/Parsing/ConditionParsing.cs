using System.Collections.Frozen;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>What a condition may ask about, by its place in the document.</summary>
internal enum Asking
{
    /// <summary>The condition is about an order or activity: everything is allowed.</summary>
    AboutOrder,

    /// <summary>The condition is of a challenge or draw: only questions about the account are allowed.</summary>
    AboutAccount,

    /// <summary>The condition is of a perk: questions about the account, but not about perks, because perks are judged together
    /// (mechanics.md §6).</summary>
    ForPerk,

    /// <summary>The condition is of a segment: questions about the account, but not about perks or segments (mechanics.md §6).</summary>
    ForSegment,
}

/// <summary>Reads a <c>when</c> or <c>eligible</c>.</summary>
internal static class ConditionParsing
{
    private static readonly FrozenSet<string> Weekdays = new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }.ToFrozenSet(
        StringComparer.Ordinal);

    public static Condition Read(JsonObjectReader reader, References references, Asking asking)
    {
        var condition = new Condition
        {
            TierIn = Set(reader.Texts("tierIn", references.CheckTier)),
            NotTierIn = Set(reader.Texts("notTierIn", references.CheckTier)),
            SegmentIn = Set(reader.Texts("segmentIn", references.CheckSegment)),
            PerkIn = Set(reader.Texts("perkIn", references.CheckPerk)),
            MembershipIn = Set(reader.Texts("membershipIn", references.CheckMembership)),
            PartnerIn = Set(reader.Texts("partnerIn", references.CheckPartner)),
            ChannelIn = Set(reader.Texts("channelIn", Ids.CheckStock)),
            TenureMonthsAtLeast = reader.Integer("tenureMonthsAtLeast", 0, Limits.MonthsMax),
            TenureMonthsBelow = reader.Integer("tenureMonthsBelow", 1, Limits.MonthsMax),
            OrdersAtLeast = reader.Integer("ordersAtLeast", 0, int.MaxValue),
            OrdersBelow = reader.Integer("ordersBelow", 1, int.MaxValue),
            SpendAtLeast = reader.Object("spendAtLeast") is { } spend ? ReadSpend(spend, references) : null,
            NpsAtLeast = reader.Integer("npsAtLeast", 0, Limits.NpsMax),
            WeekdayIn = Set(reader.Texts("weekdayIn", CheckWeekday)),
            ContactIsSet = reader.Flag("contactIsSet"),
        };
        if (condition.TenureMonthsAtLeast >= condition.TenureMonthsBelow) NeverHolds(reader, "tenureMonthsBelow");
        if (condition.OrdersAtLeast >= condition.OrdersBelow) NeverHolds(reader, "ordersBelow");
        RefuseMisplaced(reader, condition, asking);
        reader.RefuseTheRest();
        return condition;
    }

    private static void RefuseMisplaced(JsonObjectReader reader, Condition condition, Asking asking)
    {
        if (asking == Asking.AboutOrder) return;
        if (condition.PartnerIn.Count > 0) NotAllowed(reader, "partnerIn", "There is no order here whose partner could be asked for.");
        if (condition.ChannelIn.Count > 0) NotAllowed(reader, "channelIn", "There is no order here whose channel could be asked for.");
        if (condition.ContactIsSet is not null) NotAllowed(reader, "contactIsSet",
            "There is no order here whose contact could be asked for.");
        if (asking == Asking.AboutAccount) return;
        if (condition.PerkIn.Count > 0) NotAllowed(reader, "perkIn", "Neither a segment nor a perk may depend on perks.");
        if (asking == Asking.ForSegment && condition.SegmentIn.Count > 0) NotAllowed(reader, "segmentIn",
            "A segment may not depend on segments.");
    }

    private static SpendAtLeast? ReadSpend(JsonObjectReader reader, References references)
    {
        var window = WindowParsing.Read(reader, required: true);
        var scope = references.Scope(reader);
        var amount = reader.Number("amount", 0, required: true);
        reader.RefuseTheRest();
        return window is null || amount is null ? null : new SpendAtLeast(window, scope, amount.Value);
    }

    private static bool CheckWeekday(string day, string path, ErrorList errors)
    {
        if (Weekdays.Contains(day)) return true;
        errors.Add(path, ProgramErrorCodes.UnknownValue, "One of mon, tue, wed, thu, fri, sat, sun was expected.");
        return false;
    }

    private static void NeverHolds(JsonObjectReader reader, string name) =>
        reader.Fail(name, ProgramErrorCodes.NeverHolds, "Below must be above at least, or the condition never holds.");

    private static void NotAllowed(JsonObjectReader reader, string name, string why) =>
        reader.Fail(name, ProgramErrorCodes.NotAllowedHere, why);

    private static FrozenSet<string> Set(IReadOnlyList<string> values) => values.ToFrozenSet(StringComparer.Ordinal);
}
