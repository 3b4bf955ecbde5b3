using System.Globalization;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Projections.Domain.Reports;

/// <summary>The cursor of the list of orders with a variance: the last order of a page, by placedAt, source and order id.</summary>
public readonly record struct VarianceCursor(DateTimeOffset PlacedAt, string Source, string OrderId)
{
    /// <summary>The cursor's text. Parts are separated by blanks, which ids do not contain.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{PlacedAt.UtcTicks / TimeSpan.TicksPerMicrosecond} {Source} {OrderId}");

    /// <summary>Parses a cursor; null when the text is not one.</summary>
    public static VarianceCursor? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split(' ') is not [var time, var source, var order]) return null;
        return long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at <= DateTimeOffset.MaxValue.UtcTicks / TimeSpan.TicksPerMicrosecond
            ? new VarianceCursor(new DateTimeOffset(at * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero), source, order)
            : null;
    }
}

/// <summary>Discount variance: orders whose stated discount differs from their entitlement, and the sums by month.</summary>
public static class VarianceReport
{
    /// <summary>The columns of the orders.</summary>
    public static ReportTable<OrderVariance> Orders { get; } = new ReportTable<OrderVariance>("variance")
        .Text("source", line => line.Source)
        .Text("orderId", line => line.OrderId)
        .Text("accountId", line => line.AccountId)
        .Instant("placedAt", line => line.PlacedAt)
        .Money("gross", line => line.Gross)
        .Money("net", line => line.Net)
        .Money("entitled", line => line.Entitled)
        .Money("stated", line => line.Stated)
        .Money("variance", line => line.Variance)
        .Whole("programVersion", line => line.ProgramVersion);

    /// <summary>The columns of the sums.</summary>
    public static ReportTable<VarianceMonth> Months { get; } = new ReportTable<VarianceMonth>("variance-months")
        .Text("month", line => line.Month)
        .Whole("orders", line => line.Orders)
        .Money("entitled", line => line.Entitled)
        .Money("stated", line => line.Stated)
        .Money("variance", line => line.Variance);
}
