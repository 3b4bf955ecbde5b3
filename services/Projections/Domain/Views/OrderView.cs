using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>An order as it now stands, for the entitlements. Exact numbers are text; they are rounded when shown.</summary>
/// <param name="Program">The order's program.</param>
/// <param name="Position">Position of the event that recorded it, by which lists are ordered.</param>
/// <param name="Evaluated">False while the order is recorded but not evaluated.</param>
public sealed record OrderRow(
    string Program, long Position, DateTimeOffset PlacedAt, int ProgramVersion, bool Evaluated = false,
    string Gross = "0", string Net = "0", decimal Entitled = 0, string Stated = "0", decimal Variance = 0, long Points = 0);

/// <summary>Changes the rows of orders.</summary>
public static class OrderView
{
    public static OrderRow Open(OrderData order, string program, long position)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new OrderRow(program, position, order.PlacedAt, order.ProgramVersion);
    }

    /// <summary>The discount that the order states, as it was rounded; 0 before its evaluation.</summary>
    public static decimal StatedOf(OrderRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Evaluated ? row.Entitled - row.Variance : 0;
    }

    public static OrderRow Apply(OrderRow row, EvaluationData seen) => row with
    {
        ProgramVersion = seen.ProgramVersion,
        Evaluated = true,
        Gross = seen.Evaluation.Gross,
        Net = seen.Evaluation.Net,
        Entitled = seen.Evaluation.Entitled,
        Stated = seen.Evaluation.Stated,
        Variance = seen.Evaluation.Variance,
        Points = seen.Evaluation.Points,
    };
}
