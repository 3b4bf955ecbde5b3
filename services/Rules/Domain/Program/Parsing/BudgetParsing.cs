namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads the budget and the end of a program (mechanics.md §11).</summary>
internal static class BudgetParsing
{
    private static readonly Dictionary<string, BudgetPeriod> Periods = new()
    {
        ["month"] = BudgetPeriod.Month,
        ["quarter"] = BudgetPeriod.Quarter,
        ["year"] = BudgetPeriod.Year,
        ["lifetime"] = BudgetPeriod.Lifetime,
    };

    public static Budget? ReadBudget(JsonObjectReader program)
    {
        if (program.Object("budget") is not { } reader) return null;
        var amount = reader.Number("amount", 0, required: true);
        var period = reader.Choice("period", Periods, required: true);
        reader.RefuseTheRest();
        return new Budget(amount ?? default, period ?? BudgetPeriod.Lifetime);
    }

    public static WindDown? ReadWindDown(JsonObjectReader program)
    {
        if (program.Object("windDown") is not { } reader) return null;
        var earn = reader.Instant("earnUntil", required: true);
        var redeem = reader.Instant("redeemUntil", required: true);
        if (redeem < earn) reader.Fail("redeemUntil", ProgramErrorCodes.EmptyPeriod, "redeemUntil must not be before earnUntil.");
        reader.RefuseTheRest();
        return earn is null || redeem is null ? null : new WindDown(earn.Value, redeem.Value);
    }
}
