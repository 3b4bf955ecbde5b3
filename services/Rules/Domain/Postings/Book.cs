using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Postings;

/// <summary>
/// The books of the double entry (domain.md §5). To a wallet a partner's book is what the program's own is: it makes no difference to the
/// account who funds its value.
/// </summary>
public enum Book
{
    /// <summary>Where value comes from and where it goes back to when it is reversed, a partner's included.</summary>
    Issuance,

    /// <summary>Credited, not yet usable.</summary>
    Pending,

    /// <summary>Activated and unheld.</summary>
    Available,

    /// <summary>Set aside for a purchase.</summary>
    Held,

    /// <summary>Spent, a partner's included.</summary>
    Redeemed,

    /// <summary>Out of time.</summary>
    Expired,

    /// <summary>What wallets owe: below 0 in this book.</summary>
    Arrears,

    /// <summary>By hand.</summary>
    Adjustment,

    /// <summary>On its way to another wallet.</summary>
    Transfer,
}

/// <summary>The names of <see cref="Books"/> as values of <see cref="Book"/>, and what a book means for a wallet.</summary>
public static class BookNames
{
    /// <summary>The book that a move names.</summary>
    /// <exception cref="UnknownBookException">This version knows no such book, so nothing that it comes to would be right.</exception>
    public static Book Of(string name) => name switch
    {
        Books.Issuance => Book.Issuance,
        Books.Pending => Book.Pending,
        Books.Available => Book.Available,
        Books.Held => Book.Held,
        Books.Redeemed => Book.Redeemed,
        Books.Expired => Book.Expired,
        Books.Arrears => Book.Arrears,
        Books.Adjustment => Book.Adjustment,
        Books.Transfer => Book.Transfer,
        _ when Books.IsIssuance(name) => Book.Issuance,
        _ when Books.IsRedeemed(name) => Book.Redeemed,
        _ => throw new UnknownBookException(name),
    };

    /// <summary>The name of the program's own book.</summary>
    public static string NameOf(Book book) => book switch
    {
        Book.Issuance => Books.Issuance,
        Book.Pending => Books.Pending,
        Book.Available => Books.Available,
        Book.Held => Books.Held,
        Book.Redeemed => Books.Redeemed,
        Book.Expired => Books.Expired,
        Book.Arrears => Books.Arrears,
        Book.Adjustment => Books.Adjustment,
        Book.Transfer => Books.Transfer,
    };

    /// <summary>Whether what is in the book is in wallets, and owed to members.</summary>
    public static bool IsOfWallets(this Book book) => book switch
    {
        Book.Pending or Book.Available or Book.Held or Book.Arrears => true,
        Book.Issuance or Book.Redeemed or Book.Expired or Book.Adjustment or Book.Transfer => false,
    };

    /// <summary>Whether what is in the book is in lots.</summary>
    public static bool IsOfLots(this Book book) => book switch
    {
        Book.Pending or Book.Available or Book.Held => true,
        Book.Issuance or Book.Redeemed or Book.Expired or Book.Arrears or Book.Adjustment or Book.Transfer => false,
    };

    /// <summary>Whether what comes from the book is new to the wallet: it was not there before, and did not come back.</summary>
    public static bool Credits(this Book book) => book switch
    {
        Book.Issuance or Book.Adjustment or Book.Transfer => true,
        Book.Pending or Book.Available or Book.Held or Book.Redeemed or Book.Expired or Book.Arrears => false,
    };
}

/// <summary>A move names a book that this version does not know.</summary>
public sealed class UnknownBookException(string book) : Exception($"There is no book {book}.");
