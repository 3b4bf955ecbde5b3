using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Views;

/// <summary>What one move does to one book: the trial balance is their sum, and zero.</summary>
public readonly record struct BookChange(string Book, decimal Amount);

/// <summary>The books of the double entry: a move gives to one what it takes from another.</summary>
public static class BookView
{
    public static (BookChange From, BookChange To) Changes(LotMove move) =>
        (new BookChange(move.From, -move.Amount), new BookChange(move.To, move.Amount));
}
