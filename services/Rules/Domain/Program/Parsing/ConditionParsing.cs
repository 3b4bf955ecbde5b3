using System.Collections.Frozen;

namespace Ledger.Rules.Domain;

/// <summary>Reads a <c>when</c>.</summary>
internal static class ConditionParsing
{
    private static readonly FrozenSet<string> Weekdays = new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }.ToFrozenSet(StringComparer.Ordinal);

    public static Condition Read(JsonObjectReader reader, References references)
    {
        LaterSections.RefuseInCondition(reader);
        var condition = new Condition
        {
            TierIn = Set(reader.Texts("tierIn", references.CheckTier)),
            NotTierIn = Set(reader.Texts("notTierIn", references.CheckTier)),
            ChannelIn = Set(reader.Texts("channelIn", Ids.CheckStock)),
            TenureMonthsAtLeast = reader.Integer("tenureMonthsAtLeast", 0, Limits.MonthsMax),
            TenureMonthsBelow = reader.Integer("tenureMonthsBelow", 1, Limits.MonthsMax),
            OrdersAtLeast = reader.Integer("ordersAtLeast", 0, int.MaxValue),
            OrdersBelow = reader.Integer("ordersBelow", 1, int.MaxValue),
            SpendAtLeast = reader.Object("spendAtLeast") is { } spend ? ReadSpend(spend, references) : null,
            WeekdayIn = Set(reader.Texts("weekdayIn", CheckWeekday)),
            ContactIsSet = reader.Flag("contactIsSet"),
        };
        if (condition.TenureMonthsAtLeast >= condition.TenureMonthsBelow) NeverHolds(reader, "tenureMonthsBelow");
        if (condition.OrdersAtLeast >= condition.OrdersBelow) NeverHolds(reader, "ordersBelow");
        reader.RefuseTheRest();
        return condition;
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

    private static FrozenSet<string> Set(IReadOnlyList<string> values) => values.ToFrozenSet(StringComparer.Ordinal);
}
