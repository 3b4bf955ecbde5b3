namespace Ledger.Hosting.Outgoing;

/// <summary>What went from one book to another in a local month, as a view says it; a host that has the views has one.</summary>
public interface IBookMonths
{
    /// <summary>All months of a program; null when the view has not come as far as the position.</summary>
    public Task<IReadOnlyList<BookMonth>?> ReadAsync(string program, long position, CancellationToken ct);
}

/// <summary>What went from one book to another in one unit in a local month.</summary>
/// <param name="Month">Year × 12 + month − 1.</param>
/// <param name="Amount">Points or money, 0 or more.</param>
public readonly record struct BookMonth(string Unit, int Month, string From, string To, decimal Amount);
