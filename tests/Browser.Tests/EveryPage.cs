using Ledger.TestSupport;

namespace Ledger.Browser.Tests;

/// <summary>The pages of the console with their addresses, in both programs of the service under test.</summary>
internal static class EveryPage
{
    /// <summary>In the small program that uses everything.</summary>
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
            ("finance", $"{Of}/finance?period=2025-06"),
            ("keys", $"{Of}/keys?webhook=crm"),
            ("integrity", $"{Of}/integrity"),
        ];
    }

    /// <summary>In the program with two years of real orders, which must be imported.</summary>
    public static async Task<IReadOnlyList<(string Name, string Path)>> OfTwoYearsAsync()
    {
        var program = LedgerApi.Program(TwoYears.Program);
        var api = ConsoleUnderTest.Service.Api;
        var entries = await api.GetAsync($"{program}/accounts/{TwoYears.Largest}/entries?limit=1");
        var order = (await api.GetAsync($"{program}/accounts/{TwoYears.Largest}/orders?limit=1")).Json["orders"]![0]!;
        var rejected = (string)(await api.GetAsync($"{program}/rejected")).Json["rejected"]![0]!["id"]!;
        const string Of = $"/console/programs/{TwoYears.Program}";
        return
        [
            ("programs", "/console"),
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
            ("adjustments", $"{Of}/adjustments"),
            ("versions", $"{Of}/versions"),
            ("version", $"{Of}/versions/1"),
            ("version-new", $"{Of}/versions/9"),
            ("promotions", $"{Of}/promotions"),
            ("rejected", $"{Of}/rejected?open=false"),
            ("rejected-fact", $"{Of}/rejected/{rejected}"),
            ("finance", $"{Of}/finance?period=2011-06"),
            ("keys", $"{Of}/keys"),
            ("integrity", $"{Of}/integrity"),
        ];
    }
}
