using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;

namespace Ledger.Projections.Domain.Reports;

/// <summary>
/// A statement as lines of CSV (RFC 4180, UTF-8 without BOM, LF). For each wallet, by owner (account first) and unit: a line of type
/// <c>opening</c>, its entries in the order of <c>sequence</c>, a line of type <c>closing</c>.
/// <list type="bullet">
/// <item>sequence: the account's entry number; empty in the opening and closing line.</item>
/// <item>effectiveAt, recordedAt: when it happened, and when the ledger learnt it; UTC to the second. In the opening line the period's
/// from, in the closing line its to, empty when not given.</item>
/// <item>type: the entry's type as stored. amount: as the type means it, signed.</item>
/// <item>pendingChange, availableChange, heldChange, arrearsChange: what the entry changes; in the closing line what the period changed.
/// available = activated − held − arrears.</item>
/// <item>pending, available, held, arrears: the balance after the line = the balance of the line before + the changes.</item>
/// <item>cause: a kind as <see cref="Contracts.V1.Cause.Kind"/> names it; source, orderId, returnId, command, rule, period, principal,
/// reason: what of it applies.</item>
/// <item>programVersion: the version that judged it. lots: <c>lot from&gt;to amount</c> for each posting, separated by <c>; </c>.
/// components: <c>rule base*rate=result</c> likewise. id: the entry's id, for its explanation.</item>
/// <item>In a program with activities, funds or partners three columns more: the activity that caused the entry, the fund whose money it
/// moves, the partner who funds it or with whom it is redeemed.</item>
/// </list>
/// Money has the currency's minor digits, points have none.
/// </summary>
public static class StatementCsv
{
    public const string Header =
        "sequence,effectiveAt,recordedAt,owner,unit,type,amount,pendingChange,availableChange,heldChange,arrearsChange,"
        + "pending,available,held,arrears,"
        + "cause,source,orderId,returnId,command,rule,period,principal,reason,programVersion,lots,components,id";

    /// <summary>The columns that only a program with activities, funds or partners has, after all others.</summary>
    public const string MechanicsHeader = ",activity,fund,partner";

    private static readonly string[] NoCause = ["", "", "", "", "", "", "", "", "", "", "", "", ""];

    /// <summary>The fields of an opening or closing line.</summary>
    public static string[] Total(
        string type, DateTimeOffset? at, string owner, string unit, StatementBalance? change, StatementBalance balance, int digits) =>
            [
                "",
                at is { } time ? ValueFormat.Time(time) : "",
                "",
                owner,
                unit,
                type,
                "",
                .. change is null ? ["", "", "", ""] : Amounts(change, digits),
                .. Amounts(balance, digits),
                .. NoCause,
            ];

    /// <summary>The fields of an entry.</summary>
    /// <param name="id">The stored event's id.</param>
    /// <param name="type">Its type as stored.</param>
    public static string[] Entry(Guid id, string type, Movement entry, int digits)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var cause = entry.Cause;
        return
        [
            entry.Sequence.ToString(CultureInfo.InvariantCulture),
            ValueFormat.Time(entry.EffectiveAt),
            ValueFormat.Time(entry.RecordedAt),
            entry.Owner,
            entry.Unit,
            type,
            ValueFormat.Money(entry.Amount, digits),
            .. Amounts(StatementBalance.ChangeOf(entry.Moves), digits),
            .. Amounts(StatementBalance.After(entry), digits),
            cause.Kind,
            cause.Source ?? "",
            cause.OrderId ?? "",
            cause.ReturnId ?? "",
            cause.Command ?? "",
            cause.Rule ?? "",
            cause.Period ?? "",
            cause.Principal ?? "",
            cause.Reason ?? "",
            entry.ProgramVersion.ToString(CultureInfo.InvariantCulture),
            string.Join(
                "; ",
                entry.Moves.Select(move => string.Create(
                    CultureInfo.InvariantCulture, $"{move.Lot} {move.From}>{move.To} {ValueFormat.Money(move.Amount, digits)}"))
            ),
            string.Join(
                "; ",
                (entry.Components ?? []).Select(part => $"{part.Rule} {part.Base}*{part.Rate}={ValueFormat.Money(part.Result, digits)}")),
            id.ToString(),
        ];
    }

    /// <summary>The fields of <see cref="MechanicsHeader"/>; empty fields for an opening or closing line, which has no entry.</summary>
    /// <param name="fund">The fund whose money the entry moves; null: none.</param>
    public static string[] Mechanics(Movement? entry, string? fund) =>
        entry is null ? ["", "", ""] : [entry.Cause.Activity ?? "", fund ?? "", PartnerView.PartnerOf(entry.Moves) ?? ""];

    private static string[] Amounts(StatementBalance balance, int digits) =>
        [
            ValueFormat.Money(balance.Pending, digits),
            ValueFormat.Money(balance.Available, digits),
            ValueFormat.Money(balance.Held, digits),
            ValueFormat.Money(balance.Arrears, digits),
        ];
}
