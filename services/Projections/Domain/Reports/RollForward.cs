using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Reports;

/// <summary>
/// How a book of wallets came from its opening to its closing balance, in points or money:
/// opening + issued + activated + held − redeemed + redemptionReversed − expired − reversed + adjusted + transferred + arrearsPaid
/// = closing.
/// </summary>
/// <param name="Book">pending, available, held or arrears; or total, their sum, in which nothing is activated, held or paid.</param>
/// <param name="Issued">Came from issuance.</param>
/// <param name="Activated">Went from pending to available: below 0 in the one, above in the other.</param>
/// <param name="Held">Went to held, less what was released: below 0 in available, above in held.</param>
/// <param name="Redeemed">Was spent.</param>
/// <param name="RedemptionReversed">Was given back after it had been spent.</param>
/// <param name="Expired">Ran out of time.</param>
/// <param name="Reversed">Went back to issuance; of arrears: began to be owed.</param>
/// <param name="Adjusted">Positive less negative adjustments, and imported balances.</param>
/// <param name="Transferred">Came from other wallets, less what went to them: 0 in the total once both sides are there.</param>
/// <param name="ArrearsPaid">Paid what was owed: below 0 in available, above in arrears.</param>
public sealed record RollForwardLine(
    string Unit, string Book, decimal Opening, decimal Issued, decimal Activated, decimal Held, decimal Redeemed,
    decimal RedemptionReversed, decimal Expired, decimal Reversed, decimal Adjusted, decimal Transferred, decimal ArrearsPaid,
    decimal Closing)
{
    /// <summary>The line of a book without movements.</summary>
    public static RollForwardLine Empty(string unit, string book) => new(unit, book, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Whether the identity of the report holds for the line.</summary>
    public bool Ties =>
        Opening + Issued + Activated + Held - Redeemed + RedemptionReversed - Expired - Reversed + Adjusted + Transferred + ArrearsPaid
        == Closing;
}

/// <summary>A line as the report shows it.</summary>
/// <param name="Period">The local month, like 2011-07.</param>
public sealed record RollForwardRow(string Period, string Unit, RollForwardBook Book);

/// <summary>
/// The roll-forward of a month: the report that finance reconciles its ledger with. It is computed from the same moves as the trial
/// balance, so after the last month each closing balance equals that of the trial balance.
/// </summary>
public static class RollForward
{
    /// <summary>The name of the line that sums a unit's books.</summary>
    public const string Total = "total";

    /// <summary>The books of wallets, in the order of the report. Arrears are below 0: what wallets owe.</summary>
    public static IReadOnlyList<Book> WalletBooks { get; } = [.. Enum.GetValues<Book>().Where(book => book.IsOfWallets())];

    /// <summary>The columns of the report.</summary>
    public static ReportTable<RollForwardRow> Table { get; } = Columns("roll-forward");

    /// <summary>A line as it is shown.</summary>
    /// <param name="month">Local month: year × 12 + month − 1.</param>
    public static RollForwardRow Row(RollForwardLine line, int month, int minorDigits)
    {
        ArgumentNullException.ThrowIfNull(line);
        var digits = Units.DigitsOf(line.Unit, minorDigits);
        return new RollForwardRow(MonthText.Of(month), line.Unit, new RollForwardBook(
            line.Book, Of(line.Opening), Of(line.Issued), Of(line.Activated), Of(line.Held), Of(line.Redeemed), Of(line.RedemptionReversed),
            Of(line.Expired), Of(line.Reversed), Of(line.Adjusted), Of(line.Transferred), Of(line.ArrearsPaid), Of(line.Closing)));

        decimal Of(decimal amount) => ValueFormat.Scaled(amount, digits);
    }

    /// <summary>The columns, for a report of a name.</summary>
    /// <param name="name">As in <see cref="ReportTable{TLine}"/>.</param>
    public static ReportTable<RollForwardRow> Columns(string name) => new ReportTable<RollForwardRow>(name)
        .Text("period", row => row.Period)
        .Text("unit", row => row.Unit)
        .Text("book", row => row.Book.Book)
        .Amount("opening", row => row.Book.Opening)
        .Amount(FlowKindNames.Issued, row => row.Book.Issued)
        .Amount(FlowKindNames.Activated, row => row.Book.Activated)
        .Amount(FlowKindNames.Held, row => row.Book.Held)
        .Amount(FlowKindNames.Redeemed, row => row.Book.Redeemed)
        .Amount(FlowKindNames.RedemptionReversed, row => row.Book.RedemptionReversed)
        .Amount(FlowKindNames.Expired, row => row.Book.Expired)
        .Amount(FlowKindNames.Reversed, row => row.Book.Reversed)
        .Amount(FlowKindNames.Adjusted, row => row.Book.Adjusted)
        .Amount(FlowKindNames.Transferred, row => row.Book.Transferred)
        .Amount(FlowKindNames.ArrearsPaid, row => row.Book.ArrearsPaid)
        .Amount("closing", row => row.Book.Closing);

    /// <summary>For each unit, ordinal, the lines of <see cref="WalletBooks"/> and their total.</summary>
    public static IReadOnlyList<RollForwardLine> Of(IEnumerable<BookFlow> flows)
    {
        var lines = new List<RollForwardLine>();
        foreach (var unit in flows.GroupBy(flow => flow.Unit).OrderBy(unit => unit.Key, StringComparer.Ordinal))
        {
            var books = WalletBooks.Select(book => LineOf(unit.Key, book, unit)).ToList();
            lines.AddRange(books);
            lines.Add(books.Aggregate(RollForwardLine.Empty(unit.Key, Total), Sum));
        }

        return lines;
    }

    private static RollForwardLine LineOf(string unit, Book book, IEnumerable<BookFlow> flows)
    {
        var line = RollForwardLine.Empty(unit, BookNames.NameOf(book));
        foreach (var flow in flows)
        {
            if (flow.Source == book) line = Apply(line, FlowKindNames.Of(flow), -flow.Before, -flow.Within);
            else if (flow.Target == book) line = Apply(line, FlowKindNames.Of(flow), flow.Before, flow.Within);
        }

        return line;
    }

    // Amounts that leave the book are below 0.
    private static RollForwardLine Apply(RollForwardLine line, FlowKind kind, decimal before, decimal within)
    {
        var moved = line with { Opening = line.Opening + before, Closing = line.Closing + before + within };
        return kind switch
        {
            FlowKind.Issued => moved with { Issued = moved.Issued + within },
            FlowKind.Activated => moved with { Activated = moved.Activated + within },
            FlowKind.Held => moved with { Held = moved.Held + within },
            FlowKind.Redeemed => moved with { Redeemed = moved.Redeemed - within },
            FlowKind.RedemptionReversed => moved with { RedemptionReversed = moved.RedemptionReversed + within },
            FlowKind.Expired => moved with { Expired = moved.Expired - within },
            FlowKind.Reversed => moved with { Reversed = moved.Reversed - within },
            FlowKind.Adjusted => moved with { Adjusted = moved.Adjusted + within },
            FlowKind.Transferred => moved with { Transferred = moved.Transferred + within },
            FlowKind.ArrearsPaid => moved with { ArrearsPaid = moved.ArrearsPaid + within },
        };
    }

    private static RollForwardLine Sum(RollForwardLine a, RollForwardLine b) => new(
        a.Unit, a.Book, a.Opening + b.Opening, a.Issued + b.Issued, a.Activated + b.Activated, a.Held + b.Held, a.Redeemed + b.Redeemed,
        a.RedemptionReversed + b.RedemptionReversed, a.Expired + b.Expired, a.Reversed + b.Reversed, a.Adjusted + b.Adjusted,
        a.Transferred + b.Transferred, a.ArrearsPaid + b.ArrearsPaid, a.Closing + b.Closing);
}
