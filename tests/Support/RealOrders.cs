using NUnit.Framework;

namespace Ledger.TestSupport;

/// <summary>
/// Two years of a wholesaler's orders, a program for them, and the results of two independent implementations. They are not part of the
/// repository.
/// </summary>
public static class RealOrders
{
    /// <summary>The number of orders and returns.</summary>
    public const int Facts = 45_692;

    /// <summary>The number of accounts.</summary>
    public const int Accounts = 5_878;

    private static readonly string Shared = Path.Combine(BuiltFiles.Root, "..", "shared");

    /// <summary>The orders as the wholesaler's invoice lines; <c>ledger import</c> has a profile for them, <c>online-retail</c>.</summary>
    public static string Lines => Path.Combine(Shared, "data", "online_retail.csv.gz");

    /// <summary>The program's document.</summary>
    public static string Document => Path.Combine(Shared, "examples", "wholesale-gbp.json");

    /// <summary>What an export must be, packed with gzip.</summary>
    public static string Expected(string export) => Path.Combine(Shared, "examples", "expected-wholesale-gbp", $"{export}.csv.gz");

    /// <summary>Skips a test that needs them where they are missing.</summary>
    public static void SkipUnlessThere()
    {
        if (File.Exists(Lines) && File.Exists(Document)) return;
        Assert.Ignore("The real orders are not part of the repository: there is no folder ../shared beside it.");
    }
}
