namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads a window: rolling-months N, calendar-year, lifetime.</summary>
internal static class WindowParsing
{
    private static readonly Dictionary<string, WindowKind> Kinds = new()
    {
        ["rolling-months"] = WindowKind.RollingMonths,
        ["calendar-year"] = WindowKind.CalendarYear,
        ["lifetime"] = WindowKind.Lifetime,
    };

    public static Window? Read(JsonObjectReader owner, bool required = false)
    {
        if (owner.Object("window", required) is not { } reader) return null;
        var kind = reader.Choice("kind", Kinds, required: true);
        var months = kind == WindowKind.RollingMonths ? reader.Integer("months", 1, Limits.MonthsMax, required: true) : 0;
        reader.RefuseTheRest();
        return kind is null || months is null ? null : new Window(kind.Value, months.Value);
    }
}
