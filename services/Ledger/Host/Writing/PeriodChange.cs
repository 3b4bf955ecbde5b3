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
/// Closes a period: decided alone, between batches, and appended as one event, so a crash leaves it open or closed. It is only closed when
/// nothing is due by its end any more and the books have been summed up to the event; what anybody else records of the program meanwhile
/// makes it be decided again. Every other process learns of the event before it records anything more, because the program has changed.
/// </summary>
internal sealed class PeriodChange(
    NpgsqlDataSource dataSource, EventStore store, Programs programs, Committer committer, Func<DateTimeOffset> now)
{
    private const string SelectIsDue = "select exists (select from ledger_accounts where program = $1 and due_at <= $2)";

    /// <summary>Carries the work out as far as it can be, and says in it how far that was.</summary>
    /// <exception cref="StreamConflictException">Somebody recorded something of the program meanwhile.</exception>
    public async Task<Outcome> CarryOutAsync(PeriodWork work, CancellationToken ct)
    {
        // Another process may have moved the program's clock, which conflicts with nothing here.
        var program = await programs.ReloadAsync(work.Program, ct) ?? ProgramState.Empty(work.Program);
        var at = now();
        work.Step = PeriodClose.Decide(program, work.Command, at);
        switch (work.Step)
        {
            case PeriodStep.Refused refused:
                return refused.Outcome;
            case PeriodStep.Known or PeriodStep.Waits { IsNew: false }:
                return Outcome.Repeated;
            case PeriodStep.Waits waits:
                await AppendAsync(program, waits.Requested, [], ct);
                return Outcome.Recorded;
            case PeriodStep.Closes closes when work.Summed is { } summed:
                if (await CloseAsync(program, work, closes, summed, at, ct) is not { } closed) return Outcome.Parked;
                work.Step = new PeriodStep.Known(closed);
                return Outcome.Recorded;
            default:
                return Outcome.Parked;
        }
    }

    // Null while something is due by the period's end.
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

/// <summary>A program's books up to the end of a period, summed up to a position of the log.</summary>
/// <param name="Until">The position.</param>
internal sealed record SummedBooks(string Program, PeriodStep.Closes Period, long Until, IReadOnlyList<BookSum> Sums)
{
    // Before the period, within it, after it.
    private const int Within = 1;

    /// <summary>Nothing is summed yet.</summary>
    public static SummedBooks None(string program, PeriodStep.Closes period) => new(program, period, 0, []);

    public IReadOnlyList<PeriodFlow> Flows => BookSum.FlowsOf(Sums, Within);

    /// <summary>The same, summed up to a later position.</summary>
    public async Task<SummedBooks> AddAsync(NpgsqlConnection connection, long until, CancellationToken ct)
    {
        var more = await BookSums.ReadAsync(connection, Program, Until, until, [Period.Start, Period.End], ct);
        return this with { Until = Math.Max(Until, until), Sums = [.. Sums, .. more] };
    }
}
