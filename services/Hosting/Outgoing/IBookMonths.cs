namespace Ledger.Hosting.Outgoing;

/// <summary>The amounts that went between books by local month, read from a view. Only a host with the views registers an
/// implementation.</summary>
public interface IBookMonths
{
    /// <summary>All months of a program; null when the view has not reached the position yet.</summary>
    public Task<IReadOnlyList<BookMonth>?> ReadAsync(string program, long position, CancellationToken ct);
}

/// <summary>The amount that went from one book to another in one unit and local month.</summary>
/// <param name="Month">Year × 12 + month − 1.</param>
/// <param name="Amount">Points or money, 0 or more.</param>
public readonly record struct BookMonth(string Unit, int Month, string From, string To, decimal Amount);
