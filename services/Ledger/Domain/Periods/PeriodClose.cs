using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Periods;

/// <summary>Asks for a period to be closed, or approves a close that somebody else asked for.</summary>
/// <param name="Month">The local month: year × 12 + month − 1.</param>
/// <param name="Key">The Idempotency-Key.</param>
/// <param name="Principal">The principal that asks or approves.</param>
/// <param name="IsApproval">Whether this is the approval.</param>
public sealed record ClosePeriod(int Month, string Key, string Principal, bool IsApproval)
{
    /// <summary>The period's name, 2011-07.</summary>
    public string Period => MonthText.Of(Month);
}

/// <summary>What a command to close a period comes to.</summary>
public abstract record PeriodStep
{
    private PeriodStep()
    {
    }

    /// <summary>
    /// The state of the period before the command takes effect. A period whose close is refused counts as open.
    /// </summary>
    public PeriodState State => this switch
    {
        AlreadyClosed => PeriodState.Closed,
        Waits { IsNew: false } => PeriodState.AwaitingApproval,
        _ => PeriodState.Open,
    };

    /// <summary>The command is refused.</summary>
    public sealed record Refused(Outcome Outcome) : PeriodStep;

    /// <summary>The period was closed before; the first answer is given again.</summary>
    public sealed record AlreadyClosed(PeriodClosed Closed) : PeriodStep;

    /// <summary>A second person has to approve the close.</summary>
    /// <param name="Requested">The request for the close.</param>
    /// <param name="IsNew">Whether the request has to be recorded; false when it was recorded before.</param>
    public sealed record Waits(PeriodCloseRequested Requested, bool IsNew) : PeriodStep;

    /// <summary>The period may be closed once everything due by its end is carried out.</summary>
    /// <param name="Start">The period's first instant.</param>
    /// <param name="End">Exclusive.</param>
    /// <param name="RequestedBy">Who asked for the close that is approved now; null when no approval is needed.</param>
    public sealed record Closes(DateTimeOffset Start, DateTimeOffset End, string? RequestedBy) : PeriodStep;
}

/// <summary>
/// Closing a period of a program, a local month. Periods are closed in order, once, and not before they are over by the program's clock.
/// Any month may be the first to be closed; all earlier months are closed with it.
/// </summary>
public static class PeriodClose
{
    public const string NotEnded = "period_not_ended";
    public const string OutOfOrder = "period_out_of_order";
    public const string UnknownPeriod = "unknown_period";

    /// <summary>Decides a command to close a period.</summary>
    /// <param name="now">The server's clock.</param>
    public static PeriodStep Decide(ProgramState program, ClosePeriod command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(command);
        if (Decisions.Unpublished(program) is { } unpublished) return new PeriodStep.Refused(unpublished.Outcome);
        var (periods, period) = (program.Periods, command.Period);
        if (KeyIsTaken(periods, command))
        {
            return new PeriodStep.Refused(Outcome.Conflict($"The key {command.Key} was used to close another period."));
        }

        if (periods.Find(period) is { } known) return new PeriodStep.AlreadyClosed(known);
        var calendar = program.Catalog.Versions[0].Calendar;
        if (periods.Closed.Count > 0 && calendar.MonthOf(periods.ClosedUntil) is var next && next != command.Month)
        {
            return Refuse(OutOfOrder, $"{MonthText.Of(next)} is closed next: periods are closed in order.");
        }

        var (start, end) = (calendar.StartOfMonth(command.Month), calendar.StartOfMonth(command.Month + 1));
        var clock = ClockOf(program, now);
        if (clock < end)
        {
            return Refuse(NotEnded, $"{period} ends at {InstantJsonConverter.Format(end)}, which the program's clock has not reached.");
        }

        if (command.IsApproval) return Approve(periods, command, start, end);
        if (!program.Catalog.VersionForDueWork(clock).Periods.CloseNeedsApproval) return new PeriodStep.Closes(start, end, null);
        return periods.Waiting is { } waiting && waiting.Period == period ? new PeriodStep.Waits(waiting, false)
            : new PeriodStep.Waits(
                new PeriodCloseRequested(program.Catalog.Program, period, start, end, command.Key, now, now, command.Principal), true);
    }

    /// <summary>
    /// The month that is closed next, as year × 12 + month − 1. Before the first close, which may be of any month, it is the last month
    /// that is over; null while the program's clock has not started.
    /// </summary>
    /// <param name="now">The server's clock.</param>
    public static int? Next(ProgramState program, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(program);
        var calendar = program.Catalog.Versions[0].Calendar;
        if (program.Periods.Closed.Count > 0) return calendar.MonthOf(program.Periods.ClosedUntil);
        var clock = ClockOf(program, now);
        return clock == DateTimeOffset.MinValue ? null : calendar.MonthOf(clock) - 1;
    }

    /// <summary>The event that closes a period.</summary>
    /// <param name="catalog">The program's published versions.</param>
    /// <param name="closes">The result of <see cref="Decide"/>.</param>
    /// <param name="position">
    /// The log's position up to which the books were summed; no event of the program may come between it and this event.
    /// </param>
    /// <param name="flows">The books at that position, up to the period's end.</param>
    public static PeriodClosed Close(
        ProgramCatalog catalog, ClosePeriod command, PeriodStep.Closes closes, long position, IEnumerable<PeriodFlow> flows,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(closes);
        IReadOnlyList<PeriodFlow> books = [.. PeriodDigest.InOrder(flows)];
        return new PeriodClosed(
            catalog.Program, command.Period, closes.Start, closes.End, command.Key, position,
            PeriodDigest.Of(catalog.Program, command.Period, books), books, catalog.VersionForDueWork(closes.End.AddTicks(-1)).PointValue,
            closes.End, now, command.Principal, closes.RequestedBy);
    }

    private static DateTimeOffset ClockOf(ProgramState program, DateTimeOffset now) =>
        program.Clock == ClockMode.Wall ? now : program.ClockAt;

    private static PeriodStep Approve(AccountingPeriods periods, ClosePeriod command, DateTimeOffset start, DateTimeOffset end)
    {
        if (periods.Waiting is not { } waiting || waiting.Period != command.Period)
        {
            return Refuse(UnknownPeriod, $"Nobody asked for {command.Period} to be closed.");
        }

        return waiting.Principal == command.Principal
            ? Refuse(Refusals.SamePrincipal, $"{command.Principal} asked for {command.Period} to be closed; somebody else approves it.")
            : new PeriodStep.Closes(start, end, waiting.Principal);
    }

    private static bool KeyIsTaken(AccountingPeriods periods, ClosePeriod command) =>
        periods.Closed.Any(closed => closed.Key == command.Key && closed.Period != command.Period)
        || (periods.Waiting is { } waiting && waiting.Key == command.Key && waiting.Period != command.Period);

    private static PeriodStep.Refused Refuse(string code, string sentence) => new(Outcome.Reject(code, sentence));
}
