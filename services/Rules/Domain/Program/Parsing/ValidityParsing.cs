namespace Ledger.Rules.Domain;

/// <summary>Reads the dates and the condition that may stand on any discount or earning rule.</summary>
internal static class ValidityParsing
{
    public static Validity Read(JsonObjectReader rule, References references)
    {
        var visible = rule.Instant("visibleFrom");
        var from = rule.Instant("validFrom");
        var until = rule.Instant("validUntil");
        if (from >= until) rule.Fail("validUntil", ProgramErrorCodes.EmptyPeriod, "validUntil must be after validFrom.");
        if (visible > from || visible >= until) rule.Fail("visibleFrom", ProgramErrorCodes.VisibleTooLate, "visibleFrom is at or before validFrom, and before validUntil.");
        var when = rule.Object("when") is { } condition ? ConditionParsing.Read(condition, references) : null;
        return from is null && until is null && visible is null && when is null ? Validity.Always : new Validity(visible, from, until, when);
    }
}
