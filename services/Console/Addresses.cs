namespace Ledger.Console;

/// <summary>The addresses of the console's pages; ids in them are escaped.</summary>
public static class Addresses
{
    /// <summary>A page of a program.</summary>
    /// <param name="path">Below the program; escaped.</param>
    public static string Of(string program, string path) =>
        $"{ConsoleModule.Path}/programs/{Escape(program)}{(path.Length == 0 ? "" : "/")}{path}";

    /// <summary>The story of one account.</summary>
    public static string Account(string program, string account) => Of(program, $"accounts/{Escape(account)}");

    /// <summary>Why an entry is.</summary>
    public static string Entry(string program, Guid entry) => Of(program, $"entries/{entry}");

    /// <summary>One order.</summary>
    public static string Order(string program, string source, string order) => Of(program, $"orders/{Escape(source)}/{Escape(order)}");

    /// <summary>One order by the name that entries and lots have for it: source/orderId, whose source has no slash as a rule.</summary>
    public static string Order(string program, string order)
    {
        var slash = order.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? Of(program, "orders") : Order(program, order[..slash], order[(slash + 1)..]);
    }

    /// <summary>A report's page.</summary>
    /// <param name="query">What it is asked for, without a question mark; empty: nothing.</param>
    public static string Report(string program, string report, string query = "") =>
        Of(program, $"finance/{report}") + (query.Length == 0 ? "" : $"?{query}");

    private static string Escape(string id) => Uri.EscapeDataString(id);
}
