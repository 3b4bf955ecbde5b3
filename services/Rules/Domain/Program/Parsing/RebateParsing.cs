namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads rebates.</summary>
internal static class RebateParsing
{
    /// <summary>The values of <c>period</c>.</summary>
    public static readonly IReadOnlyDictionary<string, PeriodKind> Periods = new Dictionary<string, PeriodKind>
    {
        ["month"] = PeriodKind.Month,
        ["quarter"] = PeriodKind.Quarter,
        ["year"] = PeriodKind.Year,
    };

    private static readonly Dictionary<string, RebateMode> Modes = new()
    {
        ["slab-whole"] = RebateMode.SlabWhole,
        ["slab-marginal"] = RebateMode.SlabMarginal,
    };

    private static readonly Dictionary<string, PayAs> Payments = new() { ["credit"] = PayAs.Credit, ["voucher"] = PayAs.Voucher };

    public static IReadOnlyList<RebateRule> Read(JsonObjectReader program, References references)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. program.Objects("rebates").Select(reader => Read(reader, ids, references))];
    }

    private static RebateRule Read(JsonObjectReader reader, HashSet<string> ids, References references)
    {
        var id = UniqueIds.Read(reader, ids);
        var period = reader.Choice("period", Periods, required: true);
        var scope = references.Scope(reader);
        var mode = reader.Choice("mode", Modes, required: true);
        var days = reader.Integer("payAfterDays", 0, Limits.DaysMax);
        var (payAs, validMonths) = ReadPayAs(reader);
        var steps = StepParsing.Read(reader);
        reader.RefuseTheRest();
        return new RebateRule(
            id ?? "", period ?? PeriodKind.Month, scope, mode ?? RebateMode.SlabMarginal, days ?? 0, payAs, steps, validMonths);
    }

    // Only a voucher has voucherValidMonths; a credit does not expire.
    private static (PayAs PayAs, int? ValidMonths) ReadPayAs(JsonObjectReader reader)
    {
        var payAs = reader.Choice("payAs", Payments) ?? PayAs.Credit;
        return payAs == PayAs.Voucher ? (payAs, reader.Integer("voucherValidMonths", 1, Limits.MonthsMax, required: true)) : (payAs, null);
    }
}
