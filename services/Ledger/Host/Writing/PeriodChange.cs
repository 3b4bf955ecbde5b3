using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Contests;
using Ledger.Domain.Orders;
using Ledger.Domain.Periods;
using Ledger.EventLog;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// Closes a period. The close is decided alone, between batches, and appended as one event, so that after a crash the period is either open
/// or closed. It is closed only when nothing due by its end remains and the books are summed up to the event; when another process records
/// something of the program meanwhile, the close is decided again. Other processes see the event before they record anything more, because
/// their appends check that the program's stream has not changed.
/// </summary>
internal sealed class PeriodChange(
    NpgsqlDataSource dataSource, EventStore store, Programs programs, Committer committer, Func<DateTimeOffset> now)
{
    private const string SelectIsDue = "select exists (select from ledger_accounts where program = $1 and due_at <= $2)";

    /// <summary>Carries the work out as far as possible, and sets how far that was in <see cref="PeriodWork.Step"/>.</summary>
    /// <exception cref="StreamConflictException">Another process recorded something of the program meanwhile.</exception>
    public async Task<Outcome> CarryOutAsync(PeriodWork work, CancellationToken ct)
    {
        // Read again: another process may have moved the program's clock, which would cause no conflict here.
        var program = await programs.ReloadAsync(work.Program, ct) ?? ProgramState.Empty(work.Program);
        var at = now();
        work.Step = PeriodClose.Decide(program, work.Command, at);
        switch (work.Step)
        {
            case PeriodStep.Refused refused:
                return refused.Outcome;
            case PeriodStep.AlreadyClosed or PeriodStep.Waits { IsNew: false }:
                return Outcome.Repeated;
            case PeriodStep.Waits waits:
                await AppendAsync(program, waits.Requested, [], ct);
                return Outcome.Recorded;
            case PeriodStep.Closes closes when work.Summed is { } summed:
                if (await CloseAsync(program, work, closes, summed, at, ct) is not { } closed) return Outcome.Parked;
                work.Step = new PeriodStep.AlreadyClosed(closed);
                return Outcome.Recorded;
            default:
                return Outcome.Parked;
        }
    }

    // The closing event; null while something due by the period's end is not carried out.
    private async Task<PeriodClosed?> CloseAsync(
        ProgramState program, PeriodWork work, PeriodStep.Closes closes, SummedBooks summed, DateTimeOffset at, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var head = (await store.ReadHeadAsync(ct)).Position;
        if (ProgramWideWork.Next(program, closes.End) is not null) return null;
        if (await IsDueAsync(connection, work.Program, closes.End, ct)) return null;
        var books = await summed.AddAsync(connection, head, ct);
        var closed = PeriodClose.Close(program.Catalog, work.Command, closes, head, books.Flows, at);
        await AppendAsync(program, closed, [ContestTable.CheckLog(work.Program, head, null)], ct);
        return closed;
    }

    private async Task AppendAsync(
        ProgramState before, ILedgerEvent happened, IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        var program = before.Catalog.Program;
        var append = new StreamAppend(
            program, Streams.Program(program), Streams.ProgramType, before.StreamVersion, [StoredEvents.Of(happened)]);
        committer.Head = (await store.AppendAsync([append], commands, ct)).LastPosition;
        programs.Set(before.After(happened));
    }

    private static async Task<bool> IsDueAsync(NpgsqlConnection connection, string program, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectIsDue, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = program });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = until.UtcDateTime });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}

/// <summary>A program's books up to the end of a period, summed from the log up to a position.</summary>
/// <param name="Until">The position.</param>
internal sealed record SummedBooks(string Program, PeriodStep.Closes Period, long Until, IReadOnlyList<BookSum> Sums)
{
    // Stretches: 0 is before the period, 1 within it, 2 after it.
    private const int Within = 1;

    /// <summary>The books before any entry is summed.</summary>
    public static SummedBooks None(string program, PeriodStep.Closes period) => new(program, period, 0, []);

    public IReadOnlyList<PeriodFlow> Flows => BookSum.FlowsOf(Sums, Within);

    /// <summary>The books summed up to a later position.</summary>
    public async Task<SummedBooks> AddAsync(NpgsqlConnection connection, long until, CancellationToken ct)
    {
        var more = await BookSums.ReadAsync(connection, Program, Until, until, [Period.Start, Period.End], ct);
        return this with { Until = Math.Max(Until, until), Sums = [.. Sums, .. more] };
    }
}
