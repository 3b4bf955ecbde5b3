using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain;

/// <summary>What the rules need to know of an account before an order.</summary>
/// <param name="Tier">Tier before the order, at the account's clock. An id that no version knows is the lowest tier.</param>
/// <param name="Orders">Orders recorded, returned ones included.</param>
/// <param name="FirstOrderAt">Earliest placedAt of a recorded order; null before the first.</param>
public sealed record Standing(string Tier, long Orders, DateTimeOffset? FirstOrderAt, Measures Measures)
{
    public static Standing FromMessage(StandingBefore message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new Standing(message.Tier, message.Orders, message.FirstOrderAt, Measures.FromMessage(message.Measures, message.Points));
    }

    public StandingBefore ToMessage() => new(Tier, Orders, FirstOrderAt, Measures.ToMessage(), [.. Measures.PointMonths]);
}
