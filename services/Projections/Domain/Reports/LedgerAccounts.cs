using Ledger.Contracts.V1;
using Ledger.Rules.Domain;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Reports;

/// <summary>
/// Finds the general-ledger account that a book is posted to. Accounts set for the unit come before those set for all units. Within each,
/// the account set for the book by name (also a partner's) comes first, then the one set for its kind of book, then the general one:
/// deferred income, breakage income, cost or redemption.
/// </summary>
public sealed class LedgerAccounts(AccountingDocument document)
{
    /// <summary>The account of a book.</summary>
    /// <exception cref="UnknownNameException">The name is not that of a book.</exception>
    /// <exception cref="UnmappedBookException">No account is set for the book.</exception>
    public string Of(string unit, string book)
    {
        var own = document.Units?.FirstOrDefault(one => one.Unit == unit);
        var general = new UnitAccounts(
            unit, document.DeferredIncome, document.BreakageIncome, document.Cost, document.Redemption, document.Books);
        return Of(own, book) ?? Of(general, book) ?? throw new UnmappedBookException(unit, book);
    }

    private static string? Of(UnitAccounts? accounts, string book)
    {
        if (accounts is null) return null;
        if (accounts.Books?.GetValueOrDefault(book) is { } named) return named;
        var kind = BookNames.Of(book);
        if (accounts.Books?.GetValueOrDefault(BookNames.NameOf(kind)) is { } ofProgram) return ofProgram;
        return kind switch
        {
            Book.Pending or Book.Available or Book.Held or Book.Arrears or Book.Transfer => accounts.DeferredIncome,
            Book.Expired => accounts.BreakageIncome,
            Book.Issuance or Book.Adjustment => accounts.Cost,
            Book.Redeemed => accounts.Redemption,
        };
    }
}

/// <summary>A book with movements has no general-ledger account.</summary>
public sealed class UnmappedBookException(string unit, string book) : Exception($"The book {book} of {unit} has no account.")
{
    public string Unit { get; } = unit;

    public string Book { get; } = book;
}
