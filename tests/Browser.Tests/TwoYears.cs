using System.Text.Json.Nodes;
using Ledger.TestSupport;

namespace Ledger.Browser.Tests;

/// <summary>
/// A second program of the service under test, with two years of real orders. It is imported when the first test asks for it, once.
/// </summary>
internal static class TwoYears
{
    public const string Program = "wholesale";

    /// <summary>The account with the most orders.</summary>
    public const string Largest = "14911";

    /// <summary>An account with a typical number of orders.</summary>
    public const string Usual = "12347";

    private static readonly Lazy<Task> Import = new(ImportAsync);

    /// <summary>Waits for the import; skips the test where the orders are missing.</summary>
    public static Task ReadyAsync()
    {
        RealOrders.SkipUnlessThere();
        return Import.Value;
    }

    private static async Task ImportAsync()
    {
        var (service, api) = (ConsoleUnderTest.Service, ConsoleUnderTest.Service.Api);
        var document = JsonNode.Parse(await File.ReadAllTextAsync(RealOrders.Document))!;
        // The original document asks for no second person for adjustments and closes, so the rules for both are added.
        document["adjustments"] = JsonNode.Parse("""{"approvalAbove":{"points":500}}""");
        document["periods"] = JsonNode.Parse("""{"closeNeedsApproval":true}""");
        await api.PublishAsync(document.ToJsonString());
        await service.SucceedAsync("import", RealOrders.Lines, "--profile", "online-retail", "--program", Program);
        await service.SucceedAsync("advance", "--program", Program, "--as-of", "2012-01-01T00:00:00Z");
        // An order in a currency for which the program has no rate.
        var order = Seeding.Order("3000", "17850", "2011-12-09T13:00:00Z", 100) with { Program = Program, Currency = "EUR" };
        var refused = await api.SendAsync(order);
        if (refused.Code != "no_rate") throw new InvalidOperationException($"The service answered {refused.Status}: {refused.Text}");
    }
}
