using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Reports;

/// <summary>Finds the account of the general ledger that a book is posted to: the unit's own first, then the program's; a book that is
/// named before what it is.</summary>
public sealed class LedgerAccounts(AccountingDocument document)
{
    /// <summary>The account.</summary>
    /// <exception cref="UnknownBookException">There is no such book.</exception>
    /// <exception cref="UnmappedBookException">There is none.</exception>
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

/// <summary>A book between which something moved has no account of the general ledger.</summary>
public sealed class UnmappedBookException(string unit, string book) : Exception($"The book {book} of {unit} has no account.")
{
    public string Unit { get; } = unit;

    public string Book { get; } = book;
}
