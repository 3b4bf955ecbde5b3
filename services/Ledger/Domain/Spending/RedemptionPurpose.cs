using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Domain.Spending;

/// <summary>What a redemption pays (domain.md §4 redemption).</summary>
public enum RedemptionPurpose
{
    /// <summary>An order, or a part of it.</summary>
    Order,

    /// <summary>A reward of the catalogue.</summary>
    Reward,

    /// <summary>A voucher that is issued.</summary>
    Voucher,

    /// <summary>A payout in money.</summary>
    Cash,
}

/// <summary>The names of the purposes of redemptions, as commands and events have them.</summary>
public static class RedemptionPurposeNames
{
    public const string Order = "order";
    public const string Reward = "reward";
    public const string Voucher = "voucher";
    public const string Cash = "cash";

    /// <summary>Whether a text names a purpose.</summary>
    public static bool Has(string? name) => name is Order or Reward or Voucher or Cash;

    /// <summary>The purpose that a command names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static RedemptionPurpose Of(string name) => name switch
    {
        Order => RedemptionPurpose.Order,
        Reward => RedemptionPurpose.Reward,
        Voucher => RedemptionPurpose.Voucher,
        Cash => RedemptionPurpose.Cash,
        _ => throw new UnknownNameException("redemption purpose", name),
    };

    /// <summary>What a command's redemption pays.</summary>
    public static RedemptionPurpose Purpose(this RedeemPoints command) => Of(command.For);
}
