using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Postings;

/// <summary>The unit of a wallet's value (domain.md §1).</summary>
public enum Unit
{
    /// <summary>Whole points.</summary>
    Points,

    /// <summary>Money that belongs to the account.</summary>
    Cashback,

    /// <summary>Trade-marketing money, spent by approved claims.</summary>
    Fund,
}

/// <summary>The names of units, and rules for amounts in a unit.</summary>
public static class Units
{
    public const string Points = "points";
    public const string Cashback = "cashback";
    public const string Fund = "fund";

    /// <summary>Whether a text names a unit.</summary>
    public static bool Has(string? name) => name is Points or Cashback or Fund;

    /// <summary>The unit that a wallet names.</summary>
    /// <exception cref="UnknownNameException">No unit has this name.</exception>
    public static Unit Of(string name) => name switch
    {
        Points => Unit.Points,
        Cashback => Unit.Cashback,
        Fund => Unit.Fund,
        _ => throw new UnknownNameException("unit", name),
    };

    /// <summary>Whether amounts in the unit are money of the program's currency; otherwise they are whole points.</summary>
    public static bool IsMoney(this Unit unit) => unit switch
    {
        Unit.Points => false,
        Unit.Cashback or Unit.Fund => true,
    };

    /// <summary>Digits after the point of amounts in a unit: 0 for points, the currency's for money.</summary>
    /// <param name="minorDigits">Digits of the currency's minor unit.</param>
    public static int DigitsOf(string name, int minorDigits) => Of(name).IsMoney() ? minorDigits : 0;

    /// <summary>The worth of an amount in money: points × pointValue, or the money itself.</summary>
    /// <param name="pointValue">Money that one point is worth.</param>
    public static Exact WorthOf(string name, decimal amount, Exact pointValue) => Of(name).IsMoney() ? amount : amount * pointValue;
}

/// <summary>The owners of an account's wallets (domain.md §1).</summary>
public static class WalletOwners
{
    /// <summary>The owner of the account's own wallets; every other owner is a contact's id.</summary>
    public const string Account = "account";
}
