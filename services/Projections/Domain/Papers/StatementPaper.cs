using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Postings;
using Calendar = Ledger.Rules.Domain.Program.Calendar;

namespace Ledger.Projections.Domain.Papers;

/// <summary>A wallet on a statement.</summary>
/// <param name="Digits">Digits after the point of the unit's amounts.</param>
/// <param name="Entries">The entries of the period, in order.</param>
/// <param name="Expiring">What is left in lots with an expiry date, by the instant of expiry.</param>
public sealed record StatementPart(
    string Owner, string Unit, int Digits, StatementBalance Opening, StatementBalance Closing, IReadOnlyList<StatementLine> Entries,
    IReadOnlyList<ExpiringValue> Expiring);

/// <summary>An entry on a statement.</summary>
/// <param name="Type">The entry's type as stored.</param>
/// <param name="Fund">The fund whose money it moves; null: none.</param>
public sealed record StatementLine(string Type, Movement Entry, string? Fund);

/// <summary>What is left of the lots of a wallet that expire at one instant.</summary>
/// <param name="Lots">The number of lots.</param>
public sealed record ExpiringValue(DateTimeOffset At, decimal Pending, decimal Unheld, decimal Held, long Lots);

/// <summary>The proof that a statement was made from the log as it was at the time (services/EventLog/CHAIN.md).</summary>
/// <param name="Position">The log's last position that the statement includes.</param>
/// <param name="RecordedAt">When the event at that position was recorded.</param>
/// <param name="ChainPosition">
/// The last position of the append that wrote it, at or after it. Chain values exist only at the ends of appends.
/// </param>
/// <param name="Chain">The chain's value there, in lower-case hexadecimal.</param>
public sealed record StatementProof(long Position, DateTimeOffset RecordedAt, long ChainPosition, string Chain);

