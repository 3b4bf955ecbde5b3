using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Charts;

/// <summary>A lot on the axis of time.</summary>
/// <param name="Number">The lot's number.</param>
/// <param name="Pending">From its opening until its activation; width 0 if the lot was active at once.</param>
/// <param name="Active">From its activation until its expiry; width 0 while it waits for its trigger.</param>
/// <param name="IsOpenEnded">True for a lot that does not expire: the bar continues to the end of the drawing.</param>
public sealed record LotBar(long Number, decimal Y, Span Pending, Span Active, bool IsOpenEnded);

/// <summary>A horizontal section of a drawing.</summary>
public sealed record Span(decimal From, decimal Width);

/// <summary>Lots on one axis of time, with their activation and expiry: the geometry of the drawing.</summary>
/// <param name="Now">The x coordinate of the account's clock.</param>
public sealed record LotAxis(
    decimal Width, decimal Height, decimal RowHeight, decimal Now, IReadOnlyList<LotBar> Bars, IReadOnlyList<Mark> Times)
{
    /// <summary>Height of a row, in units of the drawing.</summary>
    public const decimal Row = 22;

    private const decimal Left = 64;
    private const decimal Right = 12;
    private const decimal Bottom = 24;

    /// <summary>Draws the lots, one row each.</summary>
    /// <param name="lots">As the ledger lists them.</param>
    /// <param name="now">The account's clock.</param>
    /// <param name="date">Formats an instant for the axis.</param>
    public static LotAxis Of(IReadOnlyList<LotListed> lots, DateTimeOffset now, Func<DateTimeOffset, string> date, decimal width = 640)
    {
        ArgumentNullException.ThrowIfNull(lots);
        ArgumentNullException.ThrowIfNull(date);
        var from = lots.Select(lot => lot.OpenedAt).Append(now).Min();
        var to = lots.SelectMany(lot => (DateTimeOffset?[])[lot.ExpiresAt, lot.ActivatesAt, lot.OpenedAt]).OfType<DateTimeOffset>()
            .Append(now).Max();
        if (lots.Any(lot => lot.ExpiresAt is null)) to += (to - from) / 10;
        if (to == from) to = from.AddDays(1);
        var x = Scale.Of(from, to, Left, width - Right);
        var bars = lots.Select((lot, row) => Bar(lot, row * Row, x, to)).ToList();
        return new LotAxis(
            width, (Math.Max(1, lots.Count) * Row) + Bottom, Row, x[now], bars,
            [new Mark(x[from], date(from)), new Mark(x[to], date(to))]);
    }

    private static LotBar Bar(LotListed lot, decimal y, Scale x, DateTimeOffset to)
    {
        var end = lot.ExpiresAt ?? to;
        var activates = lot.ActivatesAt ?? end;
        if (activates > end) activates = end;
        var pending = lot.OpenedAt < activates ? Between(x, lot.OpenedAt, activates) : new Span(x[lot.OpenedAt], 0);
        var begins = activates > lot.OpenedAt ? activates : lot.OpenedAt;
        var active = lot.ActivatesAt is not null && begins < end ? Between(x, begins, end) : new Span(x[end], 0);
        return new LotBar(lot.Lot, y, pending, active, lot.ExpiresAt is null);
    }

    private static Span Between(Scale x, DateTimeOffset from, DateTimeOffset to) => new(x[from], x[to] - x[from]);
}
