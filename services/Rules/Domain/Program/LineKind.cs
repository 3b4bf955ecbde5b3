using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>What a line of an order is (domain.md §2); scopes choose lines by it.</summary>
public enum LineKind
{
    /// <summary>Goods.</summary>
    Merchandise,

    /// <summary>What the delivery costs.</summary>
    Shipping,

    /// <summary>A fee.</summary>
    Fee,

    /// <summary>A reward that was handed over with the order.</summary>
    Reward,
}

/// <summary>The names of the kinds of lines, as orders and program documents have them.</summary>
public static class LineKindNames
{
    public const string Merchandise = OrderLine.Merchandise;
    public const string Shipping = "shipping";
    public const string Fee = "fee";
    public const string Reward = "reward";

    /// <summary>Whether a text names a kind.</summary>
    public static bool Has(string? name) => name is Merchandise or Shipping or Fee or Reward;

    /// <summary>The kind that a line or a scope names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static LineKind Of(string name) => name switch
    {
        Merchandise => LineKind.Merchandise,
        Shipping => LineKind.Shipping,
        Fee => LineKind.Fee,
        Reward => LineKind.Reward,
        _ => throw new UnknownNameException("line kind", name),
    };
}
