using Ledger.TestSupport;

namespace Ledger.Browser.Tests;

/// <summary>The pages of the console with their addresses, in both programs of the service under test.</summary>
internal static class EveryPage
{
    private static readonly string[] Reports =
    [
        "trial-balance", "roll-forward?period=2025-06", "journal?period=2025-06", "journal-entries?period=2025-06&line=1", "liability",
        "expiring", "breakage", "rebates-accrued", "partners", "adjustments", "variance", "tier-movements", "return", "periods",
        "accounting",
    ];

    // Without reports about sections that the wholesaler's program lacks.
    private static readonly string[] LongReports =
    [
        "trial-balance", "roll-forward?period=2011-06", "liability", "expiring", "breakage", "rebates-accrued", "variance",
        "tier-movements", "return", "periods",
    ];

    /// <summary>The pages of the small program that uses every section.</summary>
    public static async Task<IReadOnlyList<(string Name, string Path)>> OfSeedingAsync()
    {
        var program = LedgerApi.Program(Seeding.Program);
        var api = ConsoleUnderTest.Service.Api;
        var entry = (string)(await api.GetAsync($"{program}/accounts/{Seeding.North}/entries?limit=1")).Json["entries"]![0]!["id"]!;
        var rejected = (string)(await api.GetAsync($"{program}/rejected")).Json["rejected"]![0]!["id"]!;
        const string Of = $"/console/programs/{Seeding.Program}";
        return
        [
            ("programs", "/console"),
            ("overview", Of),
            ("accounts", $"{Of}/accounts"),
            ("account", $"{Of}/accounts/{Seeding.North}"),
            ("entries", $"{Of}/accounts/{Seeding.North}/entries"),
            ("entry", $"{Of}/entries/{entry}"),
            ("orders", $"{Of}/orders"),
            ("order", $"{Of}/orders/shop/1003"),
            ("order-awaited", $"{Of}/orders/shop/2000"),
            ("adjustments", $"{Of}/adjustments"),
            ("versions", $"{Of}/versions"),
            ("version", $"{Of}/versions/1"),
            ("version-new", $"{Of}/versions/9"),
            ("promotions", $"{Of}/promotions"),
            ("challenge", $"{Of}/challenges/race/2025-Q2"),
            ("draw", $"{Of}/draws/summer"),
            ("rejected", $"{Of}/rejected?open=false"),
            ("rejected-fact", $"{Of}/rejected/{rejected}"),
            ("finance", $"{Of}/finance"),
            .. Reports.Select(report => ($"finance-{report.Split('?')[0]}", $"{Of}/finance/{report}")),
            ("keys", $"{Of}/keys?webhook=crm"),
            ("integrity", $"{Of}/integrity"),
        ];
    }

    /// <summary>The pages that are long in the program with two years of real orders, which must be imported before.</summary>
    public static async Task<IReadOnlyList<(string Name, string Path)>> OfTwoYearsAsync()
    {
        var program = LedgerApi.Program(TwoYears.Program);
        var api = ConsoleUnderTest.Service.Api;
        var entries = await api.GetAsync($"{program}/accounts/{TwoYears.Largest}/entries?limit=1");
        var order = (await api.GetAsync($"{program}/accounts/{TwoYears.Largest}/orders?limit=1")).Json["orders"]![0]!;
        const string Of = $"/console/programs/{TwoYears.Program}";
        return
        [
            ("overview", Of),
            ("accounts", $"{Of}/accounts"),
            ("accounts-found", $"{Of}/accounts?q=149"),
            ("account", $"{Of}/accounts/{TwoYears.Usual}"),
            ("account-largest", $"{Of}/accounts/{TwoYears.Largest}"),
            ("entries", $"{Of}/accounts/{TwoYears.Largest}/entries"),
            ("entry", $"{Of}/entries/{(string)entries.Json["entries"]![0]!["id"]!}"),
            ("orders", $"{Of}/orders"),
            ("orders-of-account", $"{Of}/orders?account={TwoYears.Largest}"),
            ("order", $"{Of}/orders/{(string)order["source"]!}/{(string)order["orderId"]!}"),
            ("finance", $"{Of}/finance"),
        ];
    }

    /// <summary>The other pages of that program: two years of orders do not make them longer than in a small program.</summary>
    public static async Task<IReadOnlyList<(string Name, string Path)>> OthersOfTwoYearsAsync()
    {
        var api = ConsoleUnderTest.Service.Api;
        var rejected = (await api.GetAsync($"{LedgerApi.Program(TwoYears.Program)}/rejected")).Json["rejected"]![0]!;
        const string Of = $"/console/programs/{TwoYears.Program}";
        return
        [
            ("programs", "/console"),
            ("adjustments", $"{Of}/adjustments"),
            ("versions", $"{Of}/versions"),
            ("version", $"{Of}/versions/1"),
            ("version-new", $"{Of}/versions/9"),
            ("promotions", $"{Of}/promotions"),
            ("rejected", $"{Of}/rejected?open=false"),
            ("rejected-fact", $"{Of}/rejected/{(string)rejected["id"]!}"),
            ("keys", $"{Of}/keys"),
            ("integrity", $"{Of}/integrity"),
            .. LongReports.Select(report => ($"finance-{report.Split('?')[0]}", $"{Of}/finance/{report}")),
        ];
    }
}
