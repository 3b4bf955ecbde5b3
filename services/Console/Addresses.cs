namespace Ledger.Console;

/// <summary>The addresses of the console's pages; ids in them are escaped.</summary>
public static class Addresses
{
    /// <summary>A page of a program.</summary>
    /// <param name="path">Path relative to the program's; already escaped.</param>
    public static string Of(string program, string path) =>
        $"{ConsoleModule.Path}/programs/{Escape(program)}{(path.Length == 0 ? "" : "/")}{path}";

    /// <summary>The page of one account.</summary>
    public static string Account(string program, string account) => Of(program, $"accounts/{Escape(account)}");

    /// <summary>The explanation of an entry.</summary>
    public static string Entry(string program, Guid entry) => Of(program, $"entries/{entry}");

    /// <summary>One order.</summary>
    public static string Order(string program, string source, string order) => Of(program, $"orders/{Escape(source)}/{Escape(order)}");

    /// <summary>The page of an order, given in the form source/orderId of entries and lots. Usually the source has no slash.</summary>
    public static string Order(string program, string order)
    {
        var slash = order.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? Of(program, "orders") : Order(program, order[..slash], order[(slash + 1)..]);
    }

    /// <summary>A report's page.</summary>
    /// <param name="query">The query without a question mark; empty: none.</param>
    public static string Report(string program, string report, string query = "") =>
        Of(program, $"finance/{report}") + (query.Length == 0 ? "" : $"?{query}");

    private static string Escape(string id) => Uri.EscapeDataString(id);
}
