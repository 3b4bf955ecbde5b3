using System.Globalization;

namespace Ledger.Cli.Service;

/// <summary>The service's addresses (domain.md §6).</summary>
internal static class Paths
{
    public const string Integrity = "v1/integrity";
    public const string Verify = "v1/integrity/verify";
    public const string Rebuild = "v1/projections/rebuild";

    public static string Program(string program) => $"v1/programs/{Uri.EscapeDataString(program)}";

    public static string Budget(string program) => $"{Program(program)}/budget";

    public static string Versions(string program) => $"{Program(program)}/versions";

    public static string Version(string program, long version) => string.Create(CultureInfo.InvariantCulture, $"{Program(program)}/versions/{version}");

    public static string Clock(string program) => $"{Program(program)}/clock";

    public static string Orders(string program) => $"{Program(program)}/orders";

    public static string OpeningBalances(string program, string account) => Account(program, account, "opening-balances");

    public static string Account(string program, string account, string what) =>
        $"{Program(program)}/accounts/{Uri.EscapeDataString(account)}/{what}";

    public static string Statement(string program, string account, string? from, string? to, string language)
    {
        return $"{Account(program, account, "statement.pdf")}?lang={Uri.EscapeDataString(language)}{Bound("from", from)}{Bound("to", to)}";

        static string Bound(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
    }

    public static string Order(string program, string source, string order) =>
        $"{Orders(program)}/{Uri.EscapeDataString(source)}/{Uri.EscapeDataString(order)}";

    public static string Hold(string program, string hold) => $"{Program(program)}/holds/{Uri.EscapeDataString(hold)}";

    public static string Events(string program, string after, string? types, int limit, int waitSeconds)
    {
        var chosen = types is null ? "" : $"&types={Uri.EscapeDataString(types)}";
        return string.Create(
            CultureInfo.InvariantCulture, $"{Program(program)}/events?after={after}&limit={limit}&waitSeconds={waitSeconds}{chosen}");
    }

    public static string TrialBalance(string program) => $"{Program(program)}/reports/trial-balance";

    /// <param name="report">The end of its address, with that of its form.</param>
    /// <param name="query">Without a question mark.</param>
    public static string Report(string program, string report, string query) =>
        $"{Program(program)}/reports/{report}{(query.Length > 0 ? "?" : "")}{query}";

    public static string Intake(string program) => $"{Program(program)}/intake";

    public static string Export(string program, string name, long position) =>
        string.Create(CultureInfo.InvariantCulture, $"{Program(program)}/exports/{name}.csv?minPosition={position}");

    public static string Rejected(string program) => $"{Program(program)}/rejected";

    public static string Redrive(string program, string id) => $"{Rejected(program)}/{Uri.EscapeDataString(id)}/redrive";
}
