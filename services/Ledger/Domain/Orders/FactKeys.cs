using System.Globalization;

namespace Ledger.Ledger.Domain;

/// <summary>Business keys of an order's facts within its stream (domain.md §2): no message id, no time limit.</summary>
public static class FactKeys
{
    public const string Cancelled = "cancelled";

    public static string Revision(long revision) => $"revision/{revision.ToString(CultureInfo.InvariantCulture)}";

    public static string Return(string returnId) => $"return/{returnId}";

    /// <param name="fact">paid, shipped or delivered.</param>
    /// <param name="factId">Empty for the only one of its kind.</param>
    public static string Progress(string fact, string factId) => $"{fact}/{factId}";
}
