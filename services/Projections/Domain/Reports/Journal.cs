using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Reports;

/// <summary>A line of the journal.</summary>
/// <param name="Cause">The name of a <see cref="FlowKind"/>, or <see cref="Journal.Revalued"/> or <see cref="Journal.Rounded"/>.</param>
/// <param name="Debit">The account that is debited.</param>
/// <param name="Credit">The account that is credited.</param>
/// <param name="Amount">Money, above 0.</param>
/// <param name="Quantity">Points or money of the unit.</param>
public sealed record JournalLine(
    string Unit, string Cause, string Debit, string Credit, decimal Amount, decimal Quantity, long Entries, long FirstPosition,
    long LastPosition)
{
    /// <summary>The flows between books that the line posts; empty for a revaluation or a rounding line.</summary>
    public IReadOnlyList<BookFlow> Flows { get; init; } = [];
}

/// <summary>A line of the journal as it is shown, with the digits of its amounts.</summary>
/// <param name="Month">Year × 12 + month − 1.</param>
public sealed record JournalRow(int Month, JournalEntry Entry);

/// <summary>The worth of amounts in a month.</summary>
/// <param name="PointValue">Worth of one point at the month's end.</param>
/// <param name="PointValueBefore">Worth of one point at the end of the month before.</param>
/// <param name="Rounding">The money rule of the version in force at the month's end.</param>
/// <param name="MinorDigits">Minor digits of the program's currency.</param>
public sealed record JournalValue(Exact PointValue, Exact PointValueBefore, Rounding Rounding, int MinorDigits)
{
    /// <summary>The worth of an amount of a unit in money, rounded once; a negative amount is rounded like its absolute value.</summary>
    public decimal Of(string unit, decimal amount) => Of(unit, amount, PointValue);

    /// <summary>The worth of the amount by the point value of the month before.</summary>
    public decimal Before(string unit, decimal amount) => Of(unit, amount, PointValueBefore);

    private decimal Of(string unit, decimal amount, Exact pointValue) =>
        Math.Sign(amount) * Rounding.Round(Units.WorthOf(unit, Math.Abs(amount), pointValue), MinorDigits);
}

/// <summary>
/// The journal of a month: the movements between books in money, as they are posted to the general ledger. An amount that moves from one
/// book to another debits the first book's account and credits the second book's. Movements within one general-ledger account give no line.
/// <para> Rounding: the total of each cause and unit is rounded once, by the money rule, and shared to its lines by largest remainder, so
/// that the lines sum to the value of their column in the roll-forward. The sum of all lines between wallets and other books equals the
/// change of the wallets' worth over the month. For that, one line posts the effect of a new point value on what was owed, and another the
/// difference left by rounding. </para>
/// </summary>
public static class Journal
{
    /// <summary>The cause of the line for a new point value.</summary>
    public const string Revalued = "revalued";

    /// <summary>The cause of the line for the difference left by rounding.</summary>
    public const string Rounded = "rounded";

    /// <summary>The columns of the report.</summary>
    public static ReportTable<JournalRow> Table { get; } = new ReportTable<JournalRow>("journal")
        .Text("period", row => MonthText.Of(row.Month))
        .Day("date", row => DateOf(row.Month))
        .Whole("number", row => row.Entry.Number)
        .Text("unit", row => row.Entry.Unit)
        .Text("cause", row => row.Entry.Cause)
        .Text("debit", row => row.Entry.Debit)
        .Text("credit", row => row.Entry.Credit)
        .Money("amount", row => row.Entry.Amount)
        .Amount("quantity", row => row.Entry.Quantity)
        .Whole("entries", row => row.Entry.Entries)
        .Whole("firstPosition", row => row.Entry.FirstPosition)
        .Whole("lastPosition", row => row.Entry.LastPosition);

    /// <summary>The columns of the entries behind a line.</summary>
    public static ReportTable<JournalPart> Parts { get; } = new ReportTable<JournalPart>("journal-entries")
        .Whole("position", part => part.Position)
        .Text("entryId", part => part.EntryId.ToString())
        .Text("accountId", part => part.AccountId)
        .Text("type", part => part.Type)
        .Instant("effectiveAt", part => part.EffectiveAt)
        .Amount("quantity", part => part.Quantity);