/// <summary>
/// A statement as a paper (domain.md §6). Each wallet has a table with the opening balance, a row per entry with the balance after it, the
/// change in the period and the closing balance, and a table of what expires. All dates are in the program's time zone.
/// </summary>
/// <param name="Name">The program's name at the head.</param>
/// <param name="Program">The program's id.</param>
/// <param name="Currency">The currency of money amounts.</param>
public sealed record StatementPaper(
    PaperLanguage Language, Calendar Calendar, string Name, string Program, string AccountId, string Currency, StatementPeriod Period,
    IReadOnlyList<StatementPart> Parts, StatementProof Proof)
{
    private StatementTexts Texts => Language.Texts;

    /// <summary>The paper.</summary>
    public Paper Write() => new(
        Name, Texts.Title,
        [
            new(Texts.Account, AccountId), new(Texts.Program, Program), new(Texts.Period, PeriodText()),
            new(Texts.MadeAt, Moment(Proof.RecordedAt)), new(Texts.TimeZone, Calendar.Zone.Id),
        ],
        Parts.Count == 0 ? [new PaperTable(Texts.Nothing, [], [])] : [.. Parts.SelectMany(Tables)],
        In(Texts.Proof, Plain(Proof.Position), Plain(Proof.ChainPosition), Proof.Chain), Texts.Page);

    private IEnumerable<PaperTable> Tables(StatementPart part)
    {
        var columns = new PaperColumn[]
        {
            new(Texts.Number), new(Texts.Date), new(Texts.What, IsWide: true), Amount(Texts.Amount), Amount(Texts.Pending),
            Amount(Texts.Available), Amount(Texts.Held), Amount(Texts.Owed),
        };
        var change = part.Closing.Minus(part.Opening);
        yield return new PaperTable(WalletText(part), columns,
        [
            new(["", BoundText(Period.From), Texts.Opening, "", .. Balance(part.Opening, part.Digits)], IsStrong: true),
            .. part.Entries.Select(line => Row(line, part.Digits)),
            new(["", "", Texts.Change, "", .. Balance(change, part.Digits)]),
            new(["", LastText(), Texts.Closing, "", .. Balance(part.Closing, part.Digits)], IsStrong: true),
        ]);
        if (part.Expiring.Count == 0) yield break;
        yield return new PaperTable(
            In(Texts.Expiring, Moment(Proof.RecordedAt)),
            [
                new(Texts.UsableUntil, IsWide: true), Amount(Texts.Pending), Amount(Texts.Available), Amount(Texts.Held),
                Amount(Texts.Lots),
            ],
            [
                .. part.Expiring.Select(one => new PaperRow(
                    [
                        LastMoment(one.At), Value(one.Pending, part.Digits), Value(one.Unheld, part.Digits),
                        Value(one.Held, part.Digits), Language.Number(one.Lots),
                    ])),
            ]);

        static PaperColumn Amount(string name) => new(name, IsNumber: true);
    }

    private PaperRow Row(StatementLine line, int digits) => new(
    [
        Plain(line.Entry.Sequence), Language.Date(Calendar.Local(line.Entry.EffectiveAt)), Description(line),
        Value(line.Entry.Amount, digits), .. Balance(StatementBalance.After(line.Entry), digits),
    ]);

    // What happened and, as far as the entry says so, why.
    private string Description(StatementLine line)
    {
        var cause = line.Entry.Cause;
        var order = cause is { Source: { } source, OrderId: { } id } ? $"{source}/{id}" : cause.OrderId;
        return string.Join(" · ", new[]
        {
            Texts.MovementOf(line.Type), Named(Texts.Order, order), Named(Texts.Return, cause.ReturnId),
            Named(Texts.Rule, cause.Period is null ? cause.Rule : $"{cause.Rule} {cause.Period}"), Named(Texts.Activity, cause.Activity),
            Named(Texts.Fund, line.Fund), Named(Texts.Partner, PartnerView.PartnerOf(line.Entry.Moves)), Named(Texts.Reason, cause.Reason),
        }.OfType<string>());

        static string? Named(string text, string? value) => value is null ? null : In(text, value);
    }

    private string WalletText(StatementPart part)
    {
        var unit = Units.Of(part.Unit) switch
        {
            Unit.Points => Texts.Points,
            Unit.Cashback => In(Texts.Cashback, Currency),
            Unit.Fund => In(Texts.FundMoney, Currency),
        };
        return part.Owner == WalletOwners.Account ? In(Texts.OwnWallet, unit) : In(Texts.ContactWallet, part.Owner, unit);
    }

    private string PeriodText() => (Period.From, Period.To) switch
    {
        ({ } from, { }) => In(Texts.Between, Moment(from), LastText()),
        ({ } from, null) => In(Texts.Since, Moment(from)),
        (null, { }) => In(Texts.Until, LastText()),
        _ => Texts.AllTime,
    };

    private string BoundText(DateTimeOffset? bound) => bound is { } at ? Moment(at) : "";

    private string LastText() => Period.To is { } to ? LastMoment(to) : "";

    // An exclusive end at a local midnight is shown as the day before, because people read an end as the last day that counts. Any other
    // end is shown as it is.
    private string LastMoment(DateTimeOffset end)
    {
        var local = Calendar.Local(end);
        return local.TimeOfDay == TimeSpan.Zero && local > DateTime.MinValue ? Language.Date(local.AddDays(-1)) : Language.Moment(local);
    }

    private string Moment(DateTimeOffset at) => Language.Moment(Calendar.Local(at));

    private string[] Balance(StatementBalance balance, int digits) =>
        [Value(balance.Pending, digits), Value(balance.Available, digits), Value(balance.Held, digits), Value(balance.Arrears, digits)];

    private string Value(decimal value, int digits) => Language.Number(ValueFormat.Scaled(value, digits));

    // Numbers that people search for, such as positions, are not grouped.
    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string In(string text, params object[] values) => string.Format(CultureInfo.InvariantCulture, text, values);
}
