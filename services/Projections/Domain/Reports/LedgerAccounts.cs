using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Reports;

/// <summary>Finds the account of the general ledger that a book is posted to: the unit's own first, then the program's; a book that is
/// named before what it is.</summary>
public sealed class LedgerAccounts(AccountingDocument document)
{
    /// <summary>The account.</summary>
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
        var ofProgram = Books.IsIssuance(book) ? Books.Issuance : Books.IsRedeemed(book) ? Books.Redeemed : book;
        if (ofProgram != book && accounts.Books?.GetValueOrDefault(ofProgram) is { } partners) return partners;
        return ofProgram switch
        {
            Books.Pending or Books.Available or Books.Held or Books.Arrears or Books.Transfer => accounts.DeferredIncome,
            Books.Expired => accounts.BreakageIncome,
            Books.Issuance or Books.Adjustment => accounts.Cost,
            Books.Redeemed => accounts.Redemption,
            _ => null,
        };
    }
}

/// <summary>A book between which something moved has no account of the general ledger.</summary>
public sealed class UnmappedBookException(string unit, string book) : Exception($"The book {book} of {unit} has no account.")
{
    public string Unit { get; } = unit;

    public string Book { get; } = book;
}
