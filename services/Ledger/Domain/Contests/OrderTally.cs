using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Contests;

/// <summary>What contests need of one order as it now stands: when it was placed, and to which metrics it adds (mechanics.md §8).</summary>
/// <param name="Order">"source/orderId".</param>
/// <param name="Month">Local month of placedAt.</param>
/// <param name="Spends">Keys of the scopes in which its net is above 0.</param>
/// <param name="Counts">Keys of the scopes in which it counts as an order.</param>
/// <param name="HasPoints">Whether it has evaluated points.</param>
public sealed record OrderTally(
    string Order, DateTimeOffset PlacedAt, int Month, IReadOnlyList<string> Spends, IReadOnlyList<string> Counts, bool HasPoints)
{
    /// <summary>The tally of an evaluated order, in all scopes of the program's published versions.</summary>
    public static OrderTally Of(ProgramCatalog catalog, Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var measures = Evaluate.MeasuresOf(catalog, order);
        return new OrderTally(
            order.Key, order.Snapshot!.PlacedAt, order.Month,
            [.. measures.Scopes.Where(scope => scope.Net.Sign > 0).Select(scope => scope.Scope)],
            [.. measures.Scopes.Where(scope => scope.Counts).Select(scope => scope.Scope)], measures.Points > 0);
    }

    /// <summary>Whether it adds to a challenge's metric.</summary>
    /// <param name="key">The key of the challenge's scope.</param>
    public bool AddsTo(Metric metric, string key) => metric switch
    {
        Metric.Spend => Spends.Contains(key),
        Metric.Orders => Counts.Contains(key),
        Metric.PointsAccrued => HasPoints,
    };
}
