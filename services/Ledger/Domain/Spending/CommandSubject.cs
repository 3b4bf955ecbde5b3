namespace Ledger.Domain.Spending;

/// <summary>
/// A thing that a command refers to by id (a hold, a redemption, a claim …). Its account is looked up by kind and id, because the command
/// does not name the account.
/// </summary>
/// <param name="Kind">A name of <see cref="SpendingKinds"/>.</param>
/// <param name="Id">Unique in the program among the things of its kind.</param>
public sealed record CommandSubject(string Kind, string Id);

/// <summary>
/// The names of the kinds of things that commands make and later commands refer to, as they are stored. They are texts and no enum, because
/// no decision depends on a kind: it is only a part of the key by which the host finds the thing.
/// </summary>
public static class SpendingKinds
{
    /// <summary>Value that is set aside.</summary>
    public const string Hold = "hold";

    /// <summary>Value that was spent.</summary>
    public const string Redemption = "redemption";

    /// <summary>A change of a balance by hand.</summary>
    public const string Adjustment = "adjustment";

    /// <summary>A code that was issued, and is later used or cancelled.</summary>
    public const string Voucher = "voucher";

    /// <summary>A claim on fund money.</summary>
    public const string Claim = "claim";

    /// <summary>A reward that an account was granted.</summary>
    public const string Grant = "grant";
}

/// <summary>An order as a command names it.</summary>
public sealed record OrderName(string Source, string OrderId);
