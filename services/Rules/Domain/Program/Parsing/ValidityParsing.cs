namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads the dates and the condition that a rule may have.</summary>
internal static class ValidityParsing
{
    /// <summary>Reads those of a discount or earning rule.</summary>
    public static Validity Read(JsonObjectReader rule, References references) =>
        Read(rule, rule.Instant("visibleFrom"), "when", Asking.AboutOrder, references);

    /// <summary>Reads those of an activity rule, which has no <c>visibleFrom</c>.</summary>
    public static Validity ReadOfActivity(JsonObjectReader rule, References references) =>
        Read(rule, null, "when", Asking.AboutOrder, references);

    /// <summary>Reads those of a challenge, whose condition is <c>eligible</c>.</summary>
    public static Validity ReadOfChallenge(JsonObjectReader challenge, References references) =>
        Read(challenge, challenge.Instant("visibleFrom"), "eligible", Asking.AboutAccount, references);

    private static Validity Read(JsonObjectReader rule, DateTimeOffset? visible, string conditionName, Asking asking, References references)
    {
        var from = rule.Instant("validFrom");
        var until = rule.Instant("validUntil");
        if (from >= until) rule.Fail("validUntil", ProgramErrorCodes.EmptyPeriod, "validUntil must be after validFrom.");
        if (visible > from || visible >= until)
        {
            rule.Fail("visibleFrom", ProgramErrorCodes.VisibleTooLate, "visibleFrom is at or before validFrom, and before validUntil.");
        }

        var when = rule.Object(conditionName) is { } condition ? ConditionParsing.Read(condition, references, asking) : null;
        return from is null && until is null && visible is null && when is null
            ? Validity.Always
            : new Validity(visible, from, until, when);
    }
}
