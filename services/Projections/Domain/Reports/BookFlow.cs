using Ledger.Rules.Domain;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What went from one book to another in one unit, with the entries of the month behind it.</summary>
/// <param name="From">The name of the book, a partner's included.</param>
/// <param name="To">The name of the book, a partner's included.</param>
/// <param name="Before">Before the month; points or money, 0 or more.</param>
/// <param name="Within">In the month; points or money, 0 or more.</param>
/// <param name="Entries">How many entries of accounts moved it in the month.</param>
/// <param name="FirstPosition">Position of the first of them in the log; 0 where there are none.</param>
/// <param name="LastPosition">Position of the last of them.</param>
/// <exception cref="UnknownNameException">There is no such book.</exception>
public readonly record struct BookFlow(
    string Unit, string From, string To, decimal Before, decimal Within, long Entries = 0, long FirstPosition = 0, long LastPosition = 0)
{
    /// <summary>The book of <see cref="From"/>; to a wallet a partner's is what the program's own is.</summary>
    public Book Source { get; } = BookNames.Of(From);

    /// <summary>The book of <see cref="To"/>, likewise.</summary>
    public Book Target { get; } = BookNames.Of(To);
}