    /// <summary>The lines, by unit, then in the order of the roll-forward's columns.</summary>
    /// <exception cref="UnmappedBookException">A book has no account.</exception>
    public static IReadOnlyList<JournalLine> Of(IEnumerable<BookFlow> flows, LedgerAccounts accounts, JournalValue value) =>
    [
        .. flows.GroupBy(flow => flow.Unit).OrderBy(unit => unit.Key, StringComparer.Ordinal)
            .SelectMany(unit => OfUnit(unit.Key, [.. unit], accounts, value)),
    ];

    /// <summary>The last local day of a month, like 2011-07-31: the date of its lines.</summary>
    /// <param name="month">Year × 12 + month − 1.</param>
    public static DateOnly DateOf(int month) => new(month / 12, (month % 12) + 1, DateTime.DaysInMonth(month / 12, (month % 12) + 1));

    /// <summary>A line as it is shown.</summary>
    /// <param name="number">From 1.</param>
    /// <param name="month">Year × 12 + month − 1.</param>
    public static JournalRow Row(JournalLine line, int number, int month, int minorDigits)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new JournalRow(
            month,
            new JournalEntry(
                number, line.Unit, line.Cause, line.Debit, line.Credit, ValueFormat.Scaled(line.Amount, minorDigits),
                ValueFormat.Scaled(line.Quantity, Units.DigitsOf(line.Unit, minorDigits)), line.Entries,
                line.Entries == 0 ? null : line.FirstPosition, line.Entries == 0 ? null : line.LastPosition));
    }

    private static List<JournalLine> OfUnit(string unit, List<BookFlow> flows, LedgerAccounts accounts, JournalValue value)
    {
        var (lines, change) = (new List<JournalLine>(), 0m);
        foreach (var group in flows.Where(flow => flow.Within > 0)
            .GroupBy(flow => (Kind: FlowKindNames.Of(flow), Sign: SignOf(flow)))
            .OrderBy(group => group.Key.Kind).ThenByDescending(group => group.Key.Sign))
        {
            var shared = Shared(unit, group.Key.Kind, [.. group], accounts, value);
            change += group.Key.Sign * shared.Sum(line => line.Amount);
            lines.AddRange(shared.Where(line => line.Debit != line.Credit && line.Amount != 0));
        }

        var (opening, closing) = (Owed(flows, flow => flow.Before), Owed(flows, flow => flow.Before + flow.Within));
        var (was, begins, ends) = (value.Before(unit, opening), value.Of(unit, opening), value.Of(unit, closing));
        Add(Revalued, begins - was);
        Add(Rounded, ends - begins - change);
        return lines;

        void Add(string cause, decimal amount)
        {
            if (amount == 0) return;
            var (cost, owed) = (accounts.Of(unit, Books.Issuance), accounts.Of(unit, Books.Available));
            var (debit, credit) = amount > 0 ? (cost, owed) : (owed, cost);
            if (debit != credit) lines.Add(new JournalLine(unit, cause, debit, credit, Math.Abs(amount), 0, 0, 0, 0));
        }
    }

    // All of one kind, rounded once; flows between the same accounts are one line.
    private static List<JournalLine> Shared(string unit, FlowKind kind, List<BookFlow> flows, LedgerAccounts accounts, JournalValue value)
    {
        var posted = flows.GroupBy(flow => (Debit: accounts.Of(unit, flow.From), Credit: accounts.Of(unit, flow.To)))
            .OrderBy(line => line.Key.Debit, StringComparer.Ordinal).ThenBy(line => line.Key.Credit, StringComparer.Ordinal).ToList();
        Exact[] weights = [.. posted.Select(line => (Exact)line.Sum(flow => flow.Within))];
        var amounts = LargestRemainder.Share(value.Of(unit, flows.Sum(flow => flow.Within)), value.MinorDigits, weights);
        return
        [
            .. posted.Select((line, i) => new JournalLine(
                unit, FlowKindNames.NameOf(kind), line.Key.Debit, line.Key.Credit, amounts[i], line.Sum(flow => flow.Within),
                line.Sum(flow => flow.Entries), line.Min(flow => flow.FirstPosition), line.Max(flow => flow.LastPosition))
            {
                Flows = [.. line],
            }),
        ];
    }

    private static decimal Owed(IEnumerable<BookFlow> flows, Func<BookFlow, decimal> amount) =>
        flows.Sum(flow => SignOf(flow) * amount(flow));

    // Whether more (1) or less (-1) is owed by what a flow moves; 0 where it stays owed.
    private static int SignOf(BookFlow flow) => (flow.Target.IsOfWallets() ? 1 : 0) - (flow.Source.IsOfWallets() ? 1 : 0);
}
