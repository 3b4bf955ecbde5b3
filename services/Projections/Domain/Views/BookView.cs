using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Views;

/// <summary>What one move adds to one book. The sum of all changes is zero, so the trial balance is too.</summary>
public readonly record struct BookChange(string Book, decimal Amount);

/// <summary>The books of the double entry: a move adds to one book what it takes from another.</summary>
public static class BookView
{
    public static (BookChange From, BookChange To) Changes(LotMove move) =>
        (new BookChange(move.From, -move.Amount), new BookChange(move.To, move.Amount));
}
