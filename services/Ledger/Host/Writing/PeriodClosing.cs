using Ledger.Domain.Periods;
using Ledger.EventLog;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// Closes periods on request. What takes long is done beside the writer: carrying out all that is due by the period's end, and summing the
/// books. The writer then looks whether that still holds and closes the period; if not, the rest is done and it looks again. Broken off
/// anywhere, the period is open, and the same command goes on where it ended.
/// </summary>
public sealed class PeriodClosing(Writer writer, Sweeper sweeper, EventStore store, NpgsqlDataSource dataSource)
{
    /// <summary>Closes a period, or does what comes before it.</summary>
    /// <returns>How the command stands, and how it ended: recorded, repeated, or why not.</returns>
    internal async Task<(PeriodStep Step, Done Done)> CarryOutAsync(string program, ClosePeriod command, CancellationToken ct)
    {
        for (SummedBooks? summed = null; ;)
        {
            var work = new PeriodWork(program, command, summed);
            var done = await writer.DoAsync(work, ct);
            if (work.Step is not PeriodStep.Closes closes) return (work.Step!, done);
            await sweeper.CarryOutAsync(program, closes.End, ct);
            await using var connection = await dataSource.OpenConnectionAsync(ct);
            summed = await (summed ?? SummedBooks.None(program, closes)).AddAsync(connection, (await store.ReadHeadAsync(ct)).Position, ct);
        }
    }
}
