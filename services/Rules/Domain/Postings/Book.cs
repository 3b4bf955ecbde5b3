using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Postings;

/// <summary>
/// The kinds of books of the double entry (domain.md §5). A partner's book is of the same kind as the program's own, because for a wallet
/// it does not matter who funds its value.
/// </summary>
public enum Book
{
    /// <summary>The source of value, to which it returns when it is reversed; partners' books included.</summary>
    Issuance,

    /// <summary>Credited, not yet usable.</summary>
    Pending,

    /// <summary>Activated and unheld.</summary>
    Available,

    /// <summary>Set aside by a hold or claim.</summary>
    Held,

    /// <summary>Spent; partners' books included.</summary>
    Redeemed,

    /// <summary>Expired (breakage).</summary>
    Expired,

    /// <summary>What wallets owe; the book's balance is below 0.</summary>
    Arrears,

    /// <summary>Counter-book of adjustments by hand.</summary>
    Adjustment,

    /// <summary>Counter-book of transfers and merges between wallets.</summary>
    Transfer,
}

/// <summary>The names of <see cref="Books"/> as values of <see cref="Book"/>, and what a book means for a wallet.</summary>
public static class BookNames
{
    /// <summary>The kind of the book that a move names.</summary>
    /// <exception cref="UnknownNameException">This build does not know the book, so no result would be right.</exception>
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
        _ => throw new UnknownNameException("book", name),
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

    /// <summary>Whether the book is part of wallets, so that its balance is owed to members.</summary>
    public static bool IsOfWallets(this Book book) => book switch
    {
        Book.Pending or Book.Available or Book.Held or Book.Arrears => true,
        Book.Issuance or Book.Redeemed or Book.Expired or Book.Adjustment or Book.Transfer => false,
    };

    /// <summary>Whether the value in the book is in lots.</summary>
    public static bool IsOfLots(this Book book) => book switch
    {
        Book.Pending or Book.Available or Book.Held => true,
        Book.Issuance or Book.Redeemed or Book.Expired or Book.Arrears or Book.Adjustment or Book.Transfer => false,
    };

    /// <summary>Whether value from the book is new to the wallet: neither value that was there before nor value that comes back.</summary>
    public static bool Credits(this Book book) => book switch
    {
        Book.Issuance or Book.Adjustment or Book.Transfer => true,
        Book.Pending or Book.Available or Book.Held or Book.Redeemed or Book.Expired or Book.Arrears => false,
    };
}
